import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { EventBuffer } from '../../../src-shared/domain/wire/event-buffer.ts';
import { polymarket } from '../../../src-shared/venues/polymarket/index.ts';
import { eventLines } from '../event-lines.ts';
import {
  fixtureTable,
  frameFixtures,
  frameOfBytes,
  frameOfText,
  instrumentOf,
  marketsBodies,
  tableOf,
} from '../venue-fixtures.ts';

const instrument = instrumentOf(polymarket.readMarkets(marketsBodies(polymarket)[0]!).listings[0]!);
const token = instrument.symbols[0]!;
const firstBook = JSON.parse(frameFixtures(polymarket)[0]!.text)[0];

function decode(frame: unknown, of: Instrument = instrument): EventBuffer {
  const events = new EventBuffer();
  polymarket.createDecoder(tableOf([of])).decode(frameOfText(JSON.stringify(frame)), events);
  return events;
}

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const checksumOf = (events: EventBuffer) => events.checksums.get(events.length - 1);

describe('the checksum of a Polymarket book', () => {
  it('is the SHA-1 of the documented text, whatever the order of the keys on the wire', () => {
    const turned = Object.fromEntries(Object.entries(firstBook).reverse());
    turned.bids = firstBook.bids.map(({ price, size }: { price: string; size: string }) => ({ size, price, extra: 1 }));
    for (const book of [firstBook, turned]) {
      const checksum = checksumOf(decode(book))!;
      expect(sha1(checksum.text)).toBe(firstBook.hash);
      expect(checksum.expected).toBe(firstBook.hash);
    }
  });

  it('changes with every field it covers', () => {
    for (const change of [
      { timestamp: '1790000000101' },
      { last_trade_price: '0.42' },
      { tick_size: '0.010' },
      { asks: [] },
    ]) {
      expect(sha1(checksumOf(decode({ ...firstBook, ...change }))!.text)).not.toBe(firstBook.hash);
    }
    expect(sha1(checksumOf(decode({ ...firstBook, neg_risk: true, min_order_size: '5' }))!.text)).not.toBe(
      firstBook.hash,
    );
  });

  it.each([
    ['a hash that is none', { hash: '0x0....' }],
    ['no hash', { hash: undefined }],
    ['no tick size', { tick_size: undefined }],
    ['no last price', { last_trade_price: undefined }],
    ['no market', { market: undefined }],
  ])('is left out with %s', (_name, change) => {
    expect(checksumOf(decode({ ...firstBook, ...change }))).toBeUndefined();
  });

  it('is left out where the listing does not know the market facts', () => {
    for (const venueData of [{}, { minOrderSize: '5' }, { minOrderSize: '5', negRisk: 'perhaps' }]) {
      expect(
        checksumOf(decode(firstBook, { ...instrument, venueData: venueData as Record<string, string> })),
      ).toBeUndefined();
    }
  });
});

describe('the limits of the Polymarket decoder', () => {
  const level = (at: number) => ({ price: `0.${`${at}`.padStart(6, '0')}`, size: '1' });

  it('takes a book with every price of the finest grid, and refuses one with more', () => {
    const bids = Array.from({ length: 10_001 }, (_, at) => level(at));
    expect(decode({ ...firstBook, bids, asks: [] }).length).toBe(10_001 + 2);
    const events = decode({ ...firstBook, bids: [...bids, level(10_001)], asks: [] });
    expect(eventLines(events)).toEqual(['problem OVER_LIMIT #0']);
  });

  it('gives a frame up after a thousand problems, and says so', () => {
    const changes = Array.from({ length: 5_000 }, () => ({ asset_id: token, price: 'x', size: '1', side: 'BUY' }));
    const events = decode({ event_type: 'price_change', price_changes: changes, timestamp: '1' });
    expect(events.notices).toHaveLength(1_001);
    expect(events.notices.at(-1)).toMatchObject({ code: 'OVER_LIMIT' });
    expect(decode(Array.from({ length: 5_000 }, () => 1)).notices).toHaveLength(1_001);
  });

  it('refuses sums that cannot be held exactly', () => {
    const bids = [
      { price: '0.5', size: '9007199254.740991' },
      { price: '0.50', size: '1' },
    ];
    expect(eventLines(decode({ ...firstBook, bids }))).toEqual(['problem BAD_NUMBER #0']);
  });
});

describe('frames of the Polymarket stream', () => {
  it('that are not UTF-8 are a problem, not an exception', () => {
    const events = new EventBuffer();
    const decoder = polymarket.createDecoder(fixtureTable(polymarket));
    decoder.decode(frameOfBytes(Uint8Array.of(0xff, 0xfe)), events);
    decoder.decodePoll(frameOfBytes(Uint8Array.of(0xff, 0xfe)), events);
    expect(eventLines(events)).toEqual(['problem MALFORMED_JSON #any', 'problem MALFORMED_JSON #any']);
  });

  it('keep the rows that came before them in the buffer when they are taken back', () => {
    const events = new EventBuffer();
    const decoder = polymarket.createDecoder(fixtureTable(polymarket));
    decoder.decode(frameOfText(JSON.stringify(firstBook)), events);
    const before = eventLines(events);
    decoder.decode(frameOfText(JSON.stringify({ ...firstBook, asks: [{ price: 'x', size: '1' }] })), events);
    expect(eventLines(events)).toEqual([...before, 'problem BAD_NUMBER #0']);
  });
});
