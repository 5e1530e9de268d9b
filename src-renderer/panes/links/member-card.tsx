/** One listing of a link: its live touch in terms of the link, the last minutes, its end and its rules. */
import { ExternalLink } from 'lucide-react';
import { MIDS_KEPT } from '../../ports/limits.ts';
import { quotes } from '../../stores/clients.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { useQuotes } from '../../stores/quotes-store.ts';
import { targetStepMicros } from '../../stores/step.ts';
import type { TargetInfo, TargetMember } from '../../stores/target.ts';
import { turnMids, turnQuote } from '../../stores/target-quote.ts';
import { formatPrice, priceDecimals } from '../../text/format.ts';
import { bookState, bookStateText } from '../../widgets/book-state.ts';
import { Sparkline } from '../../widgets/sparkline.tsx';
import { StateDot } from '../../widgets/state-dot.tsx';
import { useTimes } from '../../widgets/use-times.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';
import { differingWords } from './differing-words.ts';

/** Two cents: a market that moved less is drawn flat. */
const SPARK_SPAN_MICROS = 20_000;

type MemberCardProps = {
  readonly member: TargetMember;
  readonly info: TargetInfo;
  readonly others: readonly TargetMember[];
  /** Null where taking it out would leave no link. */
  readonly onSplit: (() => void) | null;
};

export function MemberCard({ member, info, others, onSplit }: MemberCardProps) {
  const { facts, venue, orientation, listing } = member;
  const times = useTimes();
  const texts = others.map(({ facts: other }) => `${other?.title ?? ''} ${other?.rules ?? ''}`).join(' ');
  return (
    <section className="link-member" aria-label={venue?.name ?? listing}>
      <h3>
        <VenueTag listing={listing} /> {venue?.name}
        {orientation === 'inverted' ? <span className="warn"> inverted: its NO is this link's YES</span> : null}
        {onSplit === null ? null : (
          <button type="button" className="link-split" onClick={onSplit}>
            Remove
          </button>
        )}
      </h3>
      <Touch member={member} info={info} />
      {facts === null ? (
        <p className="dim">Loading the terms</p>
      ) : (
        <>
          <p className="selectable">
            <Marked text={facts.title} other={texts} />
          </p>
          <p className="dim">
            YES means {facts.outcomes[0]}
            {facts.closeTimeMs === null ? '' : ` · trading ends ${times.day(facts.closeTimeMs)}`}
            {facts.resolution === null ? '' : ` · resolved ${facts.resolution.toUpperCase()}`}
          </p>
          <p className="selectable link-rules">
            <Marked text={facts.rules} other={texts} />
          </p>
          {facts.url.startsWith('https://') ? (
            <a className="link-url" href={facts.url} target="_blank" rel="noreferrer">
              <ExternalLink size={12} aria-hidden="true" /> {facts.url}
            </a>
          ) : null}
        </>
      )}
    </section>
  );
}

function Touch({ member, info }: { readonly member: TargetMember; readonly info: TargetInfo }) {
  const { listing, orientation, venue } = member;
  const unit = usePreferences((preferences) => preferences.priceUnit);
  const [row = null] = useQuotes(quotes, [listing]);
  const state = row === null ? 'waiting' : bookState(row.phase, row.transport);
  const turned = row === null ? { bidMicros: -1, askMicros: -1 } : turnQuote(row, orientation);
  const decimals = priceDecimals(unit, targetStepMicros(info));
  const isLive = row?.phase === 'synced';
  return (
    <p className="link-touch prices" data-live={isLive}>
      <StateDot state={state} label={bookStateText(venue?.name ?? listing, state, row?.reason ?? 'no-snapshot-yet')} />
      <span className="num bid">{formatPrice(turned.bidMicros, unit, decimals)}</span>
      <span className="num ask">{formatPrice(turned.askMicros, unit, decimals)}</span>
      <Sparkline
        values={turnMids(quotes.midsOf(listing), orientation)}
        width={90}
        height={16}
        points={MIDS_KEPT}
        spanMin={SPARK_SPAN_MICROS}
        fromZero={false}
        label="Mid of the last minutes"
      />
    </p>
  );
}

function Marked({ text, other }: { readonly text: string; readonly other: string }) {
  let at = 0;
  return differingWords(text, other).map((part) => {
    const key = at;
    at += part.text.length;
    return part.isOwn ? <mark key={key}>{part.text}</mark> : <span key={key}>{part.text}</span>;
  });
}
