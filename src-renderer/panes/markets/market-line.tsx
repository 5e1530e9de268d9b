/** One row of the market browser, and the placeholder of a row that is not loaded yet. */
import { Link2 } from 'lucide-react';
import type { MarketRow } from '../../../src-shared/contract/window-main.ts';
import { decidedMsOf, RESULT_TEXT } from '../../../src-shared/domain/listing.ts';
import { formatAge, formatCount, NONE } from '../../text/format.ts';
import { WatchButton } from '../../widgets/market-hits.tsx';
import { useTimes } from '../../widgets/use-times.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';

const STATE_TEXT: Readonly<Record<MarketRow['state'], string>> = {
  pending: 'Open. Its book is subscribed when you open or watch it, or when capacity is free.',
  subscribed: 'Its book is subscribed.',
  expired: 'Trading has ended; the result is not known yet.',
  resolved: 'The result is known.',
};

type MarketLineProps = {
  readonly id: string;
  readonly index: number;
  /** Of all that fit. */
  readonly count: number;
  readonly top: number;
  readonly row: MarketRow;
  readonly isAt: boolean;
  readonly isShown: boolean;
  readonly nowMs: number;
  readonly choose: (id: string, inNew: boolean) => void;
};

export function MarketLine({ id, index, count, top, row, isAt, isShown, nowMs, choose }: MarketLineProps) {
  const { listing, link, state } = row;
  const closeTimeMs = decidedMsOf(listing);
  const times = useTimes();
  const target = link?.status === 'confirmed' ? link.id : listing.id;
  return (
    <div
      className="markets-line"
      style={{ transform: `translateY(${top}px)` }}
      data-at={isAt}
      data-shown={isShown}
      data-state={state}
      data-listing={listing.id}
    >
      <div
        id={id}
        role="option"
        aria-selected={isAt}
        aria-posinset={index + 1}
        aria-setsize={count}
        tabIndex={-1}
        className="markets-main"
        onClick={(event) => choose(target, event.shiftKey)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') choose(target, event.shiftKey);
        }}
      >
        <VenueTag listing={listing.id} />
        <span className="clip" title={listing.title}>
          {link === null ? null : <Link2 size={12} aria-label="linked" className="markets-linked" />}
          {listing.title}
        </span>
        <span className="clip dim" title={[listing.category, ...listing.tags].join(' · ')}>
          {listing.category}
        </span>
        <span className="num" title={closeTimeMs === null ? 'The venue states no date.' : times.day(closeTimeMs)}>
          {closeTimeMs === null ? NONE : closesIn(closeTimeMs, nowMs)}
        </span>
        <span className="num" title={listing.volume24h === null ? 'The exchange does not publish it.' : undefined}>
          {listing.volume24h === null ? NONE : formatCount(listing.volume24h)}
        </span>
        <span className="markets-state" title={STATE_TEXT[state]}>
          {listing.result === undefined ? null : (
            <span className="warn" title={RESULT_TEXT[listing.result]}>
              result {listing.result},{' '}
            </span>
          )}
          {state === 'resolved' && listing.resolution !== null ? `resolved ${listing.resolution}` : state}
        </span>
      </div>
      <WatchButton id={target} title={link?.title ?? listing.title} />
    </div>
  );
}

export function MarketGap({ top }: { readonly top: number }) {
  return (
    <div className="markets-line markets-gap" style={{ transform: `translateY(${top}px)` }} aria-hidden="true">
      <span className="skeleton-line" />
    </div>
  );
}

function closesIn(closeTimeMs: number, nowMs: number): string {
  const leftMs = closeTimeMs - nowMs;
  return leftMs >= 0 ? `in ${formatAge(leftMs)}` : `${formatAge(-leftMs)} ago`;
}
