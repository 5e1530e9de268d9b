/** What a venue says of a market is cut to the limits, and nothing keeps what was cut off in memory. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { limitListings } from '../../../../src-main/catalog/listing-limits.ts';
import {
  LISTING_ID_LENGTH_MAX,
  LISTING_LIST_MAX,
  LISTING_RULES_LENGTH_MAX,
  LISTING_TEXT_LENGTH_MAX,
  LISTING_TITLE_LENGTH_MAX,
} from '../../../../src-shared/domain/limits.ts';
import { listing } from '../../listings.ts';

const MIB = 1 << 20;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

describe('the limits of a listing', () => {
  it('leave one that is within them as it is', () => {
    const usual = listing('one', 'a', { rules: 'x'.repeat(LISTING_RULES_LENGTH_MAX), tags: ['a', 'b'] });
    const { listings, cut, problems } = limitListings([usual]);
    expect([listings[0] === usual, cut, problems]).toEqual([true, 0, []]);
  });

  it('cut every text, list and table of one that is not', () => {
    const long = 'x'.repeat(100_000);
    const many = Array.from({ length: 5_000 }, (_, at) => `${at}${long.slice(0, 2_000)}`);
    const given = listing('one', 'a', {
      title: long,
      outcomes: [long, 'No'],
      eventId: long,
      category: long,
      tags: many,
      rules: long,
      url: `https://one.example/${long}`,
      venueData: Object.fromEntries(many.map((name) => [name, long])),
      stated: { outcome: long, event: long, comparison: null, floor: '1', cap: '', sources: many, day: null },
    });
    const { listings, cut } = limitListings([given, listing('one', 'b')]);
    const [limited] = listings;
    expect([listings.length, cut]).toEqual([2, 1]);
    expect(limited).toMatchObject({
      id: 'one:a',
      marketId: 'a',
      symbols: given.symbols,
      status: given.status,
      url: '',
    });
    expect(limited!.title.length).toBe(LISTING_TITLE_LENGTH_MAX);
    expect(limited!.rules.length).toBe(LISTING_RULES_LENGTH_MAX);
    expect([limited!.outcomes[0].length, limited!.outcomes[1]]).toEqual([LISTING_TEXT_LENGTH_MAX, 'No']);
    for (const list of [limited!.tags, limited!.stated!.sources, Object.values(limited!.venueData)]) {
      expect(list.length).toBe(LISTING_LIST_MAX);
      expect(Math.max(...list.map(({ length }) => length))).toBeLessThanOrEqual(LISTING_TEXT_LENGTH_MAX);
    }
    expect(JSON.stringify(limited).length).toBeLessThan(MIB / 2);
  });

  it('cut no character into halves', () => {
    const title = `${'x'.repeat(LISTING_TITLE_LENGTH_MAX - 1)}😀 and more`;
    expect(limitListings([listing('one', 'a', { title })]).listings[0]!.title).toBe(
      title.slice(0, LISTING_TITLE_LENGTH_MAX - 1),
    );
  });

  it('replace half a character in a text, and refuse it in an id', () => {
    const [half, id] = [listing('one', 'a', { title: 'x\ud800', tags: ['\udc00'] }), listing('one', 'b\ud800')];
    const { listings, problems } = limitListings([half, id]);
    expect(listings.map(({ title, tags }) => [title, tags])).toEqual([['x\ufffd', ['\ufffd']]]);
    expect(problems.length).toBe(1);
  });

  it('refuse an id that is too long, for half of it would name another market', () => {
    const long = 'x'.repeat(LISTING_ID_LENGTH_MAX + 1);
    const { listings, problems } = limitListings([listing('one', long), listing('one', 'b', { symbols: ['b', long] })]);
    expect(listings).toEqual([]);
    expect(problems).toEqual([
      `The market ${'x'.repeat(40)} has an id of more than ${LISTING_ID_LENGTH_MAX} characters, or of half ones.`,
      `The market b has an id of more than ${LISTING_ID_LENGTH_MAX} characters, or of half ones.`,
    ]);
  });

  it('keep nothing of what was cut off: 70 titles of 8 MB leave some kilobytes', () => {
    const kept: unknown[] = [];
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let at = 0; at < 70; at++) {
      // As JSON brings it: one flat text, of which a slice would keep the whole.
      const title = Buffer.alloc(8 * MIB, 97 + (at % 26)).toString('latin1');
      kept.push(...limitListings([listing('one', `${at}`, { title })]).listings);
    }
    collect();
    const grownMiB = (process.memoryUsage().heapUsed - before) / MIB;
    expect(kept.length).toBe(70);
    expect(grownMiB).toBeLessThan(200);
  });
});
