/**
 * Shows coverage per venue, and per connection where there are several: books subscribed, delivering, and when they last changed;
 * below, the first markets that are missing, dormant or quiet, as links.
 */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { type CoverageCounts, coverageVerdict, type VenueCoverage } from '../../../src-shared/domain/coverage.ts';
import type { ListingId } from '../../../src-shared/domain/listing.ts';
import { listingsStore, needListings } from '../../stores/listings-store.ts';
import { formatCount } from '../../text/format.ts';
import { type Column, FigureTable } from '../../widgets/figure-table.tsx';
import { VenueTag } from '../../widgets/venue-tag.tsx';

type CoverageProps = {
  readonly coverage: readonly VenueCoverage[];
  readonly openMarket: (target: string) => void;
};

const COUNT = { isNumber: true, widths: ['w-cover'] } as const;
const COLUMNS: readonly Column[] = [
  { name: 'Coverage' },
  { name: 'Books', isNumber: true, widths: ['w-books'], title: 'Synced books of those subscribed' },
  { ...COUNT, name: 'Act.', title: 'Active: a change or a trade less than ten minutes ago' },
  {
    ...COUNT,
    name: 'Quiet',
    title: 'Quiet: the last change is ten minutes to an hour old; more than 50 are a warning',
  },
  {
    ...COUNT,
    name: 'Dorm.',
    title: 'Dormant: the last change is more than an hour old; more than 10 mean that coverage is degraded',
  },
  { ...COUNT, name: 'Silent', title: 'Silent: no change since the engine started; that is normal for most markets' },
  { ...COUNT, name: 'Miss.', title: 'Missing: followed, but not subscribed on any connection' },
  { ...COUNT, name: 'Extra', title: 'Extra: subscribed, although closed or no longer followed' },
];

const VERDICT = {
  ok: 'all books are subscribed, and most change regularly',
  warning: 'many books have been quiet for more than ten minutes',
  degraded: 'books are missing, or many that used to change have not changed for more than an hour',
} as const;

export function Coverage({ coverage, openMarket }: CoverageProps) {
  return (
    <>
      <FigureTable
        columns={COLUMNS}
        rows={coverage.flatMap((venue) => [
          <VenueRow key={venue.venue} venue={venue} />,
          ...(venue.connections.length < 2 ? [] : venue.connections).map((counts) => (
            <tr key={`${venue.venue} ${counts.connection}`} className="faint">
              <th scope="row">&nbsp;&nbsp;connection {counts.connection}</th>
              <Counts counts={counts} />
              <td colSpan={2} />
            </tr>
          )),
        ])}
        empty="No book is followed yet."
      />
      {coverage.map((venue) => (
        <Named key={venue.venue} venue={venue} openMarket={openMarket} />
      ))}
    </>
  );
}

function VenueRow({ venue }: { readonly venue: VenueCoverage }) {
  const verdict = coverageVerdict(venue);
  return (
    <tr data-coverage={venue.venue} data-verdict={verdict} title={`${verdict}: ${VERDICT[verdict]}`}>
      <th scope="row">
        <VenueTag listing={`${venue.venue}:`} /> <span className={verdict === 'ok' ? 'dim' : 'warn'}>{verdict}</span>
      </th>
      <Counts counts={venue} />
      <td className={`num${venue.missing > 0 ? ' warn' : ''}`}>{formatCount(venue.missing)}</td>
      <td className={`num${venue.extra > 0 ? ' warn' : ''}`}>{formatCount(venue.extra)}</td>
    </tr>
  );
}

function Counts({ counts }: { readonly counts: CoverageCounts }) {
  const { subscribed, delivering, active, quiet, dormant, silent } = counts;
  return (
    <>
      <td className={`num${delivering < subscribed ? ' warn' : ''}`}>
        {formatCount(delivering)}/{formatCount(subscribed)}
      </td>
      <td className="num">{formatCount(active)}</td>
      <td className="num">{formatCount(quiet)}</td>
      <td className="num">{formatCount(dormant)}</td>
      <td className="num">{formatCount(silent)}</td>
    </>
  );
}

type NamedProps = { readonly venue: VenueCoverage; readonly openMarket: (target: string) => void };

function Named({ venue, openMarket }: NamedProps) {
  const lists: readonly (readonly [string, number, readonly ListingId[]])[] = [
    ['Missing', venue.missing, venue.firstMissing],
    ['Dormant', venue.dormant, venue.firstDormant],
    ['Quiet', venue.quiet, venue.firstQuiet],
  ];
  return lists
    .filter(([, , ids]) => ids.length > 0)
    .map(([name, count, ids]) => (
      <div key={name} className="coverage-named">
        <VenueTag listing={`${venue.venue}:`} />
        <span className="dim">
          {name}
          {count > ids.length ? `, the first ${ids.length} of ${formatCount(count)}` : ''}:
        </span>
        <ul>
          {ids.map((id) => (
            <Market key={id} id={id} openMarket={openMarket} />
          ))}
        </ul>
      </div>
    ));
}

function Market({ id, openMarket }: { readonly id: ListingId; readonly openMarket: (target: string) => void }) {
  const title = useStore(listingsStore, (listings) => listings.get(id)?.title ?? id);
  useEffect(() => needListings([id]), [id]);
  return (
    <li>
      <button type="button" className="clip" title={`Open ${title}`} onClick={() => openMarket(id)}>
        {title}
      </button>
    </li>
  );
}
