/** A line without axes: the last minutes of a value. It breaks where there was no value. */
import { memo } from 'react';
import { type SparkShape, sparkPath } from './spark-path.ts';

type SparklineProps = SparkShape & { readonly label: string };

export const Sparkline = memo(function Sparkline(props: SparklineProps) {
  const { width, height, label } = props;
  return (
    <svg
      className="sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <path d={sparkPath(props)} fill="none" stroke="currentColor" strokeWidth="1" />
    </svg>
  );
});
