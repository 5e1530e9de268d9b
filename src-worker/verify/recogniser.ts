/**
 * Tells which venue a file's messages come from, by letting every venue's decoder try them.
 *
 * A venue is recognised by the messages it finds something in; words and what is unreadable speak for nobody.
 */
import { type Recognition, recognise, type Understanding } from '../../src-shared/contract/recognition.ts';
import { EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { FrameWindow } from '../decode/frame-window.ts';
import { SymbolIndex } from '../decode/symbol-index.ts';
import { openSymbols } from './open-symbols.ts';

/** Shows a file's first frames, one after the other. */
export type EachFrame = (visit: (frame: FrameWindow) => void) => void;

/** Whose messages the frames are. */
export function recogniseVenue(venues: readonly Venue[], each: EachFrame): Recognition {
  let words = 0;
  let frames = 0;
  const all = venues.map((venue): Understanding => {
    const decoder = venue.createDecoder(openSymbols(new SymbolIndex(), venue.id));
    const events = new EventBuffer();
    const places = new Set<number>();
    let place = 0;
    let own = 0;
    each((frame) => {
      events.clear();
      decoder.decode(frame, events);
      const { notices, length } = events;
      const isTalk = notices.some(({ kind }) => kind === 'control' || kind === 'lifecycle');
      const isWrong = notices.some(({ kind }) => kind === 'problem');
      if (length > 0 || (isTalk && !isWrong)) places.add(place);
      else if (notices.length > 0 && notices.every(({ kind }) => kind === 'word')) own++;
      place++;
    });
    frames = place;
    words = Math.max(words, own);
    return { venue: venue.id, name: venue.name, places };
  });
  return recognise(all, frames - words);
}
