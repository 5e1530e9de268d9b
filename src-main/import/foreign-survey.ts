/**
 * What a foreign recording is about, found by reading it once: whose messages they are, which markets, on which price grid, whether
 * their numbers are those of the file.
 *
 * It names no venue: every registered one tries. A market's first symbol is the one whose book was seen first.
 */

import { type Recognition, recognise, type Understanding } from '../../src-shared/contract/recognition.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { type Listing, listingId } from '../../src-shared/domain/listing.ts';
import { uniformGrid } from '../../src-shared/domain/price-grid.ts';
import { EVENT, EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import { SLACK_BYTES } from '../../src-shared/domain/wire/json-bytes.ts';
import type { FrameView, SequenceMark, SymbolBytesTable, SymbolTable, Venue } from '../../src-shared/venues/venue.ts';

/** A cent: the coarsest grid of the venues we know. What prices show is finer or equal. */
const COARSEST_STEP_MICROS = 10_000;
const SYMBOL_BYTES_MAX = 120;
const QUOTE = 0x22;
/** Numbers missing above this share are another market's: the file holds a part of a subscription. */
const MISSING_SHARE_MAX = 0.01;
const MS_TO_MICROS = 1_000;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A view of one message with the room behind it that decoders need. */
export class LineView implements FrameView {
  view: DataView = new DataView(new ArrayBuffer(1 << 16));
  start = 0;
  end = 0;
  private bytes = new Uint8Array(this.view.buffer);

  hold(message: Uint8Array): this {
    if (this.bytes.length < message.length + SLACK_BYTES) {
      this.bytes = new Uint8Array(2 * message.length + SLACK_BYTES);
      this.view = new DataView(this.bytes.buffer);
    }
    this.bytes.set(message);
    this.bytes.fill(0, message.length, message.length + SLACK_BYTES);
    return this.move(0, message.length);
  }

  move(start: number, end: number): this {
    this.start = start;
    this.end = end;
    return this;
  }

  text(): string {
    return utf8.decode(this.bytes.subarray(this.start, this.end));
  }
}

/** Gives every symbol it is asked for a slot. */
class AllSymbols implements SymbolTable, SymbolBytesTable {
  readonly names: string[] = [];
  end = -1;
  private readonly slots = new Map<string, number>();
  private readonly venue: Venue;

  constructor(venue: Venue) {
    this.venue = venue;
  }

  get bytes(): SymbolBytesTable {
    return this;
  }

  slotOf(symbol: string): number {
    const known = this.slots.get(symbol);
    if (known !== undefined) return known;
    this.slots.set(symbol, this.names.length);
    return this.names.push(symbol) - 1;
  }

  /** Which of two symbols is the other outcome's is not known: each is read as one of its own. */
  mirrorOf(): number {
    return -1;
  }

  find(view: DataView, start: number): number {
    let text = '';
    for (let at = start; at < start + SYMBOL_BYTES_MAX && at < view.byteLength; at++) {
      const byte = view.getUint8(at);
      if (byte === QUOTE) {
        this.end = at;
        return this.slotOf(text);
      }
      text += String.fromCharCode(byte);
    }
    this.end = -1;
    return -1;
  }

  instrument(slot: number): Instrument {
    const symbols = [this.names[slot]!];
    const { id } = this.venue;
    return { id: '', venue: id, symbols, priceGrid: uniformGrid(COARSEST_STEP_MICROS), fees: null, venueData: {} };
  }
}

type Stream = { last: number; seen: number; missing: number };

/** One venue's survey: of a few lines, to find out whose they are, or of all. */
export class VenueSurvey {
  readonly venue: Venue;
  messages = 0;
  problems = 0;
  events = 0;
  /** Messages that are a bare word. */
  words = 0;
  private readonly symbols: AllSymbols;
  private readonly decoder: ReturnType<Venue['createDecoder']>;
  private readonly rows = new EventBuffer();
  private readonly view = new LineView();
  private readonly mark: SequenceMark = { stream: 0, sequence: 0, books: false };
  private readonly streams = new Map<string, Stream>();
  private readonly steps = new Map<string, number>();
  private readonly markets = new Map<string, string[]>();

  constructor(venue: Venue) {
    this.venue = venue;
    this.symbols = new AllSymbols(venue);
    this.decoder = venue.createDecoder(this.symbols);
  }

  /** Reads a message; answers with the venue's time in µs, 0 where it gives none. */
  read(bytes: Uint8Array, connection: number): number {
    const { venue, view, rows } = this;
    this.messages++;
    view.hold(bytes);
    if (venue.sequence?.(view, this.mark)) this.count(connection);
    const parts = venue.identify(view);
    let timeMs = 0;
    if (parts.length === 0) this.decode('');
    for (const part of parts) {
      view.move(part.start, part.end);
      if (part.timeMs > timeMs) timeMs = part.timeMs;
      this.decode(part.market);
    }
    rows.clear();
    return timeMs * MS_TO_MICROS;
  }

  /** Whether the numbers of a connection's streams are not this file's. */
  get isPartOfStream(): boolean {
    for (const { seen, missing } of this.streams.values()) if (missing > seen * MISSING_SHARE_MAX) return true;
    return false;
  }

  /** The markets seen, as listings that hold what the messages tell. */
  listings(): readonly Listing[] {
    return [...this.markets].map(([marketId, symbols]) => ({
      id: listingId(this.venue.id, marketId),
      venue: this.venue.id,
      marketId,
      eventId: '',
      title: marketId,
      outcomes: ['Yes', 'No'],
      symbols,
      status: 'open',
      resolution: null,
      priceGrid: uniformGrid(this.steps.get(marketId) ?? COARSEST_STEP_MICROS),
      minOrderSizeMicros: null,
      fees: null,
      category: '',
      tags: [],
      closeTimeMs: null,
      volume24h: null,
      rules: '',
      url: '',
      venueData: {},
    }));
  }

  private decode(market: string): void {
    const { rows, view } = this;
    rows.clear();
    this.decoder.decode(view, rows);
    if (rows.length === 0 && rows.notices.length > 0 && rows.notices.every(({ kind }) => kind === 'word')) this.words++;
    this.problems += rows.notices.filter(({ kind }) => kind === 'problem').length;
    this.events += rows.length + rows.notices.filter(({ kind }) => kind !== 'problem' && kind !== 'word').length;
    for (let row = 0; row < rows.length; row++) this.take(row, market);
  }

  private take(row: number, market: string): void {
    const { rows } = this;
    const symbol = this.symbols.names[rows.slot[row]!];
    if (symbol === undefined) return;
    const id = market === '' ? symbol : market;
    const symbols = this.markets.get(id);
    if (!symbols) this.markets.set(id, [symbol]);
    else if (!symbols.includes(symbol)) symbols.push(symbol);
    const kind = rows.kind[row];
    if (kind !== EVENT.level && kind !== EVENT.set && kind !== EVENT.add) return;
    const step = this.steps.get(id) ?? COARSEST_STEP_MICROS;
    const price = rows.price[row]!;
    if (price % step !== 0) this.steps.set(id, commonDivisor(step, price));
  }

  private count(connection: number): void {
    const { stream, sequence } = this.mark;
    const key = `${connection}/${stream}`;
    const known = this.streams.get(key);
    if (!known) {
      this.streams.set(key, { last: sequence, seen: 1, missing: 0 });
      return;
    }
    known.seen++;
    // A lower number is a new beginning.
    if (sequence > known.last) known.missing += sequence - known.last - 1;
    known.last = sequence;
  }
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Whose messages these are, by what each venue's decoder finds in them. */
export function recogniseVenue(samples: readonly Uint8Array[], venues: readonly Venue[]): Recognition {
  let words = 0;
  const all = venues.map((venue): Understanding => {
    const survey = new VenueSurvey(venue);
    const places = new Set<number>();
    samples.forEach((sample, place) => {
      const { events, problems } = survey;
      survey.read(sample, 0);
      if (survey.events > events && survey.problems === problems) places.add(place);
    });
    words = Math.max(words, survey.words);
    return { venue: venue.id, name: venue.name, places };
  });
  return recognise(all, samples.length - words);
}
