/**
 * The search field of the toolbar: `/` focuses it, Enter shows the market, Shift+Enter opens it in a new ladder.
 */
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { MarketHits, useHitCursor } from '../widgets/market-hits.tsx';
import { useMarketSearch } from '../widgets/use-market-search.ts';
import { SEARCH_FIELD_ID } from './commands.ts';
import { workspace } from './dock/workspace.ts';

const LIST_ID = 'market-search-hits';

export function SearchBox() {
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const search = useMarketSearch(isOpen ? text : '');
  const choose = (target: string, inNew: boolean): void => {
    if (inNew) workspace.openMarket(target);
    else workspace.showMarket(target);
    setOpen(false);
    setText('');
    field.current?.blur();
  };
  const { cursor, onKeyDown, reset } = useHitCursor(search, choose);
  const isShown = isOpen && search.state !== 'idle';
  return (
    <search
      className="search-box"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Search size={13} aria-hidden="true" className="search-icon" />
      <input
        ref={field}
        id={SEARCH_FIELD_ID}
        type="search"
        role="combobox"
        aria-label="Search markets"
        aria-expanded={isShown}
        aria-controls={LIST_ID}
        aria-autocomplete="list"
        aria-activedescendant={isShown && search.rows.length > 0 ? `${LIST_ID}-${cursor}` : undefined}
        placeholder="Search markets"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onFocus={() => setOpen(true)}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
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
      <kbd className="search-key">/</kbd>
      {isShown ? (
        <div className="search-popup">
          <MarketHits id={LIST_ID} search={search} text={text} cursor={cursor} choose={choose} />
          <p className="hits-foot">
            Enter shows · Shift+Enter opens a new ladder · Alt+Enter adds to the watchlist · Ctrl+Enter reviews
            suggested links
          </p>
        </div>
      ) : null}
    </search>
  );
}
