/** What the health pane is told, as it crosses process walls. */
import type { AppHealth, EngineHealth, LatencySummary } from '../../src-shared/domain/health.ts';
import { AT } from './listing-messages.ts';

const silent: LatencySummary = { count: 0, p50: null, p90: null, p99: null, max: null };
const busy: LatencySummary = { count: 9, p50: 0.001, p90: 0.5, p99: 1e-7, max: 123_456.789 };

export const difference = { side: 'bid', priceMicros: 400_000, liveMicros: 5, restMicros: 0 } as const;

const counts = { subscribed: 2, delivering: 1, active: 0, quiet: 1, dormant: 0, silent: 1, closed: 1 };

export const engineHealth: EngineHealth = {
  frames: 2 ** 53 - 1,
  framesPerSecond: 1_204.25,
  books: 2,
  synced: 1,
  closed: 1,
  gaps: 1,
  resyncs: 1,
  decodeErrors: 0,
  heapBytes: 1,
  shards: [
    {
      shard: 0,
      state: 'running',
      sinceMs: AT,
      restarts: 1,
      lastError: 'The shard stopped (it was killed).',
      lastErrorMs: AT,
      books: 2,
      synced: 1,
      closed: 1,
      queuedFrames: 0,
      frames: 1,
      framesPerSecond: 0.5,
      events: 3,
      decodeMicros: busy,
      applyMicros: silent,
    },
  ],
  latency: { venueToReceipt: busy, receiptToBook: silent, bookToWindow: silent },
  problems: [{ venue: 'one', code: 'UNKNOWN_KIND', text: 'x', count: 1, sample: '{"a":1}' }],
  coverage: [
    {
      venue: 'one',
      ...counts,
      missing: 1,
      extra: 1,
      connections: [{ connection: 1, ...counts }],
      firstQuiet: ['one:0xabc'],
      firstDormant: [],
      firstMissing: ['one:0xdef'],
    },
  ],
  delivering: [[1, 2]],
  gapsByConnection: [[1, 1]],
  lagByConnection: [{ connection: 1, lagMs: 0.5, isBehind: false, toldMs: 7.25 }],
  tradesByConnection: [[1, 7]],
};

export const health: AppHealth = {
  atMs: AT,
  connections: [
    {
      connection: 1,
      venue: 'one',
      transport: 'stream',
      state: 'open',
      reason: '',
      subscribed: 2,
      delivering: 1,
      frames: 1,
      bytes: 1,
      framesPerSecond: 0,
      bytesPerSecond: 0,
      errors: 0,
      reconnects: 0,
      gaps: 0,
      lagMs: null,
      isBehind: false,
      lastFrameAgeMs: null,
      openForMs: 12,
    },
  ],
  engineState: 'running',
  engineRestarts: 0,
  engine: engineHealth,
  mainDelayMs: 0.25,
  mainHeapBytes: 1,
  droppedFrames: 0,
  crossChecks: [
    {
      venue: 'one',
      state: 'running',
      checked: 3,
      equal: 2,
      differing: 1,
      moved: 1,
      lastCheckedMs: AT,
      lastError: '',
      lastDifference: { ...difference, listing: 'one:0xabc', atMs: AT, liveEventMs: AT, restEventMs: 0 },
    },
  ],
  parts: [
    {
      part: 'discovery one',
      name: 'List of markets',
      venue: 'one',
      state: 'failing',
      sinceMs: AT,
      restarts: 2,
      lastError: 'One did not answer.',
      lastErrorMs: null,
      means: 'New markets do not appear.',
      action: 'retry',
    },
  ],
};
