/** A figure that was looked at again and again: where it began, where it ended, and how steeply it went on the way. */
export type Series = {
  readonly first: number;
  /** The highest of the first third. */
  readonly firstHighest: number;
  readonly last: number;
  /** Share by which the last third lies above the first, by their medians. */
  readonly growth: number;
  /** Least squares, per hour. */
  readonly slopePerHour: number;
};

export type Point = { readonly atMs: number; readonly value: number };

/** At least one point. */
export function seriesOf(points: readonly Point[]): Series {
  const third = Math.max(1, Math.floor(points.length / 3));
  const values = points.map(({ value }) => value);
  const early = values.slice(0, third);
  const first = median(early);
  const last = median(values.slice(-third));
  return {
    first,
    firstHighest: Math.max(...early),
    last,
    growth: first === 0 ? 0 : last / first - 1,
    slopePerHour: slopeOf(points) * 3_600_000,
  };
}

function slopeOf(points: readonly Point[]): number {
  const count = points.length;
  const meanAt = points.reduce((sum, { atMs }) => sum + atMs, 0) / count;
  const meanValue = points.reduce((sum, { value }) => sum + value, 0) / count;
  let above = 0;
  let below = 0;
  for (const { atMs, value } of points) {
    above += (atMs - meanAt) * (value - meanValue);
    below += (atMs - meanAt) ** 2;
  }
  return below === 0 ? 0 : above / below;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
