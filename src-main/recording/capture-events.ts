/**
 * What happens around the frames, in the words of a session file.
 *
 * The text of a connection's change is the reason's stable code, so that a replay can tell the engine the same; the text of `dropped`
 * begins with the number of frames; every other text is a sentence.
 */
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';

const CHANGE_KINDS = { opened: 'connected', closed: 'disconnected', silent: 'silent', heard: 'heard' } as const;

export function connectionEvent(
  connection: number,
  venue: VenueId,
  change: keyof typeof CHANGE_KINDS,
  reason: BookReason,
): SessionEvent {
  return { kind: CHANGE_KINDS[change], venue, connection, listings: [], text: reason };
}

export function coverEvent(
  kind: 'subscribed' | 'handover' | 'unsubscribed',
  connection: number,
  venue: VenueId,
  listings: readonly ListingId[],
): SessionEvent {
  return { kind, venue, connection, listings, text: '' };
}

export function resyncEvent(
  connection: number,
  venue: VenueId,
  listings: readonly ListingId[],
  reason: BookReason,
): SessionEvent {
  return { kind: 'resync', venue, connection, listings, text: reason };
}

export function droppedEvent(connection: number, venue: VenueId, frames: number): SessionEvent {
  const text = `${frames} ${frames === 1 ? 'frame is' : 'frames are'} missing here: the disk did not keep up.`;
  return { kind: 'dropped', venue, connection, listings: [], text };
}

export function clockStepEvent(stepMs: number): SessionEvent {
  const seconds = (Math.abs(stepMs) / 1_000).toFixed(1);
  const what = stepMs > 0 ? 'forward, or the machine slept' : 'back';
  return note('clock-step', `The wall clock moved by ${seconds} s: it was set ${what}.`);
}

export function note(kind: 'clock-step' | 'settings' | 'note', text: string): SessionEvent {
  return { kind, venue: '', connection: null, listings: [], text };
}

/** A line of the log as an event: a lost message is a gap, everything else that concerns the feeds or the books a note. */
export function logLineEvent({ code, venue, connection, listing, text }: Omit<LogEvent, 'atMs'>): SessionEvent | null {
  // A sentence about a key names its file, which is for its owner alone; a session may be given away.
  if (!/^(FEED|BOOK|DECODE|ENGINE)_/.test(code) || code === 'FEED_KEY') return null;
  const listings = listing === '' ? [] : [listing];
  return { kind: code === 'BOOK_GAP' ? 'gap' : 'note', venue, connection, listings, text };
}
