/** What the self-check on the built-in exchange is asked and answers. */

import type { LaunchEngine } from '../app/engine/engine-process.ts';
import type { DemoOptions } from '../command/app-options.ts';

export type DemoCheckOptions = {
  readonly demo: DemoOptions;
  /** How long the exchange runs before its clock is stopped and the books are compared. */
  readonly seconds: number;
  /** Null: the default. */
  readonly shards: number | null;
  readonly version: string;
  readonly hostName: string;
  readonly launchEngine: LaunchEngine<unknown>;
  /** Progress for people. */
  say(text: string): void;
};

/** How fast the check ran. */
export type ReachedRate = {
  /** Messages a second that were asked for, and that the exchange made. */
  readonly asked: number;
  readonly reached: number;
  /** Frames that arrived and were dropped because the engine did not keep up; their books recovered. */
  readonly droppedFrames: number;
  /** What kept the rate below what was asked for: the built-in exchange, or the engine; null: nothing did. */
  readonly limitedBy: 'exchange' | 'engine' | null;
};

export type DemoCheckReport = {
  /** All is well: the exit code is 0. */
  readonly ok: boolean;
  readonly messages: number;
  readonly rate: ReachedRate;
  readonly books: { readonly total: number; readonly synced: number };
  readonly mismatches: number;
  /** What the exchange traded, and what came onto the tapes; a market that is listed meanwhile may trade before it is followed. */
  readonly trades: { readonly printed: number; readonly shown: number };
  readonly gaps: number;
  readonly decodeErrors: number;
  readonly latencyMs: { readonly receiveToBook: { readonly p50: number | null; readonly p99: number | null } };
};
