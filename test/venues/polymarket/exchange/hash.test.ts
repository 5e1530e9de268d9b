import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { polymarketHash } from '../../../../src-exchange/polymarket/hash.ts';

interface Vector {
  readonly source: string;
  readonly wire: Readonly<Record<string, unknown>>;
  readonly supplied_from_elsewhere: Readonly<Record<string, unknown>>;
  readonly expected: string;
}

const VECTORS = new URL('../../../../../shared/recordings/polymarket/hash_vectors.json', import.meta.url);

const text = (value: unknown): string => String(value);

test('the hash is that of the compact object with an empty hash, in the server’s key order', () => {
  const levels = (...prices: string[]): { price: string; size: string }[] =>
    prices.map((price) => ({ price, size: '100' }));
  const subject = {
    market: '0xaabbcc',
    asset_id: '100',
    timestamp: '123456789',
    hash: '',
    bids: levels('0.3', '0.4'),
    asks: levels('0.7', '0.6'),
    min_order_size: '15',
    tick_size: '0.001',
    neg_risk: false,
    last_trade_price: '0.500',
  };
  const hash = polymarketHash({
    market: subject.market,
    assetId: subject.asset_id,
    timestamp: subject.timestamp,
    bidsJson: JSON.stringify(subject.bids),
    asksJson: JSON.stringify(subject.asks),
    minOrderSize: subject.min_order_size,
    tickSize: subject.tick_size,
    negRisk: subject.neg_risk,
    lastTradePrice: subject.last_trade_price,
  });
  expect(hash).toBe(createHash('sha1').update(JSON.stringify(subject)).digest('hex'));
});

test.skipIf(!existsSync(VECTORS))('real books hash to what the venue sent (needs ../shared/recordings)', () => {
  const { vectors }: { vectors: Vector[] } = JSON.parse(readFileSync(VECTORS, 'utf8'));
  expect(vectors.length).toBeGreaterThan(0);
  for (const { source, wire, supplied_from_elsewhere: supplied, expected } of vectors) {
    const book = { ...wire, ...supplied };
    const hash = polymarketHash({
      market: text(book.market),
      assetId: text(book.asset_id),
      timestamp: text(book.timestamp),
      bidsJson: JSON.stringify(book.bids),
      asksJson: JSON.stringify(book.asks),
      minOrderSize: text(book.min_order_size),
      tickSize: text(book.tick_size),
      negRisk: book.neg_risk === true,
      lastTradePrice: text(book.last_trade_price),
    });
    expect(hash, source).toBe(expected);
  }
});
