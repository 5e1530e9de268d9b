/** What main asks of the thread that reads sessions. */
import type { SessionCard, SessionContents } from '../../src-shared/domain/session.ts';
import type { Recovery } from './recovery.ts';
import type { Retained, Retention } from './retention.ts';
import type { VerifyReport } from './session-verify.ts';

type Session = { readonly session: string };
type Call<Ask, Answer> = { readonly ask: Ask; readonly answer: Answer };

export type SessionsCalls = {
  readonly list: Call<null, readonly SessionCard[]>;
  /** The path of a session of the list. */
  readonly find: Call<Session, string>;
  readonly contents: Call<Session, SessionContents>;
  readonly describe: Call<Session & { readonly name: string | null; readonly note: string | null }, null>;
  readonly remove: Call<Session, null>;
  readonly restore: Call<Session, null>;
  readonly verify: Call<Session, VerifyReport>;
  /** Repairs what was cut, but for the session at the path `recording`, which this program writes. */
  readonly recover: Call<{ readonly recording: string | null }, readonly Recovery[]>;
  readonly retain: Call<{ readonly keep: Retention; readonly nowMs: number }, Retained>;
  /** Removes what programs that were killed left in the sessions and in `exports`. */
  readonly sweep: Call<{ readonly exports: string }, readonly string[]>;
};

/** The thread's workerData: the folder of all sessions. */
export type SessionsThreadData = { readonly folder: string };
