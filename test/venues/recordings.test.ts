/**
 * Real messages, recorded from the exchanges, through the product's decoders.
 *
 * They lie outside the repository, because their licences do not allow a copy; where they are absent the tests are skipped.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { NO_FEE } from '../../src-shared/domain/fees.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import type { PriceMicros } from '../../src-shared/domain/micros.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import { isOnGrid, uniformGrid } from '../../src-shared/domain/price-grid.ts';
import { BID, EVENT, EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import { VENUES } from '../../src-shared/venues/index.ts';
import type { SequenceMark, SymbolTable, Venue } from '../../src-shared/venues/venue.ts';
import { frameOfBytes, frameOfText, instrumentOf, tableOf } from './venue-fixtures.ts';

const ROOT = new URL('../../../shared/recordings/', import.meta.url);
const absent = !existsSync(ROOT);
const why = absent ? ' (skipped: the recordings are not at ../shared/recordings)' : '';
const encoder = new TextEncoder();

const text = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const json = (path: string): Json => JSON.parse(text(path));
const lines = (path: string): string[] => text(path).trim().split('\n');

function venue(id: string): Venue {
  return VENUES.find((one) => one.id === id) ?? expect.unreachable(`no venue ${id}`);
}

function plainInstrument(of: Venue, symbol: string, venueData: Record<string, string> = {}): Instrument {
  return {
    id: `${of.id}:${symbol}`,
    venue: of.id,
    symbols: [symbol],
    priceGrid: uniformGrid(10_000),
    fees: NO_FEE,
    venueData,
  };
}

/** Every symbol is known, by slots given out as they are asked for. */
function openTable(of: Venue): SymbolTable {
  const symbols: string[] = [];
  const slotOf = (symbol: string): number =>
    symbols.includes(symbol) ? symbols.indexOf(symbol) : symbols.push(symbol) - 1;
  return {
    slotOf,
    mirrorOf: () => -1,
    bytes: {
      end: -1,
      find(view, start) {
        let text = '';
        let at = start;
        for (; view.getUint8(at) !== 0x22; at++) text += String.fromCharCode(view.getUint8(at));
        (this as { end: number }).end = at;
        return slotOf(text);
      },
    },
    instrument: (slot) => plainInstrument(of, symbols[slot]!),
  };
}

const problemsOf = (events: EventBuffer) => events.notices.filter((notice) => notice.kind === 'problem');

/** The simplest book that can be right: two maps, and the largest and smallest key when asked. */
class NaiveBook {
  readonly bids = new Map<number, number>();
  readonly asks = new Map<number, number>();
  negative = 0;
  crossed = 0;
  offGrid = 0;
  snapshots = 0;
  emptySnapshots = 0;
  changes = 0;
  trades = 0;

  fold(events: EventBuffer, listing: Listing): void {
    for (let row = 0; row < events.length; row++) {
      const kind = events.kind[row]!;
      const levels = events.side[row] === BID ? this.bids : this.asks;
      const price = events.price[row]!;
      if (kind === EVENT.snapshot) {
        this.bids.clear();
        this.asks.clear();
      } else if (kind === EVENT.snapshotEnd) {
        this.snapshots++;
        if (this.bids.size + this.asks.size === 0) this.emptySnapshots++;
      } else if (kind === EVENT.trade) this.trades++;
      else if (kind === EVENT.level || kind === EVENT.add) {
        if (kind === EVENT.add) this.changes++;
        const size = (levels.get(price) ?? 0) + events.size[row]!;
        if (size < 0) this.negative++;
        if (size > 0) levels.set(price, size);
        else levels.delete(price);
        if (!isOnGrid(listing.priceGrid, price as PriceMicros)) this.offGrid++;
      }
      if (kind === EVENT.add || kind === EVENT.snapshotEnd) this.checkTouch();
    }
  }

  private checkTouch(): void {
    const bid = this.bids.size > 0 ? Math.max(...this.bids.keys()) : -1;
    const ask = this.asks.size > 0 ? Math.min(...this.asks.keys()) : 2_000_000;
    if (bid >= ask) this.crossed++;
  }
}

describe.skipIf(absent)(`recorded windows of a fifteen-minute market${why}`, () => {
  const folder = 'kalshi/gold15m/';
  const windows = absent ? [] : readdirSync(new URL(folder, ROOT)).filter((name) => !name.endsWith('.json'));

  it.each(windows)(
    '%s: every frame is read, and folds into a book that is never negative, crossed or off its grid',
    (name) => {
      const of = venue('kalshi');
      const record = json(`${folder}${name.replace(/-\d+$/, '')}.json`) as { response: { markets: Json } };
      const { listings, problems } = of.readMarkets({ markets: record.response.markets });
      expect(problems).toEqual([]);
      const listing = listings.find(({ marketId }) => marketId === name)!;
      expect(listing).toMatchObject({ status: 'resolved', outcomes: ['Yes', 'No'] });
      const decoder = of.createDecoder(tableOf([instrumentOf(listing)]));
      const events = new EventBuffer();
      const book = new NaiveBook();
      const mark: SequenceMark = { stream: 0, sequence: 0, books: false };
      let frames = 0;
      for (const file of readdirSync(new URL(`${folder}${name}/`, ROOT)).sort()) {
        const lines = gunzipSync(readFileSync(new URL(`${folder}${name}/${file}`, ROOT)))
          .toString()
          .trimEnd()
          .split('\n');
        for (const line of lines) {
          const bytes = encoder.encode(line.slice(line.indexOf('"event":') + '"event":'.length, -1));
          const frame = frameOfBytes(bytes);
          const { sid, seq, type } = JSON.parse(frame.text());
          expect(of.sequence!(frameOfBytes(bytes), mark)).toBe(true);
          expect(mark).toEqual({ stream: sid, sequence: seq, books: type !== 'trade' });
          events.clear();
          decoder.decode(frame, events);
          frames++;
          if (events.notices.length > 0 || events.length === 0) expect.unreachable(`frame ${frames}: ${line}`);
          book.fold(events, listing);
        }
      }
      expect(frames).toBeGreaterThan(20_000);
      expect(book).toMatchObject({ negative: 0, crossed: 0, offGrid: 0 });
      expect(book.snapshots).toBeGreaterThan(0);
      // An empty snapshot ends a market.
      expect(book.emptySnapshots).toBeGreaterThan(0);
      expect(book.bids.size + book.asks.size).toBe(0);
      expect(book.changes + book.trades + book.snapshots).toBe(frames);
    },
  );
});

describe.skipIf(absent)(`documented examples${why}`, () => {
  it.each([
    ['kalshi', 'kalshi/doc-examples/asyncapi_v2_examples.jsonl'],
    ['polymarket', 'polymarket/doc-examples/market_channel_examples.jsonl'],
  ])('%s: all are read without a problem', (id, path) => {
    const of = venue(id);
    const decoder = of.createDecoder(openTable(of));
    for (const line of lines(path)) {
      const events = new EventBuffer();
      decoder.decode(frameOfText(line), events);
      expect(problemsOf(events), line).toEqual([]);
    }
  });
});

describe.skipIf(absent)(`captured REST records${why}`, () => {
  it('become listings', () => {
    const polymarket = venue('polymarket');
    const kalshi = venue('kalshi');
    const captures = 'other/captures-2026-07/';
    for (const file of ['polymarket-catalog.json', 'polymarket-trump-out-2027.json']) {
      const body = json(`${captures}polymarket-global/2026-07-31/${file}`);
      const { listings, problems } = polymarket.readMarkets(Array.isArray(body) ? body : [body]);
      expect(problems).toEqual([]);
      expect(listings).toHaveLength(1);
      expect(listings[0]).toMatchObject({ status: 'open', outcomes: ['Yes', 'No'], venueData: { minOrderSize: '5' } });
      expect(listings[0]!.symbols.map((symbol) => symbol.length > 70 || symbol.startsWith('0x'))).toEqual([
        true,
        true,
        true,
      ]);
    }
    const { listings, problems } = kalshi.readMarkets(json(`${captures}kalshi/2026-07-31/kalshi-catalog.json`));
    expect(problems).toEqual([]);
    expect(listings).toMatchObject([{ status: 'open', priceGrid: uniformGrid(1_000) }]);
  });
});

describe.skipIf(absent)(`captured books of both venues${why}`, () => {
  it('reads the pair of books of one contract, without crossing', () => {
    const kalshi = venue('kalshi');
    const events = new EventBuffer();
    const half = json('other/matched-pair/kalshi_orderbook_KXFEDDECISION-26OCT-H0.json') as {
      readonly orderbook_fp: Json;
    };
    const answer = { orderbooks: [{ ticker: 'KXFEDDECISION-26OCT-H0', orderbook_fp: half.orderbook_fp }] };
    kalshi.createDecoder(openTable(kalshi)).decodePoll(frameOfText(JSON.stringify(answer)), events);
    expect(problemsOf(events)).toEqual([]);
    expect(touchOf(events)).toEqual([790_000, 800_000]);
    const polymarket = venue('polymarket');
    events.clear();
    const whole = `[${text('other/matched-pair/polymarket_book_2589812_yes.json')}]`;
    polymarket.createDecoder(openTable(polymarket)).decodePoll(frameOfText(whole), events);
    expect(problemsOf(events)).toEqual([]);
    expect(touchOf(events)).toEqual([800_000, 810_000]);
  });

  it('reads the first frame of a stream as it came', () => {
    const polymarket = venue('polymarket');
    const path = 'other/captures-2026-07/polymarket-global/2026-07-31/polymarket-book.stream.json';
    const { frames } = json(path) as { readonly frames: readonly { readonly rawText: string }[] };
    const events = new EventBuffer();
    polymarket.createDecoder(openTable(polymarket)).decode(frameOfText(frames[0]!.rawText), events);
    expect(problemsOf(events)).toEqual([]);
    expect(touchOf(events)).toEqual([500_000, 510_000]);
  });
});

describe.skipIf(absent)(`snapshot checksums${why}`, () => {
  type Vector = {
    readonly source: string;
    readonly kind: 'rest' | 'ws';
    readonly wire: Record<string, Json>;
    readonly expected: string;
  };
  const vectors = absent ? [] : (json('polymarket/hash_vectors.json') as unknown as { vectors: Vector[] }).vectors;

  it.each(vectors.map((vector) => [vector.source, vector] as const))(
    '%s: the text has the hash the venue sent',
    (_source, vector) => {
      const of = venue('polymarket');
      const instrument = plainInstrument(of, String(vector.wire.asset_id), { minOrderSize: '5', negRisk: 'false' });
      const decoder = of.createDecoder(tableOf([instrument]));
      const events = new EventBuffer();
      const frame = frameOfText(JSON.stringify([vector.wire]));
      if (vector.kind === 'rest') decoder.decodePoll(frame, events);
      else decoder.decode(frame, events);
      expect(problemsOf(events)).toEqual([]);
      const checksum = events.checksums.get(events.length - 1);
      expect(checksum?.expected).toBe(vector.expected);
      expect(createHash('sha1').update(checksum!.text).digest('hex')).toBe(vector.expected);
    },
  );
});

function touchOf(events: EventBuffer): [bid: number, ask: number] {
  let bid = -1;
  let ask = 2_000_000;
  for (let row = 0; row < events.length; row++) {
    if (events.kind[row] !== EVENT.level) continue;
    if (events.side[row] === BID) bid = Math.max(bid, events.price[row]!);
    else ask = Math.min(ask, events.price[row]!);
  }
  return [bid, ask];
}
