/** The messages of a session that changed a book, by venue, in the words of true-messages.ts: read by JSON.parse, not by the app. */
import type { VenueId } from '../../src-exchange/model/contract-plan.ts';
import type { TrueMessage } from './true-messages.ts';

type PolymarketFrame = {
  readonly event_type?: string;
  readonly market: string;
  readonly price_changes: readonly {
    readonly asset_id: string;
    readonly price: string;
    readonly size: string;
    readonly side: 'BUY' | 'SELL';
  }[];
};

type KalshiFrame = {
  readonly type: string;
  readonly msg: {
    readonly market_ticker: string;
    readonly price_dollars: string;
    readonly delta_fp: string;
    readonly side: 'yes' | 'no';
  };
};

const ONE_MICROS = 1_000_000;
const micros = (text: string): number => Math.round(Number(text) * ONE_MICROS);

export class RecordedMessages {
  readonly messages = new Map<VenueId, TrueMessage[]>();
  private readonly yesTokens: ReadonlySet<string>;

  /** `yesTokens`: Polymarket's tokens of first outcomes. */
  constructor(yesTokens: ReadonlySet<string>) {
    this.yesTokens = yesTokens;
  }

  take(venue: string, bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString();
    // Words of the connection, and lists, which hold whole books.
    if (!text.startsWith('{')) return;
    if (venue === 'polymarket') this.takePolymarket(JSON.parse(text) as PolymarketFrame);
    else this.takeKalshi(JSON.parse(text) as KalshiFrame);
  }

  private takePolymarket({ event_type, market, price_changes }: PolymarketFrame): void {
    if (event_type !== 'price_change') return;
    const changes = price_changes.filter(({ asset_id }) => this.yesTokens.has(asset_id));
    const text = changes
      .map(({ side, price, size }) => `${side === 'BUY' ? 'bid' : 'ask'} ${micros(price)} ${micros(size)}`)
      .join(', ');
    this.add('polymarket', { market, text });
  }

  private takeKalshi({ type, msg }: KalshiFrame): void {
    if (type !== 'orderbook_delta') return;
    const price = micros(msg.price_dollars);
    const level = msg.side === 'yes' ? `bid ${price}` : `ask ${ONE_MICROS - price}`;
    this.add('kalshi', { market: msg.market_ticker, text: `${level} ${micros(msg.delta_fp)}` });
  }

  private add(venue: VenueId, message: TrueMessage): void {
    const messages = this.messages.get(venue);
    if (messages === undefined) this.messages.set(venue, [message]);
    else messages.push(message);
  }
}

/**
 * Where the last recorded message stands among the true ones. Throws a sentence when the recorded ones are not, market by market,
 * the true ones up to there without a hole.
 */
export function placeOfLast(recorded: readonly TrueMessage[], told: readonly TrueMessage[]): number {
  const last = recorded.at(-1);
  if (!last) throw new Error('nothing was recorded');
  const recordedOf = Map.groupBy(recorded, ({ market }) => market);
  const toldOf = Map.groupBy([...told.keys()], (index) => told[index]!.market);
  const mine = recordedOf.get(last.market)!;
  const all = toldOf.get(last.market) ?? [];
  const places = all.filter((_, end) => isTail(mine, all.slice(0, end + 1), told));
  if (places.length !== 1)
    throw new Error(`${last.market} is found at ${places.length} places of what the exchange told`);
  const place = places[0]!;
  for (const [market, messages] of recordedOf) {
    const before = (toldOf.get(market) ?? []).filter((index) => index <= place);
    if (!isTail(messages, before, told)) throw new Error(`${market} lacks messages that the exchange told`);
  }
  return place;
}

/** Whether the messages are the last ones of these. */
function isTail(messages: readonly TrueMessage[], indexes: readonly number[], told: readonly TrueMessage[]): boolean {
  const from = indexes.length - messages.length;
  if (from < 0) return false;
  // From the end: a wrong place differs there.
  for (let at = messages.length - 1; at >= 0; at--) {
    if (told[indexes[from + at]!]!.text !== messages[at]!.text) return false;
  }
  return true;
}
