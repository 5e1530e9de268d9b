import { describe, expect, it } from 'vitest';
import { EventBuffer } from '../../../src-shared/domain/wire/event-buffer.ts';
import { kalshi } from '../../../src-shared/venues/kalshi/index.ts';
import { eventLines } from '../event-lines.ts';
import { fixtureTable, frameOfBytes, frameOfText } from '../venue-fixtures.ts';

const TICKER = 'KXLIGHT-27JUL01-T1';

function decode(message: unknown): string[] {
  const events = new EventBuffer();
  kalshi.createDecoder(fixtureTable(kalshi)).decode(frameOfText(JSON.stringify(message)), events);
  return eventLines(events);
}

const snapshot = (sides: Record<string, unknown>) => ({
  type: 'orderbook_snapshot',
  sid: 1,
  seq: 1,
  msg: { market_ticker: TICKER, ...sides },
});

describe('the Kalshi decoder', () => {
  it('turns a NO bid into a YES ask exactly, on the finest grid too', () => {
    expect(decode(snapshot({ no_dollars_fp: [['0.0001', '0.01']] }))).toContain('level ask 0.9999 x 0.01 #0 @0');
    expect(decode(snapshot({ no_dollars_fp: [['0.333333', '1.00']] }))).toContain('level ask 0.666667 x 1 #0 @0');
  });

  it('takes no renamed side for an empty one', () => {
    for (const sides of [{ yes_dollars: [] }, { no: [] }, { yes_dollars_fp: [], no_fp: [] }]) {
      expect(decode(snapshot(sides))).toEqual(['problem MISSING_FIELD #0']);
    }
    expect(decode(snapshot({ yes_dollars_fp: null, no_dollars_fp: null, notional: 1, year: 2026 }))).toHaveLength(2);
  });

  it('refuses a side with more levels than there are prices', () => {
    const levels = Array.from({ length: 10_002 }, (_, at) => [`0.${`${at}`.padStart(6, '0')}`, '1']);
    expect(decode(snapshot({ yes_dollars_fp: levels }))).toEqual(['problem OVER_LIMIT #0']);
    expect(decode(snapshot({ yes_dollars_fp: levels.slice(1) }))).toHaveLength(10_003);
  });

  it('refuses a number where the venue documents text', () => {
    expect(decode(snapshot({ yes_dollars_fp: [[0.4, 1]] }))).toEqual(['problem WRONG_TYPE #0']);
  });

  it('makes a problem, not an exception, of bytes that are not UTF-8', () => {
    const events = new EventBuffer();
    const decoder = kalshi.createDecoder(fixtureTable(kalshi));
    decoder.decode(frameOfBytes(Uint8Array.of(0xff)), events);
    decoder.decodePoll(frameOfBytes(Uint8Array.of(0xff)), events);
    expect(eventLines(events)).toEqual(['problem MALFORMED_JSON #any', 'problem MALFORMED_JSON #any']);
  });
});

describe('the signature of a Kalshi connection', () => {
  it('covers time, method and path, without host and query', () => {
    expect(kalshi.signedUpgrade!.message(1_790_856_000_123)).toBe('1790856000123GET/trade-api/ws/v2');
    for (const endpoints of Object.values(kalshi.environments))
      expect(new URL(endpoints.ws!).pathname).toBe('/trade-api/ws/v2');
  });

  it('goes into three headers', () => {
    expect(kalshi.signedUpgrade!.headers('key', 17, 'c2ln')).toEqual({
      'KALSHI-ACCESS-KEY': 'key',
      'KALSHI-ACCESS-TIMESTAMP': '17',
      'KALSHI-ACCESS-SIGNATURE': 'c2ln',
    });
  });
});
