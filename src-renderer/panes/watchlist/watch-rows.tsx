/**
 * The rows of the watchlist, operated by keyboard: arrows move, Enter shows, Shift+Enter opens a new ladder, Alt+arrows reorder,
 * Delete removes. One row at a time takes the focus (a roving tabindex).
 */
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { linksStore } from '../../stores/links-store.ts';
import { listingsStore } from '../../stores/listings-store.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { targetStepMicros } from '../../stores/step.ts';
import { resolveTarget } from '../../stores/target.ts';
import { moveInWatchlist, removeFromWatchlist } from '../../stores/watchlist-store.ts';
import { priceDecimals, UNIT_LABEL } from '../../text/format.ts';
import type { PaneProps } from '../pane.ts';
import { WatchRow } from './watch-row.tsx';

type WatchRowsProps = PaneProps & { readonly rows: readonly string[] };

export function WatchRows({ paneId, rows, target, channel, setTarget, openMarket, visible }: WatchRowsProps) {
  const [at, setAt] = useState<string | null>(null);
  const body = useRef<HTMLUListElement>(null);
  const unit = usePreferences((preferences) => preferences.priceUnit);
  const decimals = useColumnDecimals(rows);
  // The cursor is on a row, not on a place: it moves with the row it is on.
  const index = Math.max(0, rows.indexOf(at ?? target ?? ''));
  const current = rows[index];

  const show = useCallback(
    (id: string, inNew: boolean) => {
      setAt(id);
      if (inNew || channel === null) openMarket(id);
      else setTarget(id);
    },
    [channel, openMarket, setTarget],
  );
  // The focus follows the cursor, but only while it is in the list: rows must not steal it from a field.
  useEffect(() => {
    const list = body.current;
    if (current === undefined || list?.contains(document.activeElement) !== true) return;
    list.querySelector<HTMLElement>(`[data-listing="${CSS.escape(current)}"] .watch-main`)?.focus();
  }, [current]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (current === undefined) return;
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0 && event.altKey) moveInWatchlist(current, by);
    else if (by !== 0) setAt(rows[Math.min(rows.length - 1, Math.max(0, index + by))] ?? null);
    else if (event.key === 'Home') setAt(rows[0] ?? null);
    else if (event.key === 'End') setAt(rows.at(-1) ?? null);
    else if (event.key === 'Enter') show(current, event.shiftKey);
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      setAt(rows[index + 1] ?? rows[index - 1] ?? null);
      removeFromWatchlist(current, titleOf(current));
    } else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="watch-head" aria-hidden="true">
        <span>Market</span>
        <span />
        <span className="num">Bid {UNIT_LABEL[unit]}</span>
        <span className="num">Ask {UNIT_LABEL[unit]}</span>
      </div>
      <ul ref={body} className="watch-rows prices" aria-label="Watchlist" id={`${paneId}-rows`}>
        {rows.map((id) => (
          <WatchRow
            key={id}
            id={id}
            isAt={id === current}
            isShown={id === target}
            unit={unit}
            columnDecimals={decimals}
            visible={visible}
            onShow={show}
            onKeyDown={onKeyDown}
          />
        ))}
      </ul>
    </>
  );
}

function titleOf(id: string): string {
  const title = resolveTarget(id, linksStore.getState(), listingsStore.getState(), []).title;
  return title === '' ? id : title;
}

/** The decimals of the column: the most that any row needs, so that the points stand under each other. */
function useColumnDecimals(rows: readonly string[]): number {
  const unit = usePreferences((preferences) => preferences.priceUnit);
  const links = useStore(linksStore);
  return useStore(listingsStore, (listings) =>
    rows.reduce((most, id) => {
      const step = targetStepMicros(resolveTarget(id, links, listings, []));
      return Math.max(most, priceDecimals(unit, step));
    }, 0),
  );
}
