/**
 * The market browser: filters, progress of the lists, and a table that holds only the visible rows.
 *
 * Keys: the arrows, Page Up and Down, Home and End move; Enter shows, Shift+Enter opens a new ladder, Alt+Enter or + watches.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { MarketRow, MarketSort } from '../../../src-shared/contract/window-main.ts';
import { MARKETS_PAGE } from '../../ports/limits.ts';
import { useApp } from '../../stores/app-store.ts';
import { putListings } from '../../stores/listings-store.ts';
import { addToWatchlist } from '../../stores/watchlist-store.ts';
import { formatCount } from '../../text/format.ts';
import { RequestError } from '../../widgets/request-error.tsx';
import { useNow } from '../../widgets/use-now.ts';
import type { PaneProps } from '../pane.ts';
import { Discovery } from './discovery.tsx';
import { Filters } from './filters.tsx';
import { isFiltering, type MarketFilter, NO_FILTER, readFilter, sortedBy } from './market-filter.ts';
import { MarketGap, MarketLine } from './market-line.tsx';
import { type MarketPageReader, useMarketPages } from './use-market-pages.ts';
import './markets.css';

const ROW_PX = 24;

export function MarketsView(props: PaneProps) {
  const { paneId, params, visible, commands } = props;
  const memory = useStore(params);
  const filter = readFilter(memory);
  const pages = useMarketPages(filter, visible);
  const field = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const change = (part: Partial<MarketFilter>): void => params.setState(part);
  useEffect(
    () =>
      commands.on((command) => {
        if (command === 'filter') field.current?.focus();
        return command === 'filter';
      }),
    [commands],
  );
  return (
    <div className="markets">
      <Filters filter={filter} change={change} pages={pages} field={field} toRows={() => scroller.current?.focus()} />
      <div className="markets-count">
        <span>
          {pages.key === '' ? 'Loading' : formatCount(pages.total)}{' '}
          {isFiltering(filter) ? 'matching markets' : 'markets'}
        </span>
        <Discovery visible={visible} />
      </div>
      <RequestError what="The markets could not be loaded." problem={pages.problem} retry={pages.retry} />
      <Rows {...props} id={`${paneId}-rows`} filter={filter} change={change} pages={pages} scroller={scroller} />
    </div>
  );
}

type RowsProps = PaneProps & {
  readonly id: string;
  readonly filter: MarketFilter;
  readonly change: (change: Partial<MarketFilter>) => void;
  readonly pages: MarketPageReader;
  readonly scroller: RefObject<HTMLDivElement | null>;
};

function Rows({ id, filter, change, pages, scroller, channel, target, setTarget, openMarket, visible }: RowsProps) {
  const [at, setAt] = useState(0);
  const nowMs = useNow(visible);
  const cursor = Math.min(at, Math.max(0, pages.total - 1));
  const virtual = useVirtualizer({
    count: pages.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const { look, key } = pages;
  useEffect(() => {
    if (visible && key !== '') look(first, last);
  }, [look, first, last, visible, key]);
  // Other rows are shown from the top.
  useEffect(() => {
    if (key === '') return;
    setAt(0);
    scroller.current?.scrollTo({ top: 0 });
  }, [key, scroller]);
  const rowAt = (index: number): MarketRow | undefined =>
    pages.pages.get(Math.floor(index / MARKETS_PAGE))?.[index % MARKETS_PAGE];
  const choose = (chosen: string, inNew: boolean): void => {
    const row = items.map(({ index }) => rowAt(index)).find((known) => known && idOf(known) === chosen);
    if (row) putListings([row.listing]);
    if (inNew || channel === null) openMarket(chosen);
    else setTarget(chosen);
  };
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(pages.total - 1, to));
    setAt(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rowAt(cursor);
    const page = Math.max(1, last - first - 2 * 10);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor - 1,
      PageDown: cursor + page,
      PageUp: cursor - page,
      Home: 0,
      End: pages.total - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if (row && (event.key === '+' || (event.key === 'Enter' && event.altKey))) addToWatchlist(idOf(row));
    else if (row && event.key === 'Enter') choose(idOf(row), event.shiftKey);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="markets-line markets-head">
        <div className="markets-main">
          <span />
          <span>Market</span>
          <span>Category</span>
          <SortHead sort="closes" title="Ends" filter={filter} change={change} />
          <SortHead sort="volume" title="24 h volume" filter={filter} change={change} />
          <span>State</span>
        </div>
      </div>
      <div
        ref={scroller}
        className="markets-scroll prices"
        role="listbox"
        aria-label="Markets"
        aria-activedescendant={rowAt(cursor) ? `${id}-${cursor}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className="markets-rows" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rowAt(index);
            if (row === undefined) return <MarketGap key={index} top={start} />;
            return (
              <MarketLine
                key={index}
                id={`${id}-${index}`}
                index={index}
                count={pages.total}
                top={start}
                row={row}
                isAt={index === cursor}
                isShown={target === idOf(row) || target === row.listing.id}
                nowMs={nowMs}
                choose={(chosen, inNew) => {
                  setAt(index);
                  choose(chosen, inNew);
                }}
              />
            );
          })}
        </div>
        {pages.total === 0 && key !== '' ? <Nothing filter={filter} change={change} /> : null}
      </div>
    </>
  );
}

type SortHeadProps = {
  readonly sort: Exclude<MarketSort, 'rank'>;
  readonly title: string;
  readonly filter: MarketFilter;
  readonly change: (change: Partial<MarketFilter>) => void;
};

function SortHead({ sort, title, filter, change }: SortHeadProps) {
  const isBy = filter.sort === sort;
  const Arrow = filter.descending ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      className="markets-sort"
      aria-pressed={isBy}
      aria-label={`Sort by ${title}${isBy ? `, now ${filter.descending ? 'falling' : 'rising'}` : ''}`}
      title={`Sort by ${title.toLowerCase()}`}
      onClick={() => change(sortedBy(filter, sort))}
    >
      {isBy ? <Arrow size={11} aria-hidden="true" /> : null}
      {title}
    </button>
  );
}

function Nothing({ filter, change }: Pick<RowsProps, 'filter' | 'change'>) {
  const catalog = useApp((app) => app.catalog);
  const isReading = catalog.byVenue.some(({ complete, trouble }) => !complete && trouble === '');
  const isDark = !isReading && catalog.byVenue.some(({ trouble }) => trouble !== '');
  if (!isFiltering(filter)) {
    return (
      <div className="empty">
        <p className="empty-title">No markets yet</p>
        <p>
          {isDark
            ? 'No venue can be reached and no markets are stored. Retrying automatically; markets appear here when a venue answers.'
            : 'The market lists are loading. Markets appear here as they are found and can be opened at once.'}
        </p>
      </div>
    );
  }
  return (
    <div className="empty">
      <p className="empty-title">No market matches</p>
      <p>
        None of {formatCount(catalog.listings)} markets matches all filters.{' '}
        {isReading ? 'The lists are still loading, so a match may follow.' : 'Try fewer words or filters.'}
      </p>
      <button type="button" className="button" onClick={() => change({ ...NO_FILTER })}>
        Show all markets
      </button>
    </div>
  );
}

/** What a row opens: the confirmed link, or the listing. */
function idOf({ listing, link }: MarketRow): string {
  return link?.status === 'confirmed' ? link.id : listing.id;
}
