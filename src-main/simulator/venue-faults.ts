/**
 * Decides what goes wrong on purpose at one venue. The seam for fault plans: every frame of market data is judged here
 * once per connection, after its sequence number was spent.
 */
export type FrameVerdict = 'deliver' | 'drop';

/** A plan judges the ordinal-th frame of market data for a connection; a seeded plan gives the same faults again. */
export interface FaultPlan {
  judge(connection: number, ordinal: number): FrameVerdict;
}

export class VenueFaults {
  /** New sockets are answered 503. */
  refusing = false;
  /** REST is answered 503 too. */
  refusingRest = false;
  /** Market data is swallowed; heartbeats and acknowledgements go on. */
  silenced = false;
  plan: FaultPlan | undefined;

  judge(connection: number, ordinal: number): FrameVerdict {
    if (this.silenced) return 'drop';
    return this.plan === undefined ? 'deliver' : this.plan.judge(connection, ordinal);
  }
}
