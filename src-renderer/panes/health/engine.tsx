/** Shows the engine: latency by hop, shards, and unreadable messages. */
import type { EngineHealth, LatencySummary, ShardHealth } from '../../../src-shared/domain/health.ts';
import { formatCount, formatMeasure, formatRate } from '../../text/format.ts';
import { type Column, FigureTable } from '../../widgets/figure-table.tsx';
import { VenueTag } from '../../widgets/venue-tag.tsx';

export function Engine({ engine }: { readonly engine: EngineHealth | null }) {
  return (
    <>
      <Latency engine={engine} />
      <Shards shards={engine?.shards ?? []} />
      <Problems problems={engine?.problems ?? []} />
    </>
  );
}

const PARTS = ['p50', 'p90', 'p99', 'max'] as const;
const LATENCY_COLUMNS: readonly Column[] = [
  { name: 'Latency, ms' },
  ...PARTS.map((name) => ({ name, isNumber: true, widths: ['w-measure'] })),
];

const NO_SAMPLES: LatencySummary = { count: 0, p50: null, p90: null, p99: null, max: null };

function Latency({ engine }: { readonly engine: EngineHealth | null }) {
  const hops = engine?.latency;
  const rows = [
    ['Venue to receipt', 'Measured between two clocks; may be off by their difference', hops?.venueToReceipt],
    ['Receipt to book', 'From the socket to the applied change', hops?.receiptToBook],
    ['Book to window', 'From the applied change to this window', hops?.bookToWindow],
  ] as const;
  return (
    <FigureTable
      columns={LATENCY_COLUMNS}
      rows={rows.map(([name, title, hop = NO_SAMPLES]) => (
        <tr key={name}>
          <th scope="row" title={title}>
            {name}
          </th>
          {PARTS.map((part) => (
            <td key={part} className="num">
              {formatMeasure(hop[part])}
            </td>
          ))}
        </tr>
      ))}
    />
  );
}

const SHARD_COLUMNS: readonly Column[] = [
  { name: 'Shard' },
  { name: 'Books', isNumber: true, widths: ['w-books'] },
  { name: 'Queue', isNumber: true, widths: ['w-rate'], title: 'Frames waiting for the shard' },
  { name: 'msg/s', isNumber: true, widths: ['w-rate'] },
  { name: 'Decode µs', isNumber: true, widths: ['w-pair'], title: 'Decoding one frame, p50 and p99, µs' },
  { name: 'Apply µs', isNumber: true, widths: ['w-pair'], title: 'Applying the events of one frame, p50 and p99, µs' },
];

function Shards({ shards }: { readonly shards: readonly ShardHealth[] }) {
  return (
    <FigureTable
      columns={SHARD_COLUMNS}
      rows={shards.map((shard) => (
        <tr key={shard.shard}>
          <th scope="row">
            {shard.shard} {shard.state === 'running' ? null : <span className="warn">{shard.state}</span>}
          </th>
          <td className={`num${shard.synced < shard.books - shard.closed ? ' warn' : ''}`}>
            {formatCount(shard.synced)}/{formatCount(shard.books - shard.closed)}
          </td>
          <td className={`num${shard.queuedFrames > 1_000 ? ' warn' : ''}`}>{formatCount(shard.queuedFrames)}</td>
          <td className="num">{formatRate(shard.framesPerSecond)}</td>
          <td className="num">{pair(shard.decodeMicros)}</td>
          <td className="num">{pair(shard.applyMicros)}</td>
        </tr>
      ))}
    />
  );
}

const pair = (summary: LatencySummary): string => `${formatMeasure(summary.p50)} / ${formatMeasure(summary.p99)}`;

const PROBLEM_COLUMNS: readonly Column[] = [
  { name: 'Unreadable' },
  { name: 'Count', isNumber: true, widths: ['w-rate'] },
  { name: 'Sample', widths: ['w-half'] },
];

function Problems({ problems }: { readonly problems: EngineHealth['problems'] }) {
  if (problems.length === 0) return null;
  return (
    <FigureTable
      columns={PROBLEM_COLUMNS}
      rows={problems.map((problem) => (
        <tr key={`${problem.venue} ${problem.code} ${problem.text}`}>
          <th scope="row" title={problem.text}>
            <VenueTag listing={`${problem.venue}:`} /> {problem.code}
          </th>
          <td className="num">{formatCount(problem.count)}</td>
          <td className="clip selectable faint problem-sample" title={`${problem.text}\n${problem.sample}`}>
            {problem.text} {problem.sample}
          </td>
        </tr>
      ))}
    />
  );
}
