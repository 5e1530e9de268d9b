/**
 * The state of one long-lived part in words: a process, a thread, or work that goes on for ever. Each has a deadline and a rule by which
 * it is started again; what is known of its last trouble stays readable after it recovered.
 */
import type { VenueId } from './listing.ts';

/**
 * `idle`: nothing to do now. `failing`: at work, and what it tries does not succeed; it tries on by itself. `restarting`: it broke and is
 * started again after a pause. `stopped`: it crashed too often, and waits for the user.
 */
export const PART_STATES = ['idle', 'starting', 'running', 'failing', 'restarting', 'stopped'] as const;
export type PartState = (typeof PART_STATES)[number];

/** What a part knows of itself. */
export type PartFacts = {
  readonly state: PartState;
  /** When it came to be in this state, ms since the epoch. */
  readonly sinceMs: number;
  /** Times it was started again since the app's start. */
  readonly restarts: number;
  /** What went wrong last, a sentence, or ''. */
  readonly lastError: string;
  /** When that was, or null. */
  readonly lastErrorMs: number | null;
};

/** A part as the health pane shows it. */
export type PartHealth = PartFacts & {
  /** Names it in a request: `catalogue`, `shard 1`, `discovery kalshi`. */
  readonly part: string;
  /** For people. */
  readonly name: string;
  readonly venue: VenueId | '';
  /** What its state means for what is on the screen, a sentence. */
  readonly means: string;
  /** What the user can request: a restart, or an attempt at once. Null: nothing that would help. */
  readonly action: 'restart' | 'retry' | null;
};
