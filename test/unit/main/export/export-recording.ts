/**
 * A recording made by hand: two markets of one contract on two venues, in the venues' own wire forms, with the books that must come
 * of it kept by the plainest code there is.
 */
import type { ExportSource } from '../../../../src-main/export/export-source.ts';
import type { EventItem, FrameItem, SessionItem } from '../../../../src-main/session/session-item.ts';
import { CHANNEL } from '../../../../src-shared/contract/frame-batch.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import type { Listing } from '../../../../src-shared/domain/listing.ts';
import { formatMicros } from '../../../../src-shared/domain/micros.ts';
import { uniformGrid } from '../../../../src-shared/domain/price-grid.ts';
import type { SessionEvent } from '../../../../src-shared/domain/session.ts';
import { checked, numbered } from '../../../venues/roles.ts';

export const START_MICROS = Date.UTC(2026, 10, 20, 23, 59, 50) * 1_000;
export const CHECKED = `${checked.id}:0xe58eb5b597fdf7ed40b809f8df9c90dab45c2afeaf07872ad180b6ab20bcd582`;
export const NUMBERED = `${numbered.id}:KXLIGHT-27JUL01-T1`;
const YES = '139191919191919191919191919191919191919191919191919191919191919191919191919191';
const NO = '149898989898989898989898989898989898989898989898989898989898989898989898989898';
const TICKER = 'KXLIGHT-27JUL01-T1';
const MARKET = CHECKED.slice(checked.id.length + 1);
const CENT = 10_000;

const base = {
  eventId: 'light',
  outcomes: ['Yes', 'No'] as const,
  status: 'open' as const,
  resolution: null,
  priceGrid: uniformGrid(CENT),
  minOrderSizeMicros: null,
  category: '=HYPERLINK("x")',
  tags: [],
  closeTimeMs: null,
  volume24h: 0,
  rules: '',
  url: '',
};

export const LISTINGS: readonly Listing[] = [
  {
    ...base,
    id: CHECKED,
    venue: checked.id,
    marketId: MARKET,
    title: "Will the 'light' be on?",
    symbols: [YES, NO],
    fees: { rateMicros: 40_000, exponent: 1, roundUpToMicros: 10, text: '' },
    venueData: { minOrderSize: '5', negRisk: 'false' },
  },
  {
    ...base,
    id: NUMBERED,
    venue: numbered.id,
    marketId: TICKER,
    title: 'Light on?',
    symbols: [TICKER],
    fees: { rateMicros: 70_000, exponent: 1, roundUpToMicros: 10_000, text: '' },
    venueData: {},
  },
];

export const LINKS: readonly Link[] = [
  {
    id: 'light',
    title: 'Light',
    status: 'confirmed',
    members: [
      { listing: CHECKED, orientation: 'same' },
      { listing: NUMBERED, orientation: 'same' },
    ],
  },
];

/** A side: millionths of price to millionths of size. */
export type PlainSide = Map<number, number>;
export type PlainBook = { readonly bids: PlainSide; readonly asks: PlainSide };

type Place = { readonly venue: string; readonly connection: number };
const AT_CHECKED: Place = { venue: checked.id, connection: 1 };
const AT_NUMBERED: Place = { venue: numbered.id, connection: 2 };

export class Recording {
  readonly items: SessionItem[] = [];
  readonly checkedBook: PlainBook = { bids: new Map(), asks: new Map() };
  readonly numberedBook: PlainBook = { bids: new Map(), asks: new Map() };
  trades = 0;
  frames = 0;
  atMicros = START_MICROS;
  private sequence = 0;
  private seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  random(below: number): number {
    this.seed = (Math.imul(this.seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((this.seed / 0x80000000) * below);
  }

  event(event: Partial<SessionEvent> & Pick<SessionEvent, 'kind'>): void {
    const item: EventItem = {
      kind: 'event',
      atMicros: this.atMicros,
      atNanos: (this.atMicros - START_MICROS) * 1_000,
      event: { venue: '', connection: null, listings: [], text: '', ...event },
    };
    this.items.push(item);
  }

  frame({ venue, connection }: Place, message: unknown): void {
    const item: FrameItem = {
      kind: 'frame',
      venue,
      transport: 'stream',
      connection,
      channel: CHANNEL.text,
      receivedMicros: this.atMicros,
      receivedNanos: (this.atMicros - START_MICROS) * 1_000,
      bytes: Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)),
    };
    this.items.push(item);
    this.frames++;
  }

  begin(): void {
    this.event({ kind: 'connected', ...AT_CHECKED });
    this.event({ kind: 'subscribed', ...AT_CHECKED, listings: [CHECKED] });
    this.event({ kind: 'connected', ...AT_NUMBERED });
    this.event({ kind: 'subscribed', ...AT_NUMBERED, listings: [NUMBERED] });
    this.snapshots();
  }

  /** Whole books of both venues: bids below 0.45, asks above. */
  snapshots(): void {
    for (const book of [this.checkedBook, this.numberedBook]) {
      book.bids.clear();
      book.asks.clear();
      for (let level = 1; level <= 30; level++) {
        book.bids.set((45 - level) * CENT, (1 + this.random(500)) * CENT);
        book.asks.set((45 + level) * CENT, (1 + this.random(500)) * CENT);
      }
    }
    const levels = (side: PlainSide) =>
      [...side].map(([price, size]) => ({ price: formatMicros(price), size: formatMicros(size) }));
    this.frame(AT_CHECKED, {
      market: MARKET,
      asset_id: YES,
      timestamp: String(this.venueMs),
      hash: '',
      bids: levels(this.checkedBook.bids),
      asks: levels(this.checkedBook.asks),
      event_type: 'book',
    });
    const pairs = (side: PlainSide, isNo: boolean) =>
      [...side].map(([price, size]) => [formatMicros(isNo ? 1_000_000 - price : price, 4), formatMicros(size, 2)]);
    this.frame(AT_NUMBERED, {
      type: 'orderbook_snapshot',
      sid: 1,
      seq: ++this.sequence,
      msg: {
        market_ticker: TICKER,
        yes_dollars_fp: pairs(this.numberedBook.bids, false),
        no_dollars_fp: pairs(this.numberedBook.asks, true),
      },
    });
  }

  /** One change on one of the venues; the touch never crosses. */
  change(): void {
    this.atMicros += 200 + this.random(50);
    const isBid = this.random(2) === 0;
    const price = isBid ? (15 + this.random(30)) * CENT : (46 + this.random(30)) * CENT;
    if (this.random(2) === 0) {
      const size = this.random(4) === 0 ? 0 : (1 + this.random(5_000)) * CENT;
      put(isBid ? this.checkedBook.bids : this.checkedBook.asks, price, size);
      const change = {
        asset_id: YES,
        price: formatMicros(price),
        size: formatMicros(size),
        side: isBid ? 'BUY' : 'SELL',
      };
      const mirror = { ...change, asset_id: NO, price: formatMicros(1_000_000 - price), side: isBid ? 'SELL' : 'BUY' };
      const message = {
        market: MARKET,
        price_changes: [change, mirror],
        timestamp: String(this.venueMs),
        event_type: 'price_change',
      };
      this.frame(AT_CHECKED, message);
      return;
    }
    const side = isBid ? this.numberedBook.bids : this.numberedBook.asks;
    const before = side.get(price) ?? 0;
    const change = this.random(4) === 0 ? -before : (1 + this.random(5_000)) * CENT;
    put(side, price, before + change);
    this.frame(AT_NUMBERED, {
      type: 'orderbook_delta',
      sid: 1,
      seq: ++this.sequence,
      msg: {
        market_ticker: TICKER,
        price_dollars: formatMicros(isBid ? price : 1_000_000 - price, 4),
        delta_fp: formatMicros(change, 2),
        side: isBid ? 'yes' : 'no',
        ts_ms: this.venueMs,
      },
    });
  }

  trade(): void {
    this.atMicros += 100;
    this.trades++;
    this.frame(AT_NUMBERED, {
      type: 'trade',
      sid: 2,
      seq: this.trades,
      msg: {
        trade_id: `trade-${this.trades}`,
        market_ticker: TICKER,
        yes_price_dollars: '0.4600',
        no_price_dollars: '0.5400',
        count_fp: '2.50',
        taker_outcome_side: 'yes',
        ts_ms: this.venueMs,
      },
    });
  }

  /** A number of the numbered stream is skipped: what follows is not applied until the next snapshot. */
  skipNumber(): void {
    this.sequence++;
  }

  source(): ExportSource {
    const { items } = this;
    return {
      id: '2026-11-20T23-59-50Z',
      startMicros: START_MICROS,
      endMicros: this.atMicros,
      listings: LISTINGS,
      links: LINKS,
      tallies: [],
      items: async function* () {
        for (let at = 0; at < items.length; at += 1_000) yield items.slice(at, at + 1_000);
      },
    };
  }

  private get venueMs(): number {
    return Math.floor(this.atMicros / 1_000) - 20;
  }
}

/** A recording with a reconnect in it, over midnight. */
export function someRecording(seed: number, changes: number): Recording {
  const recording = new Recording(seed);
  recording.begin();
  for (let i = 0; i < changes; i++) {
    recording.change();
    if (i % 10 === 0) recording.trade();
    if (i === Math.floor(changes / 2)) {
      recording.event({ kind: 'disconnected', venue: checked.id, connection: 1, text: 'The connection was lost.' });
      recording.atMicros += 15_000_000;
      recording.event({ kind: 'connected', venue: checked.id, connection: 1 });
      recording.snapshots();
    }
  }
  return recording;
}

function put(side: PlainSide, price: number, size: number): void {
  if (size === 0) side.delete(price);
  else side.set(price, size);
}

/** Levels as `side price size` in millionths, sorted. */
export function plainLevels({ bids, asks }: PlainBook): readonly string[] {
  return [
    ...[...bids].map(([price, size]) => `bid ${price} ${size}`),
    ...[...asks].map(([price, size]) => `ask ${price} ${size}`),
  ].sort();
}
