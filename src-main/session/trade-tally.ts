/**
 * How many trades there were in each second of a recording: what the timeline shows, without a message having to be read for it.
 *
 * The engine counts them; here its running totals become counts by second, of the connections that are recorded. A tally is written
 * now and then, so opening a session reads one message a minute.
 */

export type Tally = {
  /** The first step's beginning. */
  readonly fromMicros: number;
  readonly stepMicros: number;
  /** Trades in each step. */
  readonly trades: readonly number[];
};

export const TALLY_STEP_MICROS = 1_000_000;
/** An hour: far more than lies between two tallies. */
const STEPS_MAX = 3_600;

/** Trades by second, until they are taken. */
export class TradeTally {
  private fromStep = 0;
  private trades: number[] = [];

  /** Times may go back a little; what is before the present tally counts as its first step. */
  add(atMicros: number, trades: number): void {
    if (trades <= 0) return;
    const step = Math.floor(atMicros / TALLY_STEP_MICROS);
    if (this.trades.length === 0) this.fromStep = step;
    const at = Math.min(Math.max(0, step - this.fromStep), STEPS_MAX - 1);
    while (this.trades.length <= at) this.trades.push(0);
    this.trades[at]! += trades;
  }

  /** What was counted since it was last taken; null: nothing. */
  take(): Tally | null {
    if (this.trades.length === 0) return null;
    const { fromStep, trades } = this;
    this.trades = [];
    return { fromMicros: fromStep * TALLY_STEP_MICROS, stepMicros: TALLY_STEP_MICROS, trades };
  }
}

/** Turns the engine's running totals by connection into what came since. */
export class TradeTotals {
  private totals: ReadonlyMap<number, number> = new Map();

  /** Trades since the last call, of the connections that count. A total that fell began again at zero. */
  since(
    totals: readonly (readonly [connection: number, trades: number])[],
    counts: (connection: number) => boolean,
  ): number {
    const before = this.totals;
    this.totals = new Map(totals);
    let trades = 0;
    for (const [connection, total] of totals) {
      const known = before.get(connection) ?? 0;
      if (counts(connection)) trades += total >= known ? total - known : total;
    }
    return trades;
  }
}

/** Reads a tally as it stands in a file; null: it is none. */
export function readTally(value: unknown): Tally | null {
  if (typeof value !== 'object' || value === null) return null;
  const { fromMicros, stepMicros, trades } = value as Record<string, unknown>;
  const isNumber = (one: unknown): one is number => typeof one === 'number' && Number.isFinite(one) && one >= 0;
  if (!isNumber(fromMicros) || !isNumber(stepMicros) || stepMicros === 0) return null;
  const isList = Array.isArray(trades) && trades.length <= STEPS_MAX && trades.every(isNumber);
  return isList ? { fromMicros, stepMicros, trades } : null;
}
