/** What the spread's chart gives its library: judged by what the library would draw of it. */
import fc from 'fast-check';
import type { UTCTimestamp } from 'lightweight-charts';
import { describe, expect, it, vi } from 'vitest';
import { SpreadChart } from '../../../../src-renderer/panes/spread/spread-chart.ts';
import type { HistoryPoint } from '../../../../src-renderer/panes/spread/spread-history.ts';
import type { TracePoint } from '../../../../src-renderer/panes/spread/trace.ts';
import { timesIn } from '../../../../src-renderer/text/times.ts';
import { SEED } from '../../../venues/seed.ts';

/** Keeps points as the library does: those without a value are left out, and what is older than the newest is refused. */
class FakeSeries {
  readonly kind: string;
  hasLabel: boolean;
  updates = 0;
  private rows: TracePoint[] = [];
  private newest = -1;

  constructor(kind: string, options: { lastValueVisible?: boolean }) {
    this.kind = kind;
    this.hasLabel = options.lastValueVisible ?? true;
  }

  setData(points: readonly TracePoint[]): void {
    this.rows = points.filter(({ value }) => value !== undefined);
    this.newest = points.at(-1)?.time ?? -1;
  }

  update(point: TracePoint, isHistorical = false): void {
    this.updates++;
    const at = this.rows.findIndex(({ time }) => time === point.time);
    if (isHistorical) {
      if (at < 0) throw new Error('Cannot update non-existing data point when historicalUpdate is true');
      this.rows[at] = point;
      return;
    }
    if (point.time < this.newest) throw new Error('Cannot update oldest data');
    this.newest = point.time;
    if (at >= 0) this.rows.splice(at, 1);
    if (point.value !== undefined) this.rows.push(point);
  }

  applyOptions(options: { lastValueVisible?: boolean }): void {
    if (options.lastValueVisible !== undefined) this.hasLabel = options.lastValueVisible;
  }

  priceScale = () => ({ applyOptions: () => undefined });
  createPriceLine = () => undefined;

  /** From where to where it draws: each segment in the style of the point that it comes from. */
  drawn(): readonly (readonly [from: number, to: number])[] {
    return this.rows.slice(1).flatMap(({ time }, at) => {
      const { color, lineColor, topColor, bottomColor, time: from } = this.rows[at]!;
      const styles = this.kind === 'Area' ? [lineColor, topColor, bottomColor] : [color];
      return styles.every((style) => style === 'transparent') ? [] : [[from, time] as const];
    });
  }
}

const made: FakeSeries[] = [];

vi.mock('lightweight-charts', () => ({
  AreaSeries: 'Area',
  HistogramSeries: 'Histogram',
  LineSeries: 'Line',
  ColorType: {},
  LineStyle: {},
  TickMarkType: {},
  createChart: () => ({
    addSeries(kind: string, options: { lastValueVisible?: boolean }) {
      const series = new FakeSeries(kind, options);
      made.push(series);
      return series;
    },
    panes: () => [],
    timeScale: () => ({ setVisibleRange: () => undefined }),
    remove: () => undefined,
  }),
}));

const COLOURS = { background: '', text: '', line: '', band: '', edge: '', edgeSoft: '', font: '' };

/** A chart of one venue, and its lines: bid, ask, mid and edge. */
function chartOf(points: readonly HistoryPoint[] = []) {
  made.length = 0;
  const chart = new SpreadChart(
    null as unknown as HTMLElement,
    [{ name: 'X', colour: '#112233' }],
    COLOURS,
    timesIn('utc'),
  );
  chart.set(points);
  const lines = made.filter(({ kind }) => kind !== 'Histogram');
  return { chart, lines };
}

/** Live, or in a hole. */
const point = (second: number, isLive: boolean): HistoryPoint => ({
  second: second as UTCTimestamp,
  mids: isLive ? [500_000] : [Number.NaN],
  bids: isLive ? [490_000] : [-1],
  asks: isLive ? [510_000] : [],
  edge: isLive ? -5_000 : Number.NaN,
  wasOpen: false,
});

/** One line from each second to the next while both are live. */
function wanted(points: readonly HistoryPoint[]): readonly (readonly [number, number])[] {
  return points.slice(1).flatMap(({ second, edge }, at) => {
    const before = points[at]!;
    return Number.isNaN(edge) || Number.isNaN(before.edge) ? [] : [[before.second, second] as const];
  });
}

describe('the chart of a spread', () => {
  it('draws nothing over a hole of a history', () => {
    const points = [true, true, false, false, true, true].map((isLive, second) => point(second, isLive));
    const { lines } = chartOf(points);
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      expect(line.drawn()).toEqual([
        [0, 1],
        [4, 5],
      ]);
    }
  });

  it('draws nothing over a hole that comes while it is looked at', () => {
    const { chart, lines } = chartOf([point(0, true), point(1, true)]);
    for (const [second, isLive] of [
      [2, false],
      [3, false],
      [4, true],
      [5, true],
    ] as const) {
      chart.update(point(second, isLive));
    }
    for (const line of lines) {
      expect(line.drawn()).toEqual([
        [0, 1],
        [4, 5],
      ]);
    }
  });

  it('draws on when a book was away for less than a second', () => {
    const { chart, lines } = chartOf([point(0, true)]);
    for (const isLive of [true, false, true]) chart.update(point(1, isLive));
    for (const line of lines) expect(line.drawn()).toEqual([[0, 1]]);
  });

  it('labels no value as the last while the newest point has none', () => {
    const labels = (lines: readonly FakeSeries[]): readonly boolean[] => lines.map(({ hasLabel }) => hasLabel);
    const { chart, lines } = chartOf([point(0, true)]);
    // Touches have no label in any case.
    expect(labels(lines)).toEqual([false, false, true, true]);
    chart.update(point(1, false));
    expect(labels(lines)).toEqual([false, false, false, false]);
    chart.update(point(2, true));
    expect(labels(lines)).toEqual([false, false, true, true]);
    expect(labels(chartOf([point(0, true), point(1, false)]).lines)).toEqual([false, false, false, false]);
  });

  it('gives the library one point a sample while nothing begins or ends', () => {
    const { chart, lines } = chartOf([point(0, true)]);
    for (let second = 1; second <= 10; second++) chart.update(point(second, second < 5));
    // One more where the hole began.
    expect(lines.map(({ updates }) => updates)).toEqual([11, 11, 11, 11]);
  });

  it(`draws the same live as from a history, whatever comes and goes (seed ${SEED})`, () => {
    const sample = fc.record({ step: fc.integer({ min: 0, max: 2 }), isLive: fc.boolean() });
    fc.assert(
      fc.property(fc.array(sample), fc.array(sample), (before, after) => {
        const points: HistoryPoint[] = [];
        let second = 0;
        const add = ({ step, isLive }: { step: number; isLive: boolean }): HistoryPoint => {
          second += step;
          if (points.at(-1)?.second === second) points.pop();
          points.push(point(second, isLive));
          return points.at(-1)!;
        };
        before.forEach(add);
        const { chart, lines } = chartOf(points);
        for (const next of after) chart.update(add(next));
        for (const line of lines) expect(line.drawn()).toEqual(wanted(points));
        for (const line of chartOf(points).lines) expect(line.drawn()).toEqual(wanted(points));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
