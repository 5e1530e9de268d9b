/**
 * `crossbook verify` on real messages, against a fold of the same messages that shares no code with the product.
 *
 * The recordings lie outside the repository, because their licences do not allow a copy; where they are absent the tests are
 * skipped.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runVerify } from '../../../src-main/cli/verify.ts';
import { hashOf, type MadeUpBook } from '../../unit/main/session/made-up-recording.ts';

const entry = new URL('../../../src-worker/verify.ts', import.meta.url);
const ROOT = new URL('../../../../shared/recordings/kalshi/gold15m/', import.meta.url);
const absent = !existsSync(ROOT);
const why = absent ? ' (skipped: the recordings are not at ../shared/recordings)' : '';
const windows = absent ? [] : readdirSync(ROOT).filter((name) => !name.endsWith('.json'));

type Body = {
  readonly yes_dollars_fp?: readonly [string, string][];
  readonly no_dollars_fp?: readonly [string, string][];
  readonly price_dollars: string;
  readonly delta_fp: string;
  readonly side: 'yes' | 'no';
};

/** All prices have four decimals here and all counts two; anything else would be NaN or wrong, and fail. */
const priceOf = (text: string): number => Number(/^0\.(\d{4})$/.exec(text)?.[1]) * 100;
const countOf = (text: string): number => {
  const [, sign, whole, cents] = /^(-?)(\d+)\.(\d{2})$/.exec(text) ?? [];
  return Number(`${sign}${whole}${cents}`) * 10_000;
};

/** Folds the first messages into a book of two plain maps. */
function fold(lines: readonly string[], messages: number): MadeUpBook {
  const sides = { yes: new Map<number, number>(), no: new Map<number, number>() };
  for (const line of lines.slice(0, messages)) {
    const { event } = JSON.parse(line) as { readonly event: { readonly type: string; readonly msg: Body } };
    const { type, msg } = event;
    if (type === 'orderbook_snapshot') {
      for (const side of ['yes', 'no'] as const) {
        sides[side] = new Map(
          (msg[`${side}_dollars_fp`] ?? []).map(([price, size]) => [priceOf(price), countOf(size)]),
        );
      }
    } else if (type === 'orderbook_delta') {
      const price = priceOf(msg.price_dollars);
      const size = (sides[msg.side].get(price) ?? 0) + countOf(msg.delta_fp);
      expect(size).toBeGreaterThanOrEqual(0);
      if (size === 0) sides[msg.side].delete(price);
      else sides[msg.side].set(price, size);
    }
  }
  return {
    bids: [...sides.yes].sort(([a], [b]) => b - a),
    asks: [...sides.no].map(([price, size]) => [1_000_000 - price, size] as const).sort(([a], [b]) => a - b),
  };
}

describe.skipIf(absent)(`recorded windows of a fifteen-minute market${why}`, () => {
  test.each(windows)('%s: without a fault, and every book equals a naive fold', { timeout: 60_000 }, async (name) => {
    const folder = new URL(`${name}/`, ROOT);
    const files = readdirSync(folder)
      .sort()
      .map((file) => fileURLToPath(new URL(file, folder)));
    const lines = files.flatMap((file) => gunzipSync(readFileSync(file)).toString().trimEnd().split('\n'));
    const kinds = (type: string): number => lines.filter((line) => line.includes(`"type":"${type}"`)).length;
    // The market ends with empty snapshots, so the books before the end say more.
    for (const booksAt of [1, 9_999, lines.length - 3, lines.length]) {
      const command = { files, venue: null, booksAt };
      const report = await runVerify({ command, entry, say: () => {} });
      expect(report).toMatchObject({
        ok: true,
        decodeErrors: 0,
        negativeLevels: 0,
        crossed: 0,
        locked: 0,
        timeReversals: 0,
        gaps: 0,
        messages: {
          total: lines.length,
          snapshot: kinds('orderbook_snapshot'),
          delta: kinds('orderbook_delta'),
          trade: kinds('trade'),
        },
      });
      expect(report.markets).toMatchObject([{ venue: 'kalshi', market: name, phase: 'synced', suppressed: 0 }]);
      expect(report.markets[0]!.hash).toBe(hashOf(fold(lines, lines.length)));
      const truth = fold(lines, booksAt);
      expect(report.booksAt).toMatchObject({ messages: booksAt, books: [{ hash: hashOf(truth), ...truth }] });
    }
  });
});
