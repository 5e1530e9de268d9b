/**
 * The live status in a terminal, for a host without a window: a table that is redrawn in place, or a plain line now and then
 * where the output is not a terminal.
 */
import type { AppHealth, ConnectionHealth, LatencySummary } from '../../../src-shared/domain/health.ts';
import { plainText } from '../../base/plain-text.ts';

const TABLE_INTERVAL_MS = 1_000;
const LINE_INTERVAL_MS = 30_000;
/** The first line waits until there is something to tell. */
const LINE_FIRST_MS = 3_000;

export type StatusOutput = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };

/** Shows the health until the returned function is called. */
export function showStatus(health: () => AppHealth, out: StatusOutput): () => void {
  const isTable = out.isTTY === true;
  let lines = 0;
  const draw = (): void => {
    if (!isTable) {
      out.write(`${statusLine(health())}\n`);
      return;
    }
    const table = statusTable(health()).map((line) => line.slice(0, (out.columns ?? 120) - 1));
    const up = lines === 0 ? '' : `\u001b[${lines}A`;
    out.write(`${up}\u001b[0J${plainText(table.join('\n'))}\n`);
    lines = table.length;
  };
  if (isTable) draw();
  const first = isTable ? undefined : setTimeout(draw, LINE_FIRST_MS);
  const timer = setInterval(draw, isTable ? TABLE_INTERVAL_MS : LINE_INTERVAL_MS);
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}

/** Everything in one line. */
export function statusLine(health: AppHealth): string {
  const open = health.connections.filter((connection) => connection.state === 'open').length;
  const engine = health.engine;
  const parts = [
    `${open}/${health.connections.length} connections open`,
    engine ? `${count(engine.synced)}/${count(engine.books - engine.closed)} books synced` : 'no books yet',
    `${count(engine?.framesPerSecond ?? 0)} msg/s`,
    `engine ${engineWord(health)}`,
    `receipt to book ${latency(engine?.latency.receiptToBook)}`,
  ];
  if (engine && engine.gaps > 0) parts.push(`${count(engine.gaps)} gaps`);
  if (engine && engine.decodeErrors > 0) parts.push(`${count(engine.decodeErrors)} unreadable`);
  if (health.droppedFrames > 0) parts.push(`${count(health.droppedFrames)} dropped`);
  return parts.join(', ');
}

/** One row a connection, under the line that sums up. */
export function statusTable(health: AppHealth): string[] {
  const head = ['connection', 'state', 'books', 'msg/s', 'last', 'reconnects', 'gaps', ''];
  const rows = [head, ...health.connections.map(connectionCells)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const isText = (column: number): boolean => column < 2 || column === head.length - 1;
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return [statusLine(health), ...rows.map((row) => line(row).trimEnd())];
}

function connectionCells(connection: ConnectionHealth): string[] {
  return [
    `${connection.venue} ${connection.connection}`,
    connection.transport === 'poll' && connection.state === 'open' ? 'polled' : connection.state,
    `${count(connection.delivering)}/${count(connection.subscribed)}`,
    count(connection.framesPerSecond),
    connection.lastFrameAgeMs === null ? '-' : `${(connection.lastFrameAgeMs / 1_000).toFixed(1)} s`,
    count(connection.reconnects),
    count(connection.gaps),
    connection.reason,
  ];
}

function engineWord(health: AppHealth): string {
  return health.engineRestarts === 0 ? health.engineState : `${health.engineState} (${health.engineRestarts} restarts)`;
}

function latency(summary: LatencySummary | undefined): string {
  if (!summary || summary.p50 === null || summary.p99 === null) return 'not measured';
  return `p50 ${milliseconds(summary.p50)} p99 ${milliseconds(summary.p99)} ms`;
}

function milliseconds(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}
