/**
 * One row of the watchlist: title, state of each venue, sparkline, bid and ask, and age.
 *
 * A price that is not live is greyed, with its state in place of the age.
 */
import { X } from 'lucide-react';
import { type KeyboardEvent, memo } from 'react';
import { useStore } from 'zustand';
import type { QuoteRow } from '../../../src-shared/contract/window-engine.ts';
import { connectionStore } from '../../ports/connection-store.ts';
import { MIDS_KEPT } from '../../ports/limits.ts';
import { quotes } from '../../stores/clients.ts';
import { LINK_GONE_TEXT } from '../../stores/links-store.ts';
import { useQuotes } from '../../stores/quotes-store.ts';
import { targetStepMicros } from '../../stores/step.ts';
import { type TargetInfo, type TargetMember, useTarget } from '../../stores/target.ts';
import { type TargetQuote, targetQuote, turnMids } from '../../stores/target-quote.ts';
import { themeStore } from '../../stores/theme-store.ts';
import { removeFromWatchlist } from '../../stores/watchlist-store.ts';
import { formatAge, formatPrice, NONE, type PriceUnit, priceDecimals } from '../../text/format.ts';
import { type BookState, bookState, bookStateText } from '../../widgets/book-state.ts';
import { Sparkline } from '../../widgets/sparkline.tsx';
import { StateDot } from '../../widgets/state-dot.tsx';
import { useNow } from '../../widgets/use-now.ts';

type WatchRowProps = {
  readonly id: string;
  readonly isAt: boolean;
  readonly isShown: boolean;
  readonly unit: PriceUnit;
  readonly columnDecimals: number;
  readonly visible: boolean;
  readonly onShow: (id: string, inNew: boolean) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

/** Two cents: a market that moved less is drawn flat. */
const SPARK_SPAN_MICROS = 20_000;
const NO_MIDS: readonly number[] = [];

export const WatchRow = memo(function WatchRow(props: WatchRowProps) {
  const { id, isAt, isShown, visible, onShow, onKeyDown } = props;
  const info = useTarget(id);
  const members = info?.members ?? [];
  // A hidden pane requests no quotes.
  const rows = useQuotes(quotes, visible ? members.map((member) => member.listing) : []);
  const quote = targetQuote(
    members.map((_, at) => rows[at] ?? null),
    members.map((member) => member.orientation),
  );
  const title = info === null || info.title === '' ? id : info.title;
  return (
    <li className="watch-item" data-listing={id} data-shown={isShown} data-live={quote.isLive}>
      <button
        type="button"
        className="watch-row watch-main"
        data-list-row="true"
        tabIndex={isAt ? 0 : -1}
        aria-current={isShown}
        onClick={(event) => onShow(id, event.shiftKey)}
        onKeyDown={onKeyDown}
      >
        <span className="clip watch-title" title={title}>
          {title}
        </span>
        <span className="watch-meta">
          {members.map((member, at) => (
            <VenueState key={member.listing} member={member} row={rows[at] ?? null} />
          ))}
          <Freshness isGone={info?.isGone === true} quote={quote} rows={rows} visible={visible} />
        </span>
        <Mids info={info} visible={visible} />
        <Price {...props} info={info} micros={quote.bidMicros} side="bid" />
        <Price {...props} info={info} micros={quote.askMicros} side="ask" />
      </button>
      <button
        type="button"
        className="icon-button watch-remove"
        aria-label={`Remove ${title} from the watchlist`}
        title="Remove (Del)"
        tabIndex={-1}
        onClick={() => removeFromWatchlist(id, title)}
      >
        <X size={12} aria-hidden="true" />
      </button>
    </li>
  );
});

type PriceProps = WatchRowProps & {
  readonly info: TargetInfo | null;
  readonly micros: number;
  readonly side: 'bid' | 'ask';
};

function Price({ info, micros, side, unit, columnDecimals }: PriceProps) {
  const decimals = priceDecimals(unit, targetStepMicros(info));
  const text = formatPrice(micros, unit, decimals);
  // Room for the decimals that other rows have, and for their point, keeps the points in one column.
  const room = columnDecimals > decimals ? columnDecimals - decimals + (decimals === 0 ? 1 : 0) : 0;
  return (
    <span className={`num watch-price ${side}`} data-testid={side}>
      {text === NONE ? NONE : text + ' '.repeat(room)}
    </span>
  );
}

function VenueState({ member, row }: { readonly member: TargetMember; readonly row: QuoteRow | null }) {
  const scheme = useStore(themeStore, (theme) => theme.scheme);
  const state = row === null ? 'waiting' : bookState(row.phase, row.transport);
  const name = member.venue?.name ?? member.listing;
  return (
    <span className="watch-venue" style={{ color: member.venue?.colour[scheme] }}>
      <StateDot state={state} label={bookStateText(name, state, row?.reason ?? 'no-snapshot-yet')} />
      {member.venue?.shortName}
    </span>
  );
}

/** Which state a row shows when its venues differ: the one closest to live. */
const NEAREST: readonly BookState[] = ['behind', 'recovering', 'stale', 'waiting', 'closed'];

type FreshnessProps = {
  readonly isGone: boolean;
  readonly quote: TargetQuote;
  readonly rows: readonly (QuoteRow | null)[];
  readonly visible: boolean;
};

function Freshness({ isGone, quote, rows, visible }: FreshnessProps) {
  const now = useNow(visible);
  const live = useStore(connectionStore, (connection) => connection.live);
  if (isGone) {
    return (
      <span className="watch-word" data-state="gone" title={LINK_GONE_TEXT}>
        link gone
      </span>
    );
  }
  const isCut = rows.some((row) => row?.reason === 'window-cut');
  if (!live && (quote.isLive || isCut)) return <span className="watch-word">frozen</span>;
  if (!quote.isLive) {
    const states = rows.map((row) => (row === null ? 'waiting' : bookState(row.phase, row.transport)));
    const word = NEAREST.find((state) => states.includes(state)) ?? 'waiting';
    return (
      <span className="watch-word" data-state={word}>
        {word}
        {word === 'behind' ? <span className="num"> {formatAge(now - quote.lastReceivedMs)}</span> : null}
      </span>
    );
  }
  return <span className="num faint">{formatAge(now - quote.lastReceivedMs)}</span>;
}

/** The mids of the first member that has any. */
function Mids({ info, visible }: { readonly info: TargetInfo | null; readonly visible: boolean }) {
  useNow(visible);
  const member = info?.members.find(({ listing }) => quotes.midsOf(listing).some(Number.isFinite));
  const mids = member === undefined ? NO_MIDS : turnMids(quotes.midsOf(member.listing), member.orientation);
  return (
    <span className="watch-spark">
      <Sparkline
        values={mids}
        width={46}
        height={16}
        points={MIDS_KEPT}
        spanMin={SPARK_SPAN_MICROS}
        label="Mid over the last four minutes"
      />
    </span>
  );
}
