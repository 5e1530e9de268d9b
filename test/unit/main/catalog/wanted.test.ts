/** Which books are followed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Catalog } from '../../../../src-main/catalog/catalog.ts';
import { type WantedInput, wantedMarkets } from '../../../../src-main/catalog/wanted.ts';
import type { Listing, ListingStatus } from '../../../../src-shared/domain/listing.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';
import { listing } from '../../listings.ts';

const NOW_MS = 1_775_000_000_000;
const HOUR_MS = 3_600_000;
const inHours = (hours: number): Partial<Listing> => ({ closeTimeMs: (NOW_MS + hours * HOUR_MS) as Millis });

function wanted(
  markets: readonly Listing[],
  input: Partial<WantedInput> = {},
): { ids: readonly string[]; leftOut: number } {
  const catalog = Catalog.open(null, NOW_MS);
  catalog.put(markets, { nowMs: NOW_MS, walk: 1 });
  const { rows, leftOut } = wantedMarkets(catalog, { asked: [], scope: 'all', max: 100, ...input }, NOW_MS);
  return { ids: rows.map((row) => catalog.listingAt(row)!.id), leftOut };
}

const markets = [
  listing('one', 'quiet', { volume24h: 1 }),
  listing('one', 'busy', { volume24h: 90 }),
  listing('two', 'hour', { volume24h: 5, ...inHours(0.5) }),
  listing('two', 'evening', { volume24h: 7, ...inHours(8) }),
  listing('two', 'tomorrow', { volume24h: 900, ...inHours(20) }),
  listing('two', 'later', { volume24h: 5, ...inHours(100) }),
];

describe('wanted markets', () => {
  it('are those asked for, then those that are decided soonest, and in a tier the most traded', () => {
    expect(wanted(markets, { asked: ['two:later', 'one:quiet'] })).toEqual({
      ids: ['two:later', 'one:quiet', 'two:hour', 'two:evening', 'two:tomorrow', 'one:busy'],
      leftOut: 0,
    });
  });

  it('are no more than the settings say: those within twelve hours, or only those asked for', () => {
    expect(wanted(markets, { asked: ['one:quiet'], scope: 'soon' }).ids).toEqual([
      'one:quiet',
      'two:hour',
      'two:evening',
    ]);
    expect(wanted(markets, { asked: ['one:quiet'], scope: 'watchlist' })).toEqual({ ids: ['one:quiet'], leftOut: 0 });
  });

  it('are wanted by when they are expected to be decided, not by when they close at the latest', () => {
    const game = listing('one', 'game', { ...inHours(336), decidedMs: (NOW_MS + 2 * HOUR_MS) as Millis });
    const early = listing('one', 'early', { ...inHours(6), decidedMs: (NOW_MS + 900 * HOUR_MS) as Millis });
    expect(wanted([...markets, early, game], { scope: 'soon' }).ids).toEqual([
      'two:hour',
      'one:game',
      'two:evening',
      'one:early',
    ]);
  });

  it('leave out those that are decided last when slots are short, and say how many', () => {
    expect(wanted(markets, { max: 3 })).toEqual({ ids: ['two:hour', 'two:evening', 'two:tomorrow'], leftOut: 3 });
    expect(wanted(markets, { asked: ['one:quiet', 'one:busy'], max: 1 })).toEqual({ ids: ['one:quiet'], leftOut: 5 });
  });

  it('hold markets that ended only when somebody looks at them, and then without a slot', () => {
    const ended = (['closed', 'resolved'] as const).map((status) => listing('one', status, { status }));
    expect(wanted(ended).ids).toEqual([]);
    const asked = ['one:closed', 'one:resolved', 'two:hour'];
    expect(wanted([...ended, ...markets], { asked, max: 1 }).ids).toEqual(asked);
  });

  it('put a market last that is still called open an hour after its time', () => {
    const over = [listing('one', 'just', inHours(-0.5)), listing('one', 'long', { ...inHours(-1.5), volume24h: 999 })];
    expect(wanted([...over, ...markets]).ids).toEqual([
      'two:hour',
      'one:just',
      'two:evening',
      'two:tomorrow',
      'one:busy',
      'two:later',
      'one:quiet',
      'one:long',
    ]);
    expect(wanted(over, { scope: 'soon' }).ids).toEqual(['one:just']);
    expect(wanted(over, { asked: ['one:long'] }).ids).toEqual(['one:long', 'one:just']);
  });

  it('leave out what closed since an earlier run, until the venue lists it again', () => {
    const catalog = Catalog.open(null, NOW_MS);
    const over = [listing('one', 'over', inHours(-0.5)), listing('one', 'open', inHours(0.5))];
    catalog.put(over, { nowMs: NOW_MS, walk: 0 });
    const ids = (): readonly string[] =>
      wantedMarkets(catalog, { asked: [], scope: 'all', max: 9 }, NOW_MS).rows.map(
        (row) => catalog.listingAt(row)!.marketId,
      );
    expect(ids()).toEqual(['open']);
    catalog.put(over, { nowMs: NOW_MS, walk: 1 });
    expect(ids()).toEqual(['over', 'open']);
  });

  it('pass over ids that nobody knows, and ids named twice', () => {
    expect(wanted(markets, { asked: ['one:busy', 'gone', 'one:busy'], max: 1 }).ids).toEqual(['one:busy']);
  });

  it('never hold more open markets than slots, nor a market twice, and leave out only what is open', () => {
    const status = fc.constantFrom<ListingStatus>('open', 'paused', 'closed', 'resolved');
    const market = fc.record({ volume24h: fc.nat(5), status });
    const ids = fc.array(
      fc.nat(12).map((at) => `one:${at}`),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.array(market, { maxLength: 12 }), ids, fc.nat(14), (facts, asked, max) => {
        const all = facts.map((fact, at) => listing('one', String(at), fact));
        const result = wanted(all, { asked, max });
        expect(new Set(result.ids).size).toBe(result.ids.length);
        const of = (id: string): ListingStatus => all.find((one) => one.id === id)!.status;
        const slots = result.ids.filter((id) => of(id) === 'open' || of(id) === 'paused');
        expect(slots.length).toBeLessThanOrEqual(max);
        const paused = new Set(asked.filter((id) => all.some((one) => one.id === id && one.status === 'paused')));
        const open = all.filter((one) => one.status === 'open' || paused.has(one.id));
        expect(result.leftOut).toBe(open.filter(({ id }) => !result.ids.includes(id)).length);
      }),
    );
  });
});
