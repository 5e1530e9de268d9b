/**
 * The scanner: one row per link, filters above, sortable by any column. Arrows move, Enter opens the ladder, Shift+Enter a new one.
 *
 * Only visible rows exist. While the pointer or the cursor moves in the list, and a moment longer, the order is held so that no row
 * moves away; the figures keep updating.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { spreads } from '../../stores/clients.ts';
import { linksStore } from '../../stores/links-store.ts';
import { useSpreads } from '../../stores/spreads-store.ts';
import { formatCount } from '../../text/format.ts';
import { useNow } from '../../widgets/use-now.ts';
import type { PaneProps } from '../pane.ts';
import { ScannerFilters } from './scanner-filters.tsx';
import { ScannerLine } from './scanner-line.tsx';
import { readMemory, type ScannerMemory, type ScannerRow, type SortKey, scannerRows, stateOf } from './scanner-rows.ts';
import './scanner.css';

const ROW_PX = 22;
/** How long the order is held after the last movement. */
const HOLD_MS = 2_500;
/** Ages change the order at most this often. */
const MS_PER_SECOND = 1_000;

type Head = { readonly key: SortKey; readonly label: string; readonly title: string };

const HEADS: readonly (Head | { readonly key: null; readonly label: string })[] = [
  { key: 'title', label: 'Market', title: 'Sort by name' },
  { key: null, label: 'Buy' },
  { key: null, label: 'Sell' },
  {
    key: 'edge',
    label: 'Edge ¢',
    title: 'Profit per contract after both fees. With no opportunity: the loss at the best prices',
  },
  { key: 'size', label: 'Size', title: 'Contracts that can be traded at a profit' },
  { key: 'profit', label: 'Profit', title: 'Profit of that size after both fees' },
  { key: 'return', label: 'Return', title: 'Return on the capital tied up' },
  { key: 'year', label: 'Yearly', title: 'The return, annualised' },
  { key: 'closes', label: 'Closes', title: 'Time until the later of both markets closes' },
  { key: 'open', label: 'Open', title: 'How long it has been profitable without a break' },
  { key: 'age', label: 'Age', title: 'Age of the older of the two books' },
];

export function ScannerView({ target, channel, setTarget, openMarket, params, visible, commands }: PaneProps) {
  const memory = readMemory(useStore(params));
  const links = useStore(linksStore);
  const rowsOf = useSpreads(spreads, visible);
  const now = useNow(visible);
  const memoryKey = JSON.stringify(memory);
  const second = Math.floor(now / MS_PER_SECOND) * MS_PER_SECOND;
  const sorted = useMemo(
    () => scannerRows(links.values(), rowsOf, JSON.parse(memoryKey) as ScannerMemory, second),
    [links, rowsOf, memoryKey, second],
  );
  const [isHeld, hold] = useHold();
  const rows = useHeldOrder(sorted, isHeld, memoryKey);
  const [at, setAt] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const filter = useRef<HTMLInputElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    getItemKey: (index) => rows[index]?.link.id ?? index,
  });
  const index = Math.max(
    0,
    rows.findIndex(({ link }) => link.id === (at ?? target)),
  );
  const show = useCallback(
    (id: string, inNew: boolean) => {
      setAt(id);
      if (inNew || channel === null) openMarket(id);
      else setTarget(id);
    },
    [channel, openMarket, setTarget],
  );
  useEffect(() =>
    commands.on((command) => {
      if (command !== 'filter') return false;
      filter.current?.focus();
      return true;
    }),
  );
  // The focus follows the cursor, but only while it is in the list.
  const cursor = rows[index]?.link.id;
  useEffect(() => {
    if (cursor === undefined || body.current?.contains(document.activeElement) !== true) return;
    body.current.querySelector<HTMLElement>(`[data-link="${CSS.escape(cursor)}"] button`)?.focus();
  }, [cursor]);
  const moveTo = (next: number): void => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, next))];
    if (row === undefined) return;
    setAt(row.link.id);
    virtual.scrollToIndex(rows.indexOf(row));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    hold();
    const current = rows[index];
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2);
    if (event.key === 'ArrowDown') moveTo(index + 1);
    else if (event.key === 'ArrowUp') moveTo(index - 1);
    else if (event.key === 'PageDown') moveTo(index + page);
    else if (event.key === 'PageUp') moveTo(index - page);
    else if (event.key === 'Home') moveTo(0);
    else if (event.key === 'End') moveTo(rows.length - 1);
    else if (event.key === 'Enter' && current !== undefined) show(current.link.id, event.shiftKey);
    else return;
    event.preventDefault();
  };
  const sortBy = (key: SortKey): void =>
    params.setState({ sort: key, descending: memory.sort === key ? !memory.descending : key !== 'title' });
  const open = sorted.filter((row) => stateOf(row) === 'open').length;
  return (
    <section className="scanner" aria-label="Scanner">
      <ScannerFilters field={filter} memory={memory} onChange={(change) => params.setState(change)}>
        <output className="scanner-count dim">
          <b data-open={open > 0}>{formatCount(open)}</b> open of {formatCount(sorted.length)}
        </output>
      </ScannerFilters>
      <div ref={scroller} className="scanner-scroll prices" onPointerMove={hold} onWheel={hold}>
        <table className="scanner-table" aria-label="Links and their profit" aria-rowcount={rows.length + 1}>
          <thead>
            <tr className="scanner-line scanner-head">
              {HEADS.map((head) => (
                <Heading
                  key={head.label}
                  head={head}
                  sort={memory.sort}
                  descending={memory.descending}
                  onSort={sortBy}
                />
              ))}
            </tr>
          </thead>
          <tbody ref={body} className="scanner-all" style={{ height: virtual.getTotalSize() }} onKeyDown={onKeyDown}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              return row === undefined ? null : (
                <ScannerLine
                  key={item.key}
                  row={row}
                  isFirstSuggested={isFirstSuggested(rows, item.index)}
                  isAt={item.index === index}
                  isShown={row.link.id === target}
                  now={now}
                  top={item.start}
                  onShow={show}
                />
              );
            })}
          </tbody>
        </table>
        {rows.length === 0 ? <Nothing isFiltered={links.size > 0} /> : null}
      </div>
    </section>
  );
}

function Heading(props: {
  readonly head: (typeof HEADS)[number];
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly onSort: (key: SortKey) => void;
}) {
  const { head, sort, descending, onSort } = props;
  const { key, label } = head;
  if (key === null) return <th scope="col">{label}</th>;
  const direction = key !== sort ? 'none' : descending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={direction} className={key === 'title' ? '' : 'scanner-figure'}>
      <button type="button" tabIndex={-1} title={head.title} onClick={() => onSort(key)}>
        {label}
        <i aria-hidden="true">{direction === 'none' ? '' : descending ? '▾' : '▴'}</i>
      </button>
    </th>
  );
}

/** True from a call of the function until {@link HOLD_MS} after the last call. */
function useHold(): readonly [isHeld: boolean, hold: () => void] {
  const [isHeld, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hold = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHeld(false), HOLD_MS);
    setHeld(true);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [isHeld, hold];
}

/** The newest figures in the held order; a new sort or filter ends the hold. */
function useHeldOrder(rows: readonly ScannerRow[], isHeld: boolean, key: string): readonly ScannerRow[] {
  const held = useRef<{ key: string; order: readonly string[] } | null>(null);
  if (!isHeld || held.current?.key !== key) {
    held.current = isHeld ? { key, order: rows.map(({ link }) => link.id) } : null;
    return rows;
  }
  const place = new Map(held.current.order.map((id, at) => [id, at]));
  const last = held.current.order.length;
  return rows.toSorted((a, b) => (place.get(a.link.id) ?? last) - (place.get(b.link.id) ?? last));
}

function isFirstSuggested(rows: readonly ScannerRow[], at: number): boolean {
  return rows[at]?.link.status === 'suggested' && rows[at - 1]?.link.status === 'confirmed';
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  return (
    <p className="empty-line">
      {isFiltered
        ? 'No link matches the filters.'
        : 'No links yet. A link joins listings of the same contract on different venues. Once you confirm one, the profit between them is shown here.'}
    </p>
  );
}
