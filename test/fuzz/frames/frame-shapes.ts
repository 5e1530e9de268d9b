/**
 * The shapes that fuzzed frames are made of: frames of made-up markets in the venue's own form, and every fixture of its folder,
 * with the table of the symbols they speak of. Symbols of nobody, and ones that only begin like ours, are among them.
 */
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { SymbolTable, Venue } from '../../../src-shared/venues/venue.ts';
import { VenueClock } from '../../bench/frames/made-market.ts';
import { madeVenue } from '../../bench/frames/made-venues.ts';
import { seededRandom } from '../../bench/frames/random.ts';
import { frameFixtures, instrumentOf, marketsBodies, tableOf } from '../../venues/venue-fixtures.ts';

const START_MS = 1_790_000_000_000;
const MADE_SEED = 7;
const CHANGES_PER_MARKET = 8;
/** Levels a side of the made-up books. */
const DEPTHS = [9, 30] as const;

export type FrameShapes = {
  readonly table: SymbolTable;
  /** Ours, others' and lookalikes. */
  readonly symbols: readonly string[];
  /** The hot ones first. */
  readonly texts: readonly string[];
  /** How many of them are hot. */
  readonly hot: number;
};

export function frameShapes(venue: Venue): FrameShapes {
  const random = seededRandom(MADE_SEED);
  const clock = new VenueClock(random, START_MS);
  const markets = DEPTHS.map((levels) => madeVenue(venue.id).create(random, clock, levels));
  const fixtures = frameFixtures(venue).filter(({ channel }) => channel === 'stream');
  const instruments: Instrument[] = [
    ...markets.map(({ instrument }) => instrument),
    ...venue.readMarkets(marketsBodies(venue)[0]!).listings.slice(0, 2).map(instrumentOf),
  ];
  const ours = instruments.flatMap(({ symbols }) => symbols);
  const hot = markets.flatMap((market) => [
    ...Array.from({ length: CHANGES_PER_MARKET }, () => market.next()),
    market.snapshot(),
  ]);
  const isHot = (text: string): boolean => /"(orderbook_delta|orderbook_snapshot|trade|price_change|book)"/.test(text);
  const stored = fixtures.flatMap(({ text }) => [...new Set([text, withoutFlags(text)])]);
  const texts = [...hot, ...stored.filter(isHot), ...stored.filter((text) => !isHot(text))];
  return {
    table: tableOf(instruments),
    symbols: [...ours, ...ours.map((symbol) => `${symbol}0`), ...ours.map((symbol) => symbol.slice(0, -1)), '', '0'],
    texts,
    hot: texts.filter(isHot).length,
  };
}

/** The frame without fields that are true or false: newer ones, which the hot readers leave to JSON.parse. */
function withoutFlags(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text, (_key, value: unknown) => (typeof value === 'boolean' ? undefined : value)));
  } catch {
    return text;
  }
}
