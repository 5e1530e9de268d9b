/** Chooses all markets of a session, or some of them from a searchable list. */
import { useState } from 'react';
import type { SessionContents } from '../../../src-shared/domain/session.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';

/** Rows that are drawn; the search finds the others. */
const ROWS_MAX = 200;

type MarketChoiceProps = {
  /** Null: not known yet. */
  readonly markets: SessionContents['markets'] | null;
  /** Null: all. */
  readonly chosen: readonly string[] | null;
  readonly onChange: (chosen: readonly string[] | null) => void;
};

export function MarketChoice({ markets, chosen, onChange }: MarketChoiceProps) {
  const [words, setWords] = useState('');
  const found = (markets ?? []).filter(({ listing, title }) =>
    words
      .toLowerCase()
      .split(/\s+/)
      .every((word) => title.toLowerCase().includes(word) || listing.toLowerCase().includes(word)),
  );
  const toggle = (listing: string): void => {
    const before = chosen ?? [];
    onChange(before.includes(listing) ? before.filter((each) => each !== listing) : [...before, listing]);
  };
  return (
    <>
      <label className="export-box">
        <input
          type="checkbox"
          checked={chosen === null}
          disabled={markets === null}
          onChange={() => onChange(chosen === null ? [] : null)}
        />
        All markets
      </label>
      {chosen === null ? null : (
        <div className="market-choice">
          <input
            type="search"
            aria-label="Search the markets of the session"
            placeholder={`Search ${markets?.length ?? 0} markets; ${chosen.length} chosen`}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <ul>
            {found.slice(0, ROWS_MAX).map(({ listing, title }) => (
              <li key={listing}>
                <label className="export-box">
                  <input type="checkbox" checked={chosen.includes(listing)} onChange={() => toggle(listing)} />
                  <VenueTag listing={listing} />
                  <span className="clip" title={title}>
                    {title}
                  </span>
                </label>
              </li>
            ))}
            {found.length === 0 ? <li className="faint">No market matches</li> : null}
            {found.length > ROWS_MAX ? (
              <li className="faint">{found.length - ROWS_MAX} more; search for them.</li>
            ) : null}
          </ul>
        </div>
      )}
    </>
  );
}
