/** Shows the engine: latency by hop, shards, and unreadable messages. */
import type { EngineHealth, LatencySummary, ShardHealth } from '../../../src-shared/domain/health.ts';
import { formatCount, formatMeasure, formatRate } from '../../text/format.ts';
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

const NO_SAMPLES: LatencySummary = { count: 0, p50: null, p90: null, p99: null, max: null };

function Latency({ engine }: { readonly engine: EngineHealth | null }) {
  const hops = engine?.latency;
  const rows = [
    ['Venue to receipt', 'Measured between two clocks; may be off by their difference', hops?.venueToReceipt],
    ['Receipt to book', 'From the socket to the applied change', hops?.receiptToBook],
    ['Book to window', 'From the applied change to this window', hops?.bookToWindow],
  ] as const;
  return (
    <table className="figures">
      <colgroup>
        <col />
        <col className="w-measure" span={4} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Latency, ms</th>
          <th scope="col" className="num">
            p50
          </th>
          <th scope="col" className="num">
            p90
          </th>
          <th scope="col" className="num">
            p99
          </th>
          <th scope="col" className="num">
            max
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, title, hop = NO_SAMPLES]) => (
          <tr key={name}>
            <th scope="row" title={title}>
              {name}
            </th>
            <td className="num">{formatMeasure(hop.p50)}</td>
            <td className="num">{formatMeasure(hop.p90)}</td>
            <td className="num">{formatMeasure(hop.p99)}</td>
            <td className="num">{formatMeasure(hop.max)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Shards({ shards }: { readonly shards: readonly ShardHealth[] }) {
  return (
    <table className="figures">
      <colgroup>
        <col />
        <col className="w-books" />
        <col className="w-rate" span={2} />
        <col className="w-pair" span={2} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Shard</th>
          <th scope="col" className="num">
            Books
          </th>
          <th scope="col" className="num" title="Frames waiting for the shard">
            Queue
          </th>
          <th scope="col" className="num">
            msg/s
          </th>
          <th scope="col" className="num" title="Decoding one frame, p50 and p99, µs">
            Decode µs
          </th>
          <th scope="col" className="num" title="Applying the events of one frame, p50 and p99, µs">
            Apply µs
          </th>
        </tr>
      </thead>
      <tbody>
        {shards.map((shard) => (
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
      </tbody>
    </table>
  );
}

const pair = (summary: LatencySummary): string => `${formatMeasure(summary.p50)} / ${formatMeasure(summary.p99)}`;

function Problems({ problems }: { readonly problems: EngineHealth['problems'] }) {
  if (problems.length === 0) return null;
  return (
    <table className="figures">
      <colgroup>
        <col />
        <col className="w-rate" />
        <col className="w-half" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Unreadable</th>
          <th scope="col" className="num">
            Count
          </th>
          <th scope="col">Sample</th>
        </tr>
      </thead>
      <tbody>
        {problems.map((problem) => (
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
      </tbody>
    </table>
  );
}
