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

export type DemoCheckReport = {
  /** All is well: the exit code is 0. */
  readonly ok: boolean;
  readonly messages: number;
  readonly books: { readonly total: number; readonly synced: number };
  readonly mismatches: number;
  /** What the exchange traded, and what came onto the tapes; a market that is listed meanwhile may trade before it is followed. */
  readonly trades: { readonly printed: number; readonly shown: number };
  readonly gaps: number;
  readonly decodeErrors: number;
  readonly latencyMs: { readonly receiveToBook: { readonly p50: number | null; readonly p99: number | null } };
};

export type RunDemoCheck = (options: DemoCheckOptions) => Promise<DemoCheckReport>;
