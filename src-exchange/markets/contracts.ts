/**
 * The standing contracts of the exchange, in the order in which they were listed. The venues declare which of them
 * they list, and with which texts; those of one event close at the same time.
 */
import type { Calendar } from '../model/calendar.ts';
import type { BookStyle, Category, ContractTerms } from '../model/contract-plan.ts';
import { BUSY, DEEP, THIN, USUAL } from '../model/contract-plan.ts';

type Row = readonly [
  key: string,
  category: Category,
  fairMicros: number,
  volatility: number,
  style: BookStyle,
  closesMs: number,
  drift?: ContractTerms['drift'],
];

/** Every standing contract, with dates counted from the start of the run. */
export function standingContracts(calendar: Calendar): ContractTerms[] {
  const hours = (count: number): number => calendar.hoursLater(count);
  const rows: readonly Row[] = [
    ['fed-hold', 'Economics', 640_000, 1_500, DEEP, hours(24 * 19)],
    ['fed-cut-25', 'Economics', 310_000, 1_500, BUSY, hours(24 * 19)],
    ['fed-cut-50', 'Economics', 14_000, 800, USUAL, hours(24 * 19)],
    ['house-democratic', 'Elections', 745_000, 900, DEEP, calendar.nextElection()],
    ['senate-republican', 'Elections', 615_000, 900, BUSY, calendar.nextElection()],
    ['btc-110k', 'Crypto', 438_000, 8_000, DEEP, hours(24 * 6)],
    ['eth-4000', 'Crypto', 365_000, 4_000, BUSY, hours(24 * 41)],
    ['btc-floor', 'Crypto', 931_000, 600, BUSY, hours(3), { toMicros: 976_000, lives: 0.5 }],
    ['eth-ath', 'Crypto', 88_000, 1_500, USUAL, hours(24 * 41)],
    ['sol-250', 'Crypto', 166_000, 3_000, USUAL, hours(24 * 41)],
    ['btc-max-130', 'Crypto', 108_000, 3_000, USUAL, hours(24 * 41)],
    ['celtics-knicks', 'Sports', 572_000, 6_000, DEEP, hours(6)],
    ['bills-chiefs', 'Sports', 463_000, 4_000, BUSY, hours(50)],
    ['toronto-montreal', 'Sports', 540_000, 5_000, USUAL, hours(4)],
    ['cpi-yoy-3', 'Economics', 455_000, 2_500, BUSY, hours(24 * 20)],
    ['payrolls-100', 'Economics', 580_000, 2_500, USUAL, hours(24 * 14)],
    ['unemployment-44', 'Economics', 330_000, 2_000, USUAL, hours(24 * 14)],
    ['gdp-25', 'Economics', 410_000, 1_200, THIN, hours(24 * 68)],
    ['gas-310', 'Economics', 870_000, 2_500, USUAL, hours(24 * 5)],
    ['high-ny', 'Weather', 372_000, 4_000, BUSY, hours(22)],
    ['high-chicago', 'Weather', 255_000, 4_000, USUAL, hours(22)],
    ['rain-ny', 'Weather', 660_000, 2_000, THIN, hours(24 * 10)],
    ['hottest-year', 'Weather', 152_000, 1_000, USUAL, hours(24 * 48)],
    ['spx-7000', 'Finance', 520_000, 5_000, BUSY, hours(24 * 7 + 4)],
    ['spx-range', 'Finance', 190_000, 5_000, USUAL, hours(5)],
    ['nasdaq-25500', 'Finance', 720_000, 5_000, USUAL, hours(5)],
    ['shutdown', 'Politics', 270_000, 1_800, USUAL, hours(24 * 72)],
    ['arctic-treaty', 'Geopolitics', 120_000, 1_200, THIN, hours(24 * 200)],
    ['recession', 'Economics', 285_000, 1_000, USUAL, hours(24 * 400)],
    ['cup-bayern', 'Sports', 176_000, 1_500, DEEP, hours(24 * 190)],
    ['cup-madrid', 'Sports', 138_000, 1_500, BUSY, hours(24 * 190)],
    ['dodgers', 'Sports', 214_000, 1_000, USUAL, hours(24 * 340)],
    ['best-picture', 'Culture', 348_000, 1_500, THIN, hours(24 * 110)],
    ['new-model', 'Tech', 560_000, 3_000, USUAL, hours(24 * 41)],
    ['orbital-refuelling', 'Tech', 230_000, 1_200, THIN, hours(24 * 130)],
    ['aliens', 'Culture', 41_000, 400, DEEP, hours(24 * 405)],
    ['tsa-25', 'Economics', 935_000, 900, USUAL, hours(24 * 3)],
    ['eggs-350', 'Economics', 215_000, 1_200, THIN, hours(24 * 21)],
  ];
  return rows.map(([key, category, fairMicros, volatility, style, closesMs, drift]) => ({
    key,
    category,
    fairMicros,
    volatility,
    style,
    closesMs,
    ...(drift && { drift }),
  }));
}
