/**
 * How far a book can be trusted, and why not further.
 *
 * Only `synced` is a live book. A book that is `behind` follows its stream without a fault, but the stream itself arrives late, so its
 * levels are those of a moment ago. Every other phase carries a reason with a stable code; both travel to wherever the book is
 * shown, so that a wrong or old price is never drawn as a live one.
 */

/** In order of the wire codes: waiting 0, synced 1, recovering 2, stale 3, closed 4, behind 5. */
export const BOOK_PHASES = ['waiting', 'synced', 'recovering', 'stale', 'closed', 'behind'] as const;
export type BookPhase = (typeof BOOK_PHASES)[number];

/** Whether a book of this phase takes every change of its stream: live, or late with all of it. */
export function followsStream(phase: BookPhase): boolean {
  return phase === 'synced' || phase === 'behind';
}

/** Why a book is in its phase. The index is the wire code; new reasons are added at the end. */
export const BOOK_REASONS = [
  'none',
  'no-snapshot-yet',
  'disconnected',
  'sequence-gap',
  'crossed',
  'negative-level',
  'touch-mismatch',
  'hash-mismatch',
  'off-grid-price',
  'grid-changed',
  'bad-frame',
  'time-reversed',
  'feed-silent',
  'engine-restarted',
  'queue-overflow',
  'poll-overdue',
  'market-closed',
  'market-resolved',
  'not-subscribed',
  'nameless-frame',
  'window-cut',
  'feed-behind',
] as const;
export type BookReason = (typeof BOOK_REASONS)[number];

/** How a book reaches us: a stream of changes, or whole books asked for at an interval. */
export const TRANSPORTS = ['stream', 'poll'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** One sentence for the tooltip: what happened, and what it means for the data on screen. */
export const BOOK_REASON_TEXT: Readonly<Record<BookReason, string>> = {
  none: 'The book follows the exchange.',
  'no-snapshot-yet': 'No snapshot has arrived yet. Prices appear when one does.',
  disconnected: 'The connection was lost. The last known levels are shown greyed until a new snapshot arrives.',
  'sequence-gap': 'A message is missing from the sequence. A new snapshot was requested.',
  crossed: 'Bid and ask stayed crossed, which cannot happen in one book. A new snapshot was requested.',
  'negative-level': 'A change would make a level negative, so a message was missed. A new snapshot was requested.',
  'touch-mismatch':
    'The best bid or ask that the exchange reports differs from this book. A new snapshot was requested.',
  'hash-mismatch': "The snapshot does not match the exchange's checksum. Another was requested.",
  'off-grid-price': 'A price is not on the known price grid. A new snapshot was requested.',
  'grid-changed': 'The price grid changed. The book resumes with the next snapshot.',
  'bad-frame': 'A message for this book could not be read. A new snapshot was requested.',
  'time-reversed': "The exchange's time went backwards. A new snapshot was requested.",
  'feed-silent': 'Its connection has been silent for a while, so prices may be old.',
  'engine-restarted': 'The engine was restarted. Books resume with new snapshots.',
  'queue-overflow':
    'Messages arrived faster than they could be applied and some were dropped. A new snapshot was requested.',
  'poll-overdue': 'The last polled book is older than it should be, so prices may be old.',
  'market-closed': 'Trading has ended.',
  'market-resolved': 'The market is resolved.',
  'not-subscribed': 'No connection is subscribed to this book.',
  'nameless-frame': 'A message could not be read and did not name its book. A new snapshot was requested.',
  'window-cut':
    'This window lost its connection to the engine. The last known prices are shown greyed until it reconnects.',
  'feed-behind':
    "Its connection delivers late, so prices are old. They are live again when messages arrive in time; the health pane shows the connection's lag.",
};
