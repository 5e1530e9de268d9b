/**
 * The states of a connection, what each one holds, and which may follow which.
 *
 * idle -> connecting -> open <-> silent; from each of these -> backoff or refused -> connecting; closed from everywhere, for good.
 * Pure: what a change of state means for the engine is derived from the two states.
 */
import type WebSocket from 'ws';
import type { Session } from '../../src-shared/venues/venue.ts';
import type { ConnectionChange } from './feed-output.ts';

/** `reason`: why the connection is in this state, a sentence, or ''. */
type Reasoned = { readonly reason: string };

/** Without a socket: `timer` opens one. `idle`: the first attempt is to come; `refused`: the venue refused, so at the slowest pace. */
export type PausedState = Reasoned & {
  readonly name: 'idle' | 'backoff' | 'refused';
  readonly timer: NodeJS.Timeout | null;
};

/** With a socket. `failure`: why it failed, before its close says less. */
type SocketState = Reasoned & { readonly socket: WebSocket; failure: string };

export type ConnectingState = SocketState & {
  readonly name: 'connecting';
  /** With its refusal the venue asked for no attempt for so long. */
  retryAfterMs: number;
};

export type LiveState = SocketState & {
  /** `silent`: nothing was received for a while. */
  readonly name: 'open' | 'silent';
  readonly session: Session;
  readonly openedMs: number;
  /** Markets that ended since the socket opened, about which the venue may go on to send. */
  expired: number;
};

export type LinkState = PausedState | ConnectingState | LiveState | (Reasoned & { readonly name: 'closed' });

type Name = LinkState['name'];

const NEXT: Readonly<Record<Name, readonly Name[]>> = {
  idle: ['idle', 'connecting', 'backoff', 'refused', 'closed'],
  connecting: ['open', 'backoff', 'refused', 'closed'],
  open: ['silent', 'backoff', 'refused', 'closed'],
  silent: ['open', 'backoff', 'refused', 'closed'],
  backoff: ['connecting', 'backoff', 'refused', 'closed'],
  refused: ['connecting', 'backoff', 'refused', 'closed'],
  closed: [],
};

export const mayFollow = (from: Name, to: Name): boolean => NEXT[from].includes(to);

export const isLive = (state: LinkState): state is LiveState => state.name === 'open' || state.name === 'silent';

export const socketOf = (state: LinkState): WebSocket | null => ('socket' in state ? state.socket : null);

/** What the engine must be told of a change of state; null: nothing. */
export function engineChange(from: LinkState, to: LinkState): ConnectionChange | null {
  if (isLive(from) !== isLive(to)) return isLive(to) ? 'opened' : 'closed';
  if (from.name === 'open' && to.name === 'silent') return 'silent';
  return from.name === 'silent' && to.name === 'open' ? 'heard' : null;
}
