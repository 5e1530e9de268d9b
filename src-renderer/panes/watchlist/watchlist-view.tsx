/**
 * The watchlist: a search field over the whole catalogue, and the rows.
 *
 * While the field has text its hits replace the rows; Esc brings the rows back.
 */
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../stores/app-store.ts';
import { linksStore } from '../../stores/links-store.ts';
import { addToWatchlist, watchlistStore } from '../../stores/watchlist-store.ts';
import { knownText, troubleText } from '../../text/catalog-text.ts';
import { type Choose, MarketHits, useHitCursor } from '../../widgets/market-hits.tsx';
import { useMarketSearch } from '../../widgets/use-market-search.ts';
import { useNow } from '../../widgets/use-now.ts';
import type { PaneProps } from '../pane.ts';
import { WatchRows } from './watch-rows.tsx';
import './watchlist.css';

export function WatchlistView(props: PaneProps) {
  const { paneId, openMarket } = props;
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const search = useMarketSearch(text);
  const rows = useStore(watchlistStore, (state) => state.rows);
  const isLoaded = useStore(watchlistStore, (state) => state.loaded);
  const choose: Choose = (target, inNew) => {
    if (inNew) openMarket(target);
    else addToWatchlist(target);
  };
  const { cursor, onKeyDown, reset } = useHitCursor(search, choose);
  const listId = `${paneId}-hits`;
  const isSearching = search.state !== 'idle';
  return (
    <div className="watchlist">
      <div className="watchlist-add">
        <Plus size={13} aria-hidden="true" className="search-icon" />
        <input
          ref={field}
          type="search"
          role="combobox"
          aria-label="Find a market to add"
          aria-expanded={isSearching}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={isSearching && search.rows.length > 0 ? `${listId}-${cursor}` : undefined}
          placeholder="Add a market"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            reset();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.preventDefault();
              if (text === '') field.current?.blur();
              else setText('');
            } else onKeyDown(event);
          }}
        />
      </div>
      {isSearching ? <MarketHits id={listId} search={search} text={text} cursor={cursor} choose={choose} /> : null}
      {!isSearching && rows.length > 0 ? <WatchRows {...props} rows={rows} /> : null}
      {!isSearching && rows.length === 0 && isLoaded ? <Teach onStart={() => field.current?.focus()} /> : null}
    </div>
  );
}

function Teach({ onStart }: { readonly onStart: () => void }) {
  const catalog = useApp((app) => app.catalog);
  const venues = useApp((app) => app.venues);
  const troubled = catalog.byVenue.filter(({ trouble }) => trouble !== '');
  const nowMs = useNow(troubled.length > 0);
  return (
    <div className="empty">
      <p className="empty-title">No markets yet</p>
      <p>
        Type a name, an event or a ticker above and press Enter to keep a market here. A market that several venues
        trade is one row.
      </p>
      <p className="dim">{knownText(catalog)}</p>
      {troubled.map((state) => (
        <p key={state.venue} className="warn" title={state.trouble}>
          {troubleText(state, venues.find(({ id }) => id === state.venue)?.name ?? state.venue, nowMs)}
        </p>
      ))}
      <button type="button" className="button" onClick={onStart}>
        Find a market
      </button>
      <Suggestions />
    </div>
  );
}

/** Links to begin with: more would be a catalogue, and that is what the field is for. */
const SUGGESTIONS_MAX = 6;

function Suggestions() {
  const links = useStore(linksStore);
  const offered = [...links.values()].filter((link) => link.status === 'confirmed').slice(0, SUGGESTIONS_MAX);
  if (offered.length === 0) return null;
  return (
    <>
      <p className="dim">Or start with a market that trades on several venues:</p>
      <ul className="watch-suggestions">
        {offered.map((link) => (
          <li key={link.id}>
            <button type="button" onClick={() => addToWatchlist(link.id)} aria-label={`Add ${link.title}`}>
              <Plus size={13} aria-hidden="true" />
              <span className="clip" title={link.title}>
                {link.title}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
