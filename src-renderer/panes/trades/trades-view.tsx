/**
 * Shows time and sales. The table follows the newest trade until the user scrolls; then it stands still, counts new trades, and
 * resumes on request or when scrolled back to the top.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { LINK_GONE_TEXT } from '../../stores/links-store.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { targetStepMicros } from '../../stores/step.ts';
import { type TargetInfo, useTarget } from '../../stores/target.ts';
import { type PriceUnit, priceDecimals, UNIT_LABEL } from '../../text/format.ts';
import { type Column, HeadCells } from '../../widgets/figure-table.tsx';
import { useTimes } from '../../widgets/use-times.ts';
import type { PaneProps } from '../pane.ts';
import { linesOf, type TapeLine, type TapeRow } from './tape.ts';
import { GapRow, TradeRow } from './trade-row.tsx';
import { useTape } from './use-tape.ts';
import './trades.css';

const ROW_PX = 20;
const LEAST_DOLLARS = [0, 10, 100, 500, 2_000, 10_000] as const;

export function TradesView({ target, params, visible }: PaneProps) {
  const info = useTarget(target);
  const tape = useTape(info, visible);
  const leastDollars = useStore(params, (memory) => Number(memory.leastDollars ?? 0));
  const unit = usePreferences((preferences) => preferences.priceUnit);
  const decimals = priceDecimals(unit, targetStepMicros(info));
  const times = useTimes();
  const [held, setHeld] = useState<readonly TapeRow[] | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = held ?? tape.rows;
  const shown = useMemo(() => linesOf(rows, leastDollars * ONE_MICROS), [rows, leastDollars]);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    getItemKey: (index) => keyOf(shown[index]) ?? index,
  });
  // Another market is another tape; nothing of the old one may be held.
  useEffect(() => {
    if (target !== undefined) setHeld(null);
  }, [target]);
  const toTop = (): void => {
    setHeld(null);
    scroller.current?.scrollTo({ top: 0 });
  };
  const onScroll = (): void => {
    const top = scroller.current?.scrollTop ?? 0;
    if (top > ROW_PX && held === null) setHeld(tape.rows);
    else if (top === 0 && held !== null) setHeld(null);
  };
  if (info === null) return <Teach />;
  const newRows = held === null ? 0 : tape.rows.length - held.length;
  return (
    <div className="trades">
      <div className="trades-bar">
        <label>
          At least{' '}
          <select
            aria-label="Minimum notional"
            value={leastDollars}
            onChange={(event) => params.setState({ leastDollars: Number(event.target.value) })}
          >
            {LEAST_DOLLARS.map((dollars) => (
              <option key={dollars} value={dollars}>
                {dollars === 0 ? 'Any size' : `$${dollars.toLocaleString('en')}`}
              </option>
            ))}
          </select>
        </label>
        <span className="faint clip">YES = {info.members[0]?.facts?.outcomes[0] ?? 'YES'}</span>
        {tape.dropped > 0 ? (
          <span
            className="warn"
            title="Trades arrived faster than this window could show them. Order books are not affected."
          >
            {tape.dropped.toLocaleString('en')} dropped
          </span>
        ) : null}
        {held === null ? null : (
          <button type="button" className="button trades-resume" onClick={toTop}>
            <ArrowUp size={12} aria-hidden="true" />
            Paused{newRows > 0 ? `, ${newRows.toLocaleString('en')} new` : ''}
          </button>
        )}
      </div>
      <div ref={scroller} className="trades-scroll prices" onScroll={onScroll}>
        <table className="trades-table" aria-label={`Trades: ${info.title}`} aria-rowcount={shown.length}>
          <thead>
            <tr className="trade-row trades-head">
              <HeadCells columns={columnsIn(unit, times.zone(shown[0]?.row.atMs ?? Date.now()))} />
            </tr>
          </thead>
          <tbody className="trades-all" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const line = shown[item.index];
              if (line === undefined) return null;
              return line.kind === 'gap' ? (
                <GapRow key={item.key} row={line.row} top={item.start} />
              ) : (
                <TradeRow key={item.key} row={line.row} unit={unit} decimals={decimals} top={item.start} />
              );
            })}
          </tbody>
        </table>
        {shown.length === 0 ? <NoTrades info={info} isFiltered={rows.length > 0} /> : null}
      </div>
    </div>
  );
}

function columnsIn(unit: PriceUnit, zone: string): readonly Column[] {
  return [
    { name: `Time, ${zone}` },
    { name: 'Venue' },
    { name: 'Taker' },
    { name: UNIT_LABEL[unit], isNumber: true },
    { name: 'Size', isNumber: true },
    { name: 'Notional', isNumber: true },
    { name: 'Large', isHidden: true },
  ];
}

function keyOf(line: TapeLine | undefined): string | undefined {
  return line && `${line.kind} ${line.row.serial}`;
}

function NoTrades({ info, isFiltered }: { readonly info: TargetInfo; readonly isFiltered: boolean }) {
  if (info.isGone) return <p className="empty-line">{LINK_GONE_TEXT}</p>;
  const silent = info.members
    .filter(({ venue }) => venue?.withholds.includes('trades'))
    .map(({ venue }) => venue?.name);
  const noTrades = silent.length === info.members.length ? '' : ' No trade yet on the others.';
  return (
    <p className="empty-line">
      {isFiltered
        ? 'No trade matches the filter.'
        : silent.length > 0
          ? `${silent.join(' and ')} does not publish trades.${noTrades}`
          : 'No trade yet. Trades appear here as the venues report them.'}
    </p>
  );
}

function Teach() {
  return (
    <div className="empty">
      <p className="empty-title">Time and sales</p>
      <p>Choose a market in the watchlist, or press / to search. Its trades on all venues appear here.</p>
    </div>
  );
}
