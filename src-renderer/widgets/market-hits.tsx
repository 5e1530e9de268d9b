/**
 * The list below a search field: markets by keyboard (arrows, Enter, Shift+Enter) and mouse, each with a watchlist button. The field
 * keeps the focus; the list follows it through aria-activedescendant.
 */
import { Link2, Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { RESULT_TEXT } from '../../src-shared/domain/listing.ts';
import { useApp } from '../stores/app-store.ts';
import { reviewLinks } from '../stores/link-review-store.ts';
import { addToWatchlist, removeFromWatchlist, useIsWatched } from '../stores/watchlist-store.ts';
import { formatCount } from '../text/format.ts';
import type { SearchRow } from './search-rows.ts';
import { suggestedText } from './suggested-links.tsx';
import type { MarketSearch } from './use-market-search.ts';
import { useTimes } from './use-times.ts';
import { VenueTag } from './venue-tag.tsx';

export type Choose = (target: string, inNew: boolean) => void;

/** The cursor over the hits: what the field must pass on, and where it stands. */
export function useHitCursor(search: MarketSearch, choose: Choose) {
  const [at, setAt] = useState(0);
  const count = search.rows.length;
  const cursor = Math.min(at, Math.max(0, count - 1));
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = search.rows[cursor];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (count > 0) setAt((cursor + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (event.key === 'Enter' && row !== undefined && search.state !== 'searching') {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) {
        if (suggestedOf(row) > 0) reviewLinks(row.id);
      } else if (event.altKey) addToWatchlist(row.id);
      else choose(row.id, event.shiftKey);
    }
  };
  return { cursor, onKeyDown, reset: () => setAt(0) };
}

type MarketHitsProps = {
  readonly id: string;
  readonly search: MarketSearch;
  readonly text: string;
  readonly cursor: number;
  readonly choose: Choose;
};

export function MarketHits({ id, search, text, cursor, choose }: MarketHitsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[cursor]?.scrollIntoView({ block: 'nearest' });
  }, [cursor]);
  const total = useApp((app) => app.catalog.listings);
  const nothing = search.state === 'done' && search.rows.length === 0;
  return (
    <div className="hits">
      {search.state === 'failed' ? <p className="hits-note">The search failed. {search.problem}</p> : null}
      {nothing ? (
        <p className="hits-note">
          No market matches “{text}” among {formatCount(total)}. Try fewer or other words; tickers work too.
        </p>
      ) : null}
      <div ref={list} id={id} role="listbox" aria-label="Markets found" className="hits-list">
        {search.rows.map((row, index) => (
          <Hit key={row.id} id={`${id}-${index}`} row={row} isAt={index === cursor} choose={choose} />
        ))}
      </div>
    </div>
  );
}

type HitProps = { readonly id: string; readonly row: SearchRow; readonly isAt: boolean; readonly choose: Choose };

function Hit({ id, row, isAt, choose }: HitProps) {
  const title = row.link?.title ?? row.listing?.title ?? row.id;
  return (
    <div className="hit" data-at={isAt} data-listing={row.id}>
      <div
        id={id}
        role="option"
        aria-selected={isAt}
        tabIndex={-1}
        className="hit-main"
        onClick={(event) => choose(row.id, event.shiftKey)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') choose(row.id, event.shiftKey);
        }}
      >
        <span className="clip hit-title" title={title}>
          {title}
        </span>
        <HitFacts row={row} />
      </div>
      {suggestedOf(row) === 0 ? null : (
        <button
          type="button"
          className="suggested-links"
          title="May be the same contract on another venue: review (Ctrl+Enter)"
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => reviewLinks(row.id)}
        >
          <Link2 size={12} aria-hidden="true" />
          {suggestedText(suggestedOf(row))}
        </button>
      )}
      <WatchButton id={row.id} title={title} />
    </div>
  );
}

function suggestedOf(row: SearchRow): number {
  return row.link === null ? row.suggested : 0;
}

function HitFacts({ row }: { readonly row: SearchRow }) {
  const times = useTimes();
  if (row.link !== null) {
    return (
      <span className="hit-facts">
        <Link2 size={12} aria-hidden="true" />
        {row.link.members.map((member) => (
          <VenueTag key={member.listing} listing={member.listing} />
        ))}
        <span>linked</span>
      </span>
    );
  }
  const { listing } = row;
  return (
    <span className="hit-facts">
      <VenueTag listing={listing.id} />
      {listing.status === 'open' ? null : <span className="warn">{listing.status}</span>}
      {listing.result === undefined ? null : (
        <span className="warn" title={RESULT_TEXT[listing.result]}>
          result {listing.result}
        </span>
      )}
      {listing.closeTimeMs === null ? null : <span>ends {times.day(listing.closeTimeMs)}</span>}
      {listing.volume24h !== null && listing.volume24h > 0 ? (
        <span>{formatCount(listing.volume24h)} traded in 24 h</span>
      ) : null}
    </span>
  );
}

/** Puts a market on the watchlist, or takes it off. */
export function WatchButton({ id, title }: { readonly id: string; readonly title: string }) {
  const isWatched = useIsWatched(id);
  const label = isWatched ? `Remove ${title} from the watchlist` : `Add ${title} to the watchlist`;
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={isWatched ? 'Remove from the watchlist' : 'Add to the watchlist'}
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => (isWatched ? removeFromWatchlist(id, title) : addToWatchlist(id))}
    >
      {isWatched ? <Minus size={14} aria-hidden="true" /> : <Plus size={14} aria-hidden="true" />}
    </button>
  );
}
