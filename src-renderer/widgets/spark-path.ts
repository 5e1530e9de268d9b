/** Computes the path of a sparkline. */
export type SparkShape = {
  /** Oldest first; what is not finite breaks the line. */
  readonly values: readonly number[];
  readonly width: number;
  readonly height: number;
  /** Points the width stands for; fewer are drawn at the right end, so that time keeps its scale. */
  readonly points: number;
  /** Least spread of the vertical scale, so that noise does not look like a crash. */
  readonly spanMin: number;
  /** Start the scale at zero: for rates. */
  readonly fromZero?: boolean;
};

/** The line as an SVG path; '' for fewer than two values. */
export function sparkPath({ values, width, height, points, spanMin, fromZero }: SparkShape): string {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length < 2) return '';
  const low = fromZero === true ? 0 : Math.min(...known);
  const high = Math.max(...known);
  const span = Math.max(high - low, spanMin);
  const middle = fromZero === true ? span / 2 : (low + high) / 2;
  const step = width / Math.max(1, points - 1);
  const x0 = width - (values.length - 1) * step;
  let path = '';
  let isDown = false;
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) {
      isDown = false;
      return;
    }
    const x = (x0 + index * step).toFixed(1);
    const y = (height / 2 - ((value - middle) / span) * (height - 2)).toFixed(1);
    path += `${isDown ? 'L' : 'M'}${x} ${y}`;
    isDown = true;
  });
  return path;
}
