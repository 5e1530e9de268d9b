/** Kalshi's real messages through the product's decoder. */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Listing } from '../../../src-shared/domain/listing.ts';
import type { PriceMicros } from '../../../src-shared/domain/micros.ts';
import type { Json } from '../../../src-shared/domain/notice.ts';
import { isOnGrid, uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import { BID, EVENT, EventBuffer } from '../../../src-shared/domain/wire/event-buffer.ts';
import { kalshi } from '../../../src-shared/venues/kalshi/index.ts';
import type { SequenceMark } from '../../../src-shared/venues/venue.ts';
import { absent, expectRead, json, RECORDINGS, touchIn, why } from '../recorded.ts';
import { frameOfBytes, instrumentOf, tableOf } from '../venue-fixtures.ts';
import { matched } from './matched-book.ts';

const encoder = new TextEncoder();

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
  const windows = absent ? [] : readdirSync(new URL(folder, RECORDINGS)).filter((name) => !name.endsWith('.json'));

  it.each(windows)(
    '%s: every frame is read, and folds into a book that is never negative, crossed or off its grid',
    (name) => {
      const record = json(`${folder}${name.replace(/-\d+$/, '')}.json`) as { response: { markets: Json } };
      const { listings, problems } = kalshi.readMarkets({ markets: record.response.markets });
      expect(problems).toEqual([]);
      const listing = listings.find(({ marketId }) => marketId === name)!;
      expect(listing).toMatchObject({ status: 'resolved', outcomes: ['Yes', 'No'] });
      const decoder = kalshi.createDecoder(tableOf([instrumentOf(listing)]));
      const events = new EventBuffer();
      const book = new NaiveBook();
      const mark: SequenceMark = { stream: 0, sequence: 0, books: false };
      let frames = 0;
      for (const file of readdirSync(new URL(`${folder}${name}/`, RECORDINGS)).sort()) {
        const lines = gunzipSync(readFileSync(new URL(`${folder}${name}/${file}`, RECORDINGS)))
          .toString()
          .trimEnd()
          .split('\n');
        for (const line of lines) {
          const bytes = encoder.encode(line.slice(line.indexOf('"event":') + '"event":'.length, -1));
          const frame = frameOfBytes(bytes);
          const { sid, seq, type } = JSON.parse(frame.text());
          expect(kalshi.sequence!(frameOfBytes(bytes), mark)).toBe(true);
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

describe.skipIf(absent)(`captures${why}`, () => {
  it('of the documentation are read without a problem', () => {
    expectRead(kalshi, 'kalshi/doc-examples/asyncapi_v2_examples.jsonl');
  });

  it('of REST records become listings, unless they are combinations', () => {
    const body = json('other/captures-2026-07/kalshi/2026-07-31/kalshi-catalog.json');
    expect(kalshi.readMarkets(body)).toMatchObject({ listings: [], problems: [] });
    const plain = JSON.parse(JSON.stringify(body).replaceAll('mve_collection_ticker', 'other'));
    const { listings, problems } = kalshi.readMarkets(plain);
    expect(problems).toEqual([]);
    expect(listings).toMatchObject([{ status: 'open', priceGrid: uniformGrid(1_000) }]);
  });

  it('of a contract that another venue lists too have its book, uncrossed', () => {
    const { answer } = matched.recorded(new URL('other/matched-pair/', RECORDINGS));
    expect(touchIn(kalshi, answer, 'poll')).toEqual([790_000, 800_000]);
  });
});
