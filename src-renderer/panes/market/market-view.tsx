/**
 * Shows the terms of a market venue by venue: outcomes, state, price steps, fees, end, rules. They are listed below each other
 * because money is lost where they differ.
 */
import { ExternalLink } from 'lucide-react';
import { useEffect } from 'react';
import { feeText } from '../../../src-shared/domain/fees.ts';
import { type Listing, RESULT_TEXT } from '../../../src-shared/domain/listing.ts';
import { formatMicros } from '../../../src-shared/domain/micros.ts';
import { LINK_GONE_TEXT, targetListings } from '../../stores/links-store.ts';
import { readListings } from '../../stores/listings-store.ts';
import { type TargetInfo, type TargetMember, useTarget } from '../../stores/target.ts';
import { formatCount, formatSizeExact } from '../../text/format.ts';
import { WatchButton } from '../../widgets/market-hits.tsx';
import { SuggestedLinks } from '../../widgets/suggested-links.tsx';
import { useTimes } from '../../widgets/use-times.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';
import type { PaneProps } from '../pane.ts';
import './market.css';

export function MarketView({ target, visible }: PaneProps) {
  const info = useTarget(target);
  // Volumes are not pushed, so they are loaded when the pane is shown.
  useEffect(() => {
    if (visible && target !== null) readListings(targetListings(target));
  }, [visible, target]);
  if (info === null) {
    return (
      <div className="empty">
        <p className="empty-title">Market terms</p>
        <p>Choose a market to see its outcomes, price steps, fees, end and rules on each venue.</p>
      </div>
    );
  }
  return (
    <div className="market">
      <div className="market-title">
        <h2 className="selectable">{info.title === '' ? info.id : info.title}</h2>
        <WatchButton id={info.id} title={info.title} />
      </div>
      <LinkLine info={info} />
      {info.members.map((member) => (
        <Terms key={member.listing} member={member} />
      ))}
    </div>
  );
}

function LinkLine({ info }: { readonly info: TargetInfo }) {
  if (info.isGone) return <p className="market-link">{LINK_GONE_TEXT}</p>;
  if (info.link === null) return <SuggestedLinks target={info.id} />;
  const text =
    info.link.status === 'confirmed'
      ? 'These listings were confirmed to be the same contract.'
      : 'These listings may be the same contract, but this is not confirmed. Compare the rules before you rely on it.';
  return (
    <p className="market-link" data-status={info.link.status}>
      {text}
    </p>
  );
}

function Terms({ member }: { readonly member: TargetMember }) {
  const { facts, venue, orientation } = member;
  return (
    <section className="terms" aria-label={venue?.name ?? member.listing}>
      <h3>
        <VenueTag listing={member.listing} /> {venue?.name}
        {orientation === 'inverted' ? <span className="warn"> inverted: its NO is this market's YES</span> : null}
      </h3>
      {facts === null ? <p className="dim">Loading the terms</p> : <Facts facts={facts} note={venue?.note ?? ''} />}
    </section>
  );
}

function Facts({ facts, note }: { readonly facts: Listing; readonly note: string }) {
  const times = useTimes();
  const rows: readonly (readonly [string, string])[] = [
    ['State', stateText(facts)],
    ['YES means', facts.outcomes[0]],
    ['NO means', facts.outcomes[1]],
    ['Trading ends', facts.closeTimeMs === null ? 'Not stated' : times.day(facts.closeTimeMs)],
    ['Result expected', facts.decidedMs == null ? '' : times.day(facts.decidedMs)],
    ['Price steps', gridText(facts)],
    [
      'Minimum order',
      facts.minOrderSizeMicros === null ? '' : `${formatSizeExact(facts.minOrderSizeMicros)} contracts`,
    ],
    ['Taker fee', feeText(facts.fees)],
    ['24 h volume', facts.volume24h === null ? 'Not published' : `${formatCount(facts.volume24h)} contracts`],
    ['Category', [facts.category, ...facts.tags].filter((word) => word !== '').join(', ')],
    ['Book updates', note],
    ["Venue's id", facts.marketId],
  ];
  return (
    <>
      {facts.result === undefined ? null : <p className="warn">{RESULT_TEXT[facts.result]}</p>}
      {facts.title === '' ? null : <p className="selectable terms-title">{facts.title}</p>}
      <dl>
        {rows.map(([name, value]) =>
          value === '' ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="selectable">{value}</dd>
            </div>
          ),
        )}
      </dl>
      {facts.url.startsWith('https://') ? (
        <a className="terms-url" href={facts.url} target="_blank" rel="noreferrer">
          <ExternalLink size={12} aria-hidden="true" /> {facts.url}
        </a>
      ) : null}
      {facts.rules === '' ? null : <p className="selectable terms-rules">{facts.rules}</p>}
    </>
  );
}

function stateText(facts: Listing): string {
  return facts.resolution === null ? facts.status : `${facts.status}, resolved ${facts.resolution.toUpperCase()}`;
}

/** "0.01", or with its ranges: "0.001 up to 0.1, 0.01 up to 0.9, 0.001 up to 1". */
function gridText(facts: Listing): string {
  const ranges = facts.priceGrid;
  if (ranges.length === 1 && ranges[0] !== undefined) return `$${formatMicros(ranges[0].stepMicros)}`;
  return ranges
    .map((range) => `$${formatMicros(range.stepMicros)} up to ${formatMicros(range.endMicros, 2)}`)
    .join(', ');
}
