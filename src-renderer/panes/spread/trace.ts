/**
 * Gives one value over time to the chart library so that no line crosses a gap and no old value is labelled as current.
 *
 * The library skips points without a value and draws on to the next point, in the style of the point it comes from
 * (lightweight-charts 5.2, `walkLine`): the last point before a gap is transparent.
 */
import type { UTCTimestamp } from 'lightweight-charts';
import type { HistoryPoint } from './spread-history.ts';

export type TracePoint = {
  readonly time: UTCTimestamp;
  /** None: a hole. */
  readonly value?: number;
  readonly color?: string;
  readonly lineColor?: string;
  readonly topColor?: string;
  readonly bottomColor?: string;
};

/** What a trace needs of a series of the library, a line or an area. */
export interface TraceSeries {
  setData(points: TracePoint[]): void;
  update(point: TracePoint, isHistorical?: boolean): void;
  applyOptions(options: { lastValueVisible: boolean }): void;
}

export type TraceOptions = {
  readonly series: TraceSeries;
  /** In the unit of the axis; null: none. */
  readonly read: (point: HistoryPoint) => number | null;
  /** The newest value stands on the axis. */
  readonly isLabelled: boolean;
};

/** Of a line by `color`, of an area by the others. */
const TRANSPARENT = {
  color: 'transparent',
  lineColor: 'transparent',
  topColor: 'transparent',
  bottomColor: 'transparent',
} as const;

export class Trace {
  private readonly options: TraceOptions;
  private newest: TracePoint | null = null;
  /** The point before the newest, as it was given last. */
  private previous: TracePoint | null = null;
  private hasLabel: boolean;

  constructor(options: TraceOptions) {
    this.options = options;
    this.hasLabel = options.isLabelled;
  }

  /** Draws everything again. */
  set(points: readonly HistoryPoint[]): void {
    const drawn = points.map((point) => this.pointOf(point));
    for (let at = 1; at < drawn.length; at++) drawn[at - 1] = leadingTo(drawn[at - 1]!, drawn[at]!);
    this.newest = drawn.at(-1) ?? null;
    this.previous = drawn.at(-2) ?? null;
    this.options.series.setData(drawn);
    this.label();
  }

  /** The newest point, appended or renewed; with it the one before, when it begins or ends a hole. */
  update(point: HistoryPoint): void {
    const newest = this.pointOf(point);
    if (this.newest !== null && newest.time > this.newest.time) this.previous = this.newest;
    this.newest = newest;
    this.options.series.update(newest);
    if (this.previous !== null) {
      const next = leadingTo(this.previous, newest);
      if (next.color !== this.previous.color) this.options.series.update(next, true);
      this.previous = next;
    }
    this.label();
  }

  private label(): void {
    const { isLabelled, series } = this.options;
    const hasLabel = isLabelled && this.newest?.value !== undefined;
    if (hasLabel === this.hasLabel) return;
    this.hasLabel = hasLabel;
    series.applyOptions({ lastValueVisible: hasLabel });
  }

  private pointOf(point: HistoryPoint): TracePoint {
    const time = point.second as UTCTimestamp;
    const value = this.options.read(point);
    return value === null ? { time } : { time, value };
  }
}

/** The point in the style for what comes after it. */
function leadingTo(point: TracePoint, next: TracePoint): TracePoint {
  const { time, value } = point;
  if (value === undefined) return point;
  return next.value === undefined ? { time, value, ...TRANSPARENT } : { time, value };
}
