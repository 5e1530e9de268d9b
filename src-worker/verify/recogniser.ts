/**
 * Tells which venue a file's messages come from, by letting every venue's decoder try them.
 *
 * A venue is recognised by the messages it finds something in; words and what is unreadable speak for nobody.
 */
import { EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { FrameWindow } from '../decode/frame-window.ts';
import { SymbolIndex } from '../decode/symbol-index.ts';
import { openSymbols } from './open-symbols.ts';

/** Shows a file's first frames, one after the other. */
export type EachFrame = (visit: (frame: FrameWindow) => void) => void;

/** The venue that reads most of the frames; null when none reads any. The first of the registry wins a tie. */
export function recogniseVenue(venues: readonly Venue[], each: EachFrame): Venue | null {
  let best: Venue | null = null;
  let most = 0;
  for (const venue of venues) {
    const read = countRead(venue, each);
    if (read > most) {
      best = venue;
      most = read;
    }
  }
  return best;
}

function countRead(venue: Venue, each: EachFrame): number {
  const decoder = venue.createDecoder(openSymbols(new SymbolIndex(), venue.id));
  const events = new EventBuffer();
  let read = 0;
  each((frame) => {
    events.clear();
    decoder.decode(frame, events);
    const isData = events.length > 0;
    const isTalk = events.notices.some(({ kind }) => kind === 'control' || kind === 'lifecycle');
    const isWrong = events.notices.some(({ kind }) => kind === 'problem');
    if (isData || (isTalk && !isWrong)) read++;
  });
  return read;
}
