/** Loads a venue's hand-made fixtures, and makes what a decoder needs around them. */
import { existsSync, readFileSync } from 'node:fs';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import type { SymbolTable, Venue } from '../../src-shared/venues/venue.ts';
import { FrameWindow } from '../../src-worker/decode/frame-window.ts';
import { SymbolIndex } from '../../src-worker/decode/symbol-index.ts';

/** A frame and the lines of what it must be read as; see event-lines.ts. */
export type FrameFixture = {
  readonly name: string;
  readonly channel: 'stream' | 'poll';
  readonly text: string;
  readonly events: readonly string[];
};

type StoredFrame = Omit<FrameFixture, 'text'> & { readonly text?: string; readonly frame?: Json };

/** A venue of the app has its fixtures in its own folder, a made-up one in its folder here. */
function stored(venue: Venue, file: string): unknown {
  const own = new URL(`../../src-shared/venues/${venue.id}/fixtures/${file}`, import.meta.url);
  const made = new URL(`${venue.id}/fixtures/${file}`, import.meta.url);
  return JSON.parse(readFileSync(existsSync(own) ? own : made, 'utf8'));
}

export function frameFixtures(venue: Venue): readonly FrameFixture[] {
  const frames = stored(venue, 'frames.json') as readonly StoredFrame[];
  return frames.map(({ name, channel, text, frame, events }) => ({
    name,
    channel,
    text: text ?? JSON.stringify(frame),
    events,
  }));
}

/** The bodies that a walk of discovery is answered with, in order. */
export function discoveryBodies(venue: Venue): readonly Json[] {
  return stored(venue, 'discovery.json') as readonly Json[];
}

/** Answers with markets in every state: one with all of them, or, from a venue that is asked for one at a time, one for each. */
export function marketsBodies(venue: Venue): readonly Json[] {
  const body = stored(venue, 'markets.json') as Json;
  return venue.markets.max === 1 ? (body as readonly Json[]) : [body];
}

export function instrumentOf(listing: Listing): Instrument {
  const { id, venue, symbols, priceGrid, fees, venueData } = listing;
  return { id, venue, symbols, priceGrid, fees, venueData };
}

/** A symbol table whose slots are the instruments' places in the list. */
export function tableOf(instruments: readonly Instrument[]): SymbolTable {
  const index = new SymbolIndex();
  for (const instrument of instruments) index.add(instrument);
  return index.tableOf(instruments[0]!.venue);
}

/** The first two markets of the venue's fixtures: the ones its frames speak of. */
export function fixtureTable(venue: Venue): SymbolTable {
  const listings = marketsBodies(venue).flatMap((body) => venue.readMarkets(body).listings);
  return tableOf(listings.slice(0, 2).map(instrumentOf));
}

const encoder = new TextEncoder();

export function frameOfBytes(bytes: Uint8Array): FrameWindow {
  return new FrameWindow().hold(bytes);
}

export function frameOfText(text: string): FrameWindow {
  return frameOfBytes(encoder.encode(text));
}
