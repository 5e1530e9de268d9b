import { afterEach, describe, expect, it } from 'vitest';
import { utcMillis } from '../../../../src-shared/domain/time.ts';
import { VENUES } from '../../../../src-shared/venues/index.ts';
import { marketsBodies } from '../../../venues/venue-fixtures.ts';

const own = process.env.TZ;
const ZONES = ['UTC', 'America/Los_Angeles', 'Pacific/Auckland'] as const;

afterEach(() => {
  if (own === undefined) delete process.env.TZ;
  else process.env.TZ = own;
});

describe.each(ZONES)('on a machine in %s', (zone) => {
  it.each([
    ['2026-11-20T16:00:00Z', Date.UTC(2026, 10, 20, 16)],
    ['2026-11-20T16:00:00', Date.UTC(2026, 10, 20, 16)],
    ['2026-11-20 16:00', Date.UTC(2026, 10, 20, 16)],
    ['2026-11-20', Date.UTC(2026, 10, 20)],
    ['2026-11-20 16:00:00+00', Date.UTC(2026, 10, 20, 16)],
    ['2026-11-20T16:00:00.123456-05:00', Date.UTC(2026, 10, 20, 21, 0, 0, 123)],
  ])('%s is one moment', (text, expected) => {
    process.env.TZ = zone;
    // The machine's own clock is in the zone, or this test would show nothing.
    expect(new Date(2026, 6, 1).getTimezoneOffset()).toBe(
      { UTC: 0, 'America/Los_Angeles': 420, 'Pacific/Auckland': -720 }[zone],
    );
    expect(utcMillis(text)).toBe(expected);
  });

  it.each(['soon', '', 'Nov 20, 2026', '20/11/2026', '2026-13-40', 7, null])('%s is no time', (value) => {
    process.env.TZ = zone;
    expect(utcMillis(value)).toBeNull();
  });

  it.each(VENUES)('$name reads the same dates without a zone', (venue) => {
    const bare = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll(/"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z"/g, '"$1"'));
    const closes = (bodies: readonly unknown[]) =>
      bodies.flatMap((body) => venue.readMarkets(body as never).listings.map(({ closeTimeMs }) => closeTimeMs));
    const bodies = marketsBodies(venue);
    process.env.TZ = zone;
    expect(closes(bodies).some((time) => time !== null)).toBe(true);
    expect(closes(bodies.map(bare))).toEqual(closes(bodies));
  });
});
