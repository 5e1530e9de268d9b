/** The state of every part in one picture: what the feeds know of their connections, with what the engine knows of them. */
import type { AppHealth, ConnectionHealth } from '../../src-shared/domain/health.ts';
import type { PartHealth } from '../../src-shared/domain/part-health.ts';
import { heapUsedBytes } from '../base/heap-used.ts';
import type { VenueService } from './controllers/venue-service.ts';
import type { EngineSupervisor } from './engine/engine-supervisor.ts';

export function appHealth(
  venues: readonly VenueService[],
  { health: engine, state, restarts }: Pick<EngineSupervisor, 'health' | 'state' | 'restarts'>,
  mainDelayMs: number,
  droppedFrames: number,
  parts: readonly PartHealth[],
): AppHealth {
  const nowMs = Date.now();
  const delivering = new Map(engine?.delivering ?? []);
  const closed = new Map(
    (engine?.coverage ?? []).flatMap(({ connections }) => connections.map((of) => [of.connection, of.closed])),
  );
  const gaps = new Map(engine?.gapsByConnection ?? []);
  const lags = new Map((engine?.lagByConnection ?? []).map((lag) => [lag.connection, lag]));
  const connections: ConnectionHealth[] = venues
    .flatMap(({ feed }) => feed.health())
    .map((health) => {
      const { connection } = health;
      // A market that ended is carried a moment longer, and nobody waits for its book. Feeds and engine are not of the same instant.
      const subscribed = Math.max(0, health.subscribed - (closed.get(connection) ?? 0));
      return {
        ...health,
        subscribed,
        delivering: Math.min(subscribed, delivering.get(connection) ?? 0),
        gaps: gaps.get(connection) ?? 0,
        lagMs: lags.get(connection)?.lagMs ?? null,
        isBehind: lags.get(connection)?.isBehind ?? false,
      };
    });
  return {
    atMs: nowMs,
    connections,
    engineState: state,
    engineRestarts: restarts,
    engine,
    mainDelayMs,
    mainHeapBytes: heapUsedBytes(),
    droppedFrames,
    crossChecks: venues.map(({ checker }) => checker.health()),
    parts,
  };
}
