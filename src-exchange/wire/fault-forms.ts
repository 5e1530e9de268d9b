/** What the faults of one venue look like in its protocol. */
import type { ConversationFaultKind } from './fault-kinds.ts';

export interface FaultForms {
  /** The kinds of conversation faults that its protocol can have; what concerns sockets, frames, REST and markets every venue has. */
  readonly kinds: readonly ConversationFaultKind[];
  /** Codes of an error frame, and of a refused subscription. */
  readonly errorCodes: readonly number[];
  readonly refusalCodes: readonly number[];
  /** Messages are numbered: the client sees the hole that a swallowed frame leaves. */
  readonly isNumbered: boolean;
  /** The name of a page's cursor in requests and in answers. */
  readonly cursor: { readonly asked: string; readonly given: string };
  /** A frame of market data with values of another JSON type than documented; must hold nothing that a client could apply. */
  withWrongTypes(text: string): string;
}
