/** Which links the scanner shows, in which order, and how their figures read. */
import { describe, expect, it } from 'vitest';
import {
  readMemory,
  type ScannerMemory,
  scannerRows,
  stateOf,
} from '../../../../src-renderer/panes/scanner/scanner-rows.ts';
import {
  edgeMark,
  edgeText,
  percentText,
  profitText,
  untilText,
  yearText,
} from '../../../../src-renderer/text/spread-text.ts';
import type { Link, LinkStatus } from '../../../../src-shared/domain/link.ts';
import { noSpread, type SpreadRow } from '../../../../src-shared/domain/spread.ts';

const NOW = 1_000_000_000;
const HOUR = 3_600_000;

const link = (id: string, title: string, status: LinkStatus = 'confirmed'): Link => ({
  id,
  title,
  status,
  members: [],
});

const row = (id: string, change: Partial<SpreadRow>): SpreadRow => ({
  ...noSpread(),
  link: id,
  status: 'confirmed',
  buy: 'a:1',
  sell: 'b:1',
  buyMicros: 400_000,
  sellMicros: 420_000,
  areFeesAssumed: false,
  isBehind: false,
  openSinceMs: 0,
  oldestMs: NOW,
  closesMs: null,
  leftOut: [],
  ...change,
});

const LINKS = [
  link('fed', 'Fed holds'),
  link('btc', 'Bitcoin above 100k'),
  link('cpi', 'CPI above 3 %'),
  link('lone', 'Only one book'),
  link('maybe', 'Perhaps the same', 'suggested'),
  link('never', 'Not the same', 'rejected'),
];
const SPREADS = new Map([
  [
    'fed',
    row('fed', {
      sizeMicros: 40e6,
      edgeMicros: 10_000,
      profitMicros: 400_000,
      touchEdgeMicros: 12_000,
      closesMs: NOW + HOUR,
    }),
  ],
  ['btc', row('btc', { sizeMicros: 900e6, edgeMicros: 30_000, profitMicros: 27e6, closesMs: NOW + 50 * HOUR })],
  ['cpi', row('cpi', { touchEdgeMicros: -20_000, closesMs: NOW + 2 * HOUR })],
  ['lone', row('lone', { buy: '', sell: '', buyMicros: -1, sellMicros: -1 })],
  ['maybe', row('maybe', { status: 'suggested', sizeMicros: 5e9, edgeMicros: 300_000, profitMicros: 1.5e9 })],
]);

function shown(change: Record<string, string | number | boolean | null>): string {
  const memory: ScannerMemory = readMemory(change);
  return scannerRows(LINKS, SPREADS, memory, NOW)
    .map(({ link: { id } }) => id)
    .join(' ');
}

describe('the scanner', () => {
  it('shows what earns most first, what has no figure last, suggested links below all, rejected ones never', () => {
    expect(shown({})).toBe('btc fed cpi lone maybe');
  });

  it('takes no assumed fee and no book that is behind for what can be earned, in its order and its least figures', () => {
    const unsure = new Map(SPREADS);
    const large = { sizeMicros: 2e9, edgeMicros: 90_000, profitMicros: 180e6 };
    unsure.set('cpi', row('cpi', { ...large, isBehind: true }));
    unsure.set('lone', row('lone', { ...large, areFeesAssumed: true }));
    const order = (change: Record<string, string | number>): string =>
      scannerRows(LINKS, unsure, readMemory(change), NOW)
        .map(({ link: { id } }) => id)
        .join(' ');
    expect(order({})).toBe('btc fed cpi lone maybe');
    expect(order({ sort: 'title', state: '' })).toBe('lone fed cpi btc maybe');
    expect(order({ edge: 5_000 })).toBe('btc fed maybe');
    expect(order({ size: 1_000_000 })).toBe('btc fed maybe');
  });

  it('sorts by any column, either way, and keeps what has no value at the end', () => {
    expect(shown({ sort: 'edge', descending: false })).toBe('cpi fed btc lone maybe');
    expect(shown({ sort: 'size' })).toBe('btc fed cpi lone maybe');
    expect(shown({ sort: 'closes', descending: false })).toBe('fed cpi btc lone maybe');
    expect(shown({ sort: 'title', descending: false })).toBe('btc cpi fed lone maybe');
    expect(shown({ sort: 'nonsense' })).toBe(shown({ sort: 'edge' }));
  });

  it('filters by edge, size, time to close, state and words', () => {
    expect(shown({ edge: 1 })).toBe('btc fed maybe');
    expect(shown({ edge: 20_000 })).toBe('btc maybe');
    expect(shown({ size: 100e6 })).toBe('btc maybe');
    expect(shown({ within: 24 * HOUR })).toBe('fed cpi');
    expect(shown({ state: 'open' })).toBe('btc fed');
    expect(shown({ state: 'no edge' })).toBe('cpi');
    expect(shown({ state: 'incomplete' })).toBe('lone');
    expect(shown({ state: 'suggested' })).toBe('maybe');
    expect(shown({ text: 'above 3' })).toBe('cpi');
  });

  it('does not call a link open that earns only on a book that is behind', () => {
    const spread = row('btc', { sizeMicros: 5e9, edgeMicros: 20_000, isBehind: true });
    const link = LINKS.find(({ id }) => id === 'btc')!;
    expect(stateOf({ link, spread })).toBe('behind');
    expect(stateOf({ link, spread: { ...spread, isBehind: false } })).toBe('open');
    expect(edgeMark(spread)?.text).toContain('behind');
    expect(edgeMark({ ...spread, isBehind: false })).toBeNull();
  });

  it('does not call a link open that earns only by an assumed fee', () => {
    const spread = row('btc', { sizeMicros: 5e9, edgeMicros: 20_000, areFeesAssumed: true });
    expect(stateOf({ link: LINKS.find(({ id }) => id === 'btc')!, spread })).toBe('fee assumed');
    expect(stateOf({ link: LINKS.find(({ id }) => id === 'btc')!, spread: { ...spread, areFeesAssumed: false } })).toBe(
      'open',
    );
  });

  it('calls a link without a word of the engine incomplete', () => {
    expect(stateOf({ link: LINKS[0]!, spread: null })).toBe('incomplete');
  });
});

describe('the figures of a spread', () => {
  it('round an edge towards the loss', () => {
    expect([15_099, 99, 0, -1, -12_500, Number.NEGATIVE_INFINITY].map(edgeText)).toEqual([
      '+1.50',
      '0.00',
      '0.00',
      '\u22120.01',
      '\u22121.25',
      '–',
    ]);
  });

  it('carry signs, and shorten what is beyond reading', () => {
    expect([profitText(6_034_999), profitText(-1_000_000), profitText(0)]).toEqual(['+$6.03', '\u2212$1.00', '$0.00']);
    expect([32_343, 1_200_000, 123_456_000, 1e12, null].map(percentText)).toEqual([
      '3.2 %',
      '120 %',
      '12,345 %',
      '>99,999 %',
      '–',
    ]);
    expect([30_000, 5 * 60_000, 30 * HOUR, 24 * 40 * HOUR, -1].map((ms) => untilText(NOW + ms, NOW))).toEqual([
      '30 s',
      '5 m',
      '30 h',
      '40 d',
      'past',
    ]);
  });

  it('reckon a return to a year by the time until the market closes, and never by less than an hour', () => {
    const day = row('x', { sizeMicros: 1, returnMicros: 10_000, closesMs: NOW + 24 * HOUR });
    expect(yearText(day, NOW)).toBe('365 %');
    expect(yearText({ ...day, closesMs: NOW + 1 }, NOW)).toBe(yearText({ ...day, closesMs: NOW + HOUR }, NOW));
    expect(yearText({ ...day, closesMs: null }, NOW)).toBe('–');
    expect(yearText({ ...day, sizeMicros: 0 }, NOW)).toBe('–');
  });
});
