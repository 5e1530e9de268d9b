/**
 * The words for how far a book can be trusted, and why not more.
 *
 * Only `synced` is a live book. Every other phase carries a reason with a stable code; both travel to wherever the book is
 * shown, so that a wrong or old price is never drawn as a live one.
 */

/** In order of the wire codes: waiting 0, synced 1, recovering 2, stale 3, closed 4. */
export const BOOK_PHASES = ['waiting', 'synced', 'recovering', 'stale', 'closed'] as const;
export type BookPhase = (typeof BOOK_PHASES)[number];

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
] as const;
export type BookReason = (typeof BOOK_REASONS)[number];

/** How a book reaches us: a stream of changes, or whole books asked for at an interval. */
export const TRANSPORTS = ['stream', 'poll'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** One sentence a person reads on hover: what happened and what it means for what is on the screen. */
export const BOOK_REASON_TEXT: Readonly<Record<BookReason, string>> = {
  none: 'The book follows the exchange.',
  'no-snapshot-yet': 'No snapshot has arrived yet; nothing is shown until one does.',
  disconnected: 'The connection was lost; the last known levels are shown greyed until a new snapshot arrives.',
  'sequence-gap': 'The exchange numbered a message we did not receive; a fresh snapshot was asked for.',
  crossed: 'Bid and ask crossed at rest, which cannot be; a fresh snapshot was asked for.',
  'negative-level': 'A change would make a level negative, so something was missed; a fresh snapshot was asked for.',
  'touch-mismatch': "The exchange's own best bid or ask differs from ours; a fresh snapshot was asked for.",
  'hash-mismatch': "The snapshot does not match the exchange's checksum; another was asked for.",
  'off-grid-price': 'A price is not on the price grid we know; a fresh snapshot was asked for.',
  'grid-changed': 'The price grid changed; the book starts anew with the next snapshot.',
  'bad-frame': 'A message for this book could not be read; a fresh snapshot was asked for.',
  'time-reversed': "The exchange's time went backwards; a fresh snapshot was asked for.",
  'feed-silent': 'Its connection has said nothing for a while; prices may be old.',
  'engine-restarted': 'The engine was restarted; books are seeded again.',
  'queue-overflow':
    'Messages arrived faster than they could be applied and some were dropped; a fresh snapshot was asked for.',
  'poll-overdue': 'The last polled book is older than it should be; prices may be old.',
  'market-closed': 'Trading has ended.',
  'market-resolved': 'The market is resolved.',
  'not-subscribed': 'No connection carries this book now.',
  'nameless-frame':
    'A message could not be read and did not say for which book it was; a fresh snapshot was asked for.',
  'window-cut':
    'This window was cut off from the engine; what it last heard is shown greyed until the engine is heard again.',
};
