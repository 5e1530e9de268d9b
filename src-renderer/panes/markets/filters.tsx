/** The filters of the market browser. Each choice takes effect at once and is saved. */
import { Search, X } from 'lucide-react';
import type { RefObject } from 'react';
import { MARKET_STATES } from '../../../src-shared/contract/window-main.ts';
import { TIER_TEXT, TIERS } from '../../../src-shared/domain/tier.ts';
import { useApp } from '../../stores/app-store.ts';
import { formatCount } from '../../text/format.ts';
import { isFiltering, type MarketFilter, NO_FILTER } from './market-filter.ts';
import type { MarketPages } from './use-market-pages.ts';

const VOLUMES = [0, 100, 1_000, 10_000, 100_000] as const;

type FiltersProps = {
  readonly filter: MarketFilter;
  readonly change: (change: Partial<MarketFilter>) => void;
  readonly pages: Pick<MarketPages, 'categories' | 'tags'>;
  readonly field: RefObject<HTMLInputElement | null>;
  /** From the field into the rows. */
  readonly toRows: () => void;
};

export function Filters({ filter, change, pages, field, toRows }: FiltersProps) {
  const venues = useApp((app) => app.venues);
  return (
    <div className="markets-filters">
      <div className="markets-find">
        <Search size={13} aria-hidden="true" className="search-icon" />
        <input
          ref={field}
          type="search"
          aria-label="Find markets"
          placeholder="Title, ticker or tag"
          autoComplete="off"
          spellCheck={false}
          value={filter.text}
          onChange={(event) => change({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'Enter') {
              event.preventDefault();
              toRows();
            } else if (event.key === 'Escape') {
              event.preventDefault();
              if (filter.text === '') field.current?.blur();
              else change({ text: '' });
            }
          }}
        />
      </div>
      <Choice
        label="Venue"
        all="All venues"
        value={filter.venue}
        options={venues.map(({ id, name }) => [id, name])}
        onChange={(venue) => change({ venue })}
      />
      <Choice
        label="Category"
        all="All categories"
        value={filter.category}
        options={pages.categories.map(([name, count]) => [name, `${name} (${formatCount(count)})`])}
        onChange={(category) => change({ category, tag: '' })}
      />
      <Choice
        label="Tag"
        all="All tags"
        value={filter.tag}
        options={pages.tags.map(([name, count]) => [name, `${name} (${formatCount(count)})`])}
        onChange={(tag) => change({ tag })}
      />
      <Choice
        label="Time to close"
        all="Any end"
        value={filter.tier}
        options={TIERS.toReversed().map((tier) => [String(tier), `Ends in ${TIER_TEXT[tier]}`])}
        onChange={(tier) => change({ tier })}
      />
      <Choice
        label="State"
        all="Any state"
        value={filter.state}
        options={MARKET_STATES.map((state) => [state, state])}
        onChange={(state) => change({ state })}
      />
      <Choice
        label="Minimum 24 h volume"
        all="Any volume"
        value={filter.volumeMin === 0 ? '' : String(filter.volumeMin)}
        options={VOLUMES.slice(1).map((volume) => [String(volume), `≥ ${formatCount(volume)} in 24 h`])}
        onChange={(volume) => change({ volumeMin: Number(volume) })}
      />
      {isFiltering(filter) ? (
        <button type="button" className="button" onClick={() => change({ ...NO_FILTER, sort: filter.sort })}>
          <X size={12} aria-hidden="true" />
          Clear
        </button>
      ) : null}
    </div>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly all: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
};

function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  // What is chosen stays in the menu, even when nothing fits it at the moment.
  const isListed = value === '' || options.some(([known]) => known === value);
  return (
    <select
      aria-label={label}
      value={value}
      data-chosen={value !== ''}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{all}</option>
      {isListed ? null : <option value={value}>{value}</option>}
      {options.map(([known, text]) => (
        <option key={known} value={known}>
          {text}
        </option>
      ))}
    </select>
  );
}
