/** Names the state of a book in one word and one sentence, from its phase and its transport. */
import {
  BOOK_REASON_TEXT,
  type BookPhase,
  type BookReason,
  type Transport,
} from '../../src-shared/domain/book-phase.ts';

/** `polled` is synced by asking at intervals: live, but never younger than the interval. */
export type BookState = 'synced' | 'polled' | Exclude<BookPhase, 'synced'>;

export function bookState(phase: BookPhase, transport: Transport): BookState {
  return phase === 'synced' && transport === 'poll' ? 'polled' : phase;
}

/** A sentence for the pointer and for assistive technology. */
export function bookStateText(venue: string, state: BookState, reason: BookReason): string {
  const polled = 'The book is requested at intervals, so it may be some seconds old.';
  return `${venue}: ${state}. ${state === 'polled' && reason === 'none' ? polled : BOOK_REASON_TEXT[reason]}`;
}
