/** Shows, per venue, how many quiet books were compared with a requested snapshot, and the last that differed. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ConfirmedDifference, CrossCheckHealth, CrossCheckState } from '../../../src-shared/domain/cross-check.ts';
import { listingsStore, needListings } from '../../stores/listings-store.ts';
import { formatAge, formatCount } from '../../text/format.ts';
import { type Column, FigureTable } from '../../widgets/figure-table.tsx';
import { useTimes } from '../../widgets/use-times.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';

const MEANS: Readonly<Record<CrossCheckState, string>> = {
  off: 'Off in the settings (crossChecks)',
  polled: 'Its books are polled, so there is no streamed book to check',
  waiting: 'Waiting: the request limit is in use, or no streamed book is quiet',
  running: 'Compares one quiet book every 15 seconds; a difference never changes the live book',
};

const COUNT = { isNumber: true, widths: ['w-books'] } as const;
const COLUMNS: readonly Column[] = [
  { name: 'Cross-checks' },
  { ...COUNT, name: 'Checked', title: 'Quiet books compared with a snapshot requested from the venue' },
  { ...COUNT, name: 'Equal' },
  { ...COUNT, name: 'Differing', title: 'Differed twice, five seconds apart; the live book is not changed' },
  { ...COUNT, name: 'Moved', title: 'Abandoned because the book changed meanwhile' },
  { name: 'Age', isNumber: true, widths: ['w-measure'], title: 'Age of the last check' },
];

const MICROS = 1e6;
const CENTS = 1e4;

type CrossChecksProps = {
  readonly checks: readonly CrossCheckHealth[];
  readonly atMs: number;
  readonly openMarket: (target: string) => void;
};

export function CrossChecks({ checks, atMs, openMarket }: CrossChecksProps) {
  return (
    <>
      <FigureTable
        columns={COLUMNS}
        rows={checks.map((check) => (
          <tr key={check.venue} data-checks={check.venue} title={check.lastError || MEANS[check.state]}>
            <th scope="row">
              <VenueTag listing={`${check.venue}:`} />{' '}
              <span className={check.lastError === '' ? 'dim' : 'warn'}>{check.state}</span>
            </th>
            <td className="num">{formatCount(check.checked)}</td>
            <td className="num">{formatCount(check.equal)}</td>
            <td className={`num${check.differing > 0 ? ' warn' : ''}`}>{formatCount(check.differing)}</td>
            <td className="num">{formatCount(check.moved)}</td>
            <td className="num">
              {formatAge(check.lastCheckedMs === null ? null : Math.max(0, atMs - check.lastCheckedMs))}
            </td>
          </tr>
        ))}
        empty="No venue is checked"
      />
      {checks.map(({ venue, lastDifference }) =>
        lastDifference === null ? null : <Difference key={venue} of={lastDifference} openMarket={openMarket} />,
      )}
    </>
  );
}

type DifferenceProps = { readonly of: ConfirmedDifference; readonly openMarket: (target: string) => void };

function Difference({ of, openMarket }: DifferenceProps) {
  const { listing, side, priceMicros, liveMicros, restMicros, atMs, liveEventMs, restEventMs } = of;
  const title = useStore(listingsStore, (listings) => listings.get(listing)?.title ?? listing);
  useEffect(() => needListings([listing]), [listing]);
  const times = useTimes();
  const size = (micros: number): string => (micros === 0 ? 'nothing' : formatCount(micros / MICROS));
  const when = (ms: number): string => (ms === 0 ? 'no time given' : times.exactClock(ms));
  return (
    <div className="coverage-named">
      <button type="button" className="clip" title={`Open ${title}`} onClick={() => openMarket(listing)}>
        {title}
      </button>
      <p className="dim selectable">
        At {times.moment(atMs)} the first difference is {side} {priceMicros / CENTS}¢: {size(liveMicros)} live (
        {when(liveEventMs)}), {size(restMicros)} when asked ({when(restEventMs)}). The live book was left as it is.
      </p>
    </div>
  );
}
