/**
 * Runs a recording's raw messages through the engine's decoders and books, and counts what is wrong.
 *
 * Files are taken in the order given, as one recording; each is a connection of its own. The same recording gives the same
 * report: no clock is read, the times are the recording's.
 */
import { FrameBatchReader } from '../../src-shared/contract/frame-batch.ts';
import { type BooksAt, MESSAGE_KINDS, type MessageKind, type VerifyReport } from '../../src-shared/contract/verify.ts';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import { ANY_BOOK } from '../../src-shared/domain/notice.ts';
import { EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import type { Decoder, SequenceMark, Venue } from '../../src-shared/venues/venue.ts';
import { FrameWindow } from '../decode/frame-window.ts';
import { SymbolIndex } from '../decode/symbol-index.ts';
import { EventReplay } from './event-replay.ts';
import { FileLedger } from './file-ledger.ts';
import { LocatedProblems } from './located-problems.ts';
import { kindOf, refuseWords } from './message-kind.ts';
import { openSymbols } from './open-symbols.ts';
import { recogniseVenue } from './recogniser.ts';
import type { Place, VerifiedBook } from './verified-book.ts';

/** Messages kept while no decoder finds anything in them; a recording says what it is long before. */
const UNRECOGNISED_MAX = 10_000;
/** Different words that are told apart. */
const WORDS_MAX = 20;
const MICROS_PER_MS = 1_000;

/** Nothing can be said about the recording. The message is one sentence. */
export class VerifyError extends Error {
  override readonly name = 'VerifyError';
}

type Batch = { readonly batch: Uint8Array; readonly lines: Uint32Array };

export class Verifier {
  private readonly venues: readonly Venue[];
  private readonly given: Venue | null;
  private readonly booksAt: number | null;
  private readonly index = new SymbolIndex();
  private readonly decoders = new Map<VenueId, Decoder>();
  private readonly replay = new EventReplay(this.index);
  private readonly problems = new LocatedProblems();
  private readonly files: FileLedger[] = [];
  private readonly events = new EventBuffer();
  private readonly reader = new FrameBatchReader();
  private readonly frame = new FrameWindow();
  private readonly mark: SequenceMark = { stream: 0, sequence: 0, books: false };
  private readonly kinds = Object.fromEntries(MESSAGE_KINDS.map((kind) => [kind, 0])) as Record<MessageKind, number>;
  private readonly place: Place = { file: new FileLedger(0, ''), stream: null, receivedMs: 0, message: 0 };
  private readonly words = new Map<string, number>();
  private readonly refusals = new Map<string, number>();
  private held: Batch[] = [];
  private heldFrames = 0;
  private wanted: BooksAt | null = null;

  /** `venue` null: every file's is recognised. `booksAt`: after how many messages all books are wanted, or null. */
  constructor(venues: readonly Venue[], venue: VenueId | null, booksAt: number | null) {
    this.venues = venues;
    this.given = venues.find(({ id }) => id === venue) ?? null;
    this.booksAt = booksAt;
  }

  beginFile(name: string): void {
    const file = new FileLedger(this.files.length + 1, name);
    file.venue = this.given;
    this.files.push(file);
    this.place.file = file;
  }

  /** Takes the next frames of the file. Throws {@link VerifyError} when nobody can read them. */
  take(batch: Uint8Array, lines: Uint32Array): void {
    if (this.place.file.venue) {
      this.run(batch, lines);
      return;
    }
    this.held.push({ batch, lines });
    this.heldFrames += lines.length;
    if (this.recognise(batch)) this.release();
    else if (this.heldFrames >= UNRECOGNISED_MAX) this.giveUp();
  }

  /** `trouble`: why the file could not be read to its end, or ''. */
  endFile(trouble: string): void {
    this.place.file.trouble = trouble;
    if (this.heldFrames > 0) this.giveUp();
  }

  /** What was found. Throws {@link VerifyError} when there was no message at all. */
  report(): VerifyReport {
    if (this.place.message === 0 && this.files.every(({ trouble }) => trouble === '')) {
      throw new VerifyError(`There is no message in ${this.files.map(({ name }) => name).join(', ')}.`);
    }
    const books = this.replay.known();
    for (const book of books) book.judge(this.place.receivedMs);
    const markets = books.map((book) => book.report()).sort(byName);
    const streams = this.files.flatMap(({ connection, name, streams }) =>
      [...streams.values()].map((stream) => stream.report(connection, name)),
    );
    const crossed = sum(markets, 'crossed');
    const negativeLevels = sum(markets, 'negativeLevels');
    const isWhole = this.files.every(({ trouble }) => trouble === '');
    const decodeErrors = this.problems.total;
    return {
      ok: decodeErrors === 0 && negativeLevels === 0 && crossed === 0 && isWhole,
      files: this.files.map((file) => file.report()),
      messages: { total: this.place.message, ...this.kinds },
      words: counted(this.words),
      refusals: counted(this.refusals),
      decodeErrors,
      problems: this.problems.report(),
      negativeLevels,
      crossed,
      locked: sum(markets, 'locked'),
      touchMismatches: sum(markets, 'touchMismatches'),
      timeReversals: sum(markets, 'timeReversals'),
      checksums: this.replay.checksums,
      gaps: sum(streams, 'gaps') + sum(this.files, 'breaks'),
      streams,
      markets,
      booksAt: this.booksAt === null ? null : (this.wanted ?? this.wholeBooks()),
    };
  }

  /** Batches before this one had nothing in them for anybody. */
  private recognise(batch: Uint8Array): boolean {
    const { file } = this.place;
    const found = recogniseVenue(this.venues, (visit) => this.each(batch, () => visit(this.frame)));
    if (found.is === 'mixed') {
      throw new VerifyError(`${file.name} cannot be verified as one: ${found.text}. Split it by exchange.`);
    }
    file.venue = found.is === 'venue' ? (this.venues.find(({ id }) => id === found.venue) ?? null) : null;
    return file.venue !== null;
  }

  private release(): void {
    const { held } = this;
    this.held = [];
    this.heldFrames = 0;
    for (const { batch, lines } of held) this.run(batch, lines);
  }

  private giveUp(): never {
    const ids = this.venues.map(({ id }) => id).join(', ');
    throw new VerifyError(
      `${this.place.file.name} is not recognised: no exchange's decoder finds anything in its first ${this.heldFrames} ` +
        `messages; if it is a recording, name the exchange with --venue (${ids}).`,
    );
  }

  private each(batch: Uint8Array, visit: (at: number) => void): void {
    this.reader.open(batch);
    this.frame.open(batch);
    for (let at = 0; this.reader.next(); at++) {
      this.frame.move(this.reader.start, this.reader.end);
      visit(at);
    }
  }

  private run(batch: Uint8Array, lines: Uint32Array): void {
    const { venue } = this.place.file;
    if (!venue) return;
    const decoder = this.decoderOf(venue);
    this.each(batch, (at) => {
      this.place.message++;
      this.place.receivedMs = this.reader.receivedMicros / MICROS_PER_MS;
      this.place.file.take(this.place.receivedMs);
      this.kinds[this.isNew(venue) ? this.message(venue, decoder, lines[at]!) : 'repeat']++;
      if (this.place.message === this.booksAt) this.wanted = this.wholeBooks();
    });
  }

  /** Reads the message's number; false: it must not be applied again. */
  private isNew({ sequence }: Venue): boolean {
    const { place, mark } = this;
    place.stream = null;
    if (!sequence?.(this.frame, mark)) return true;
    place.stream = place.file.stream(mark.stream);
    return place.stream.take(mark.sequence);
  }

  private message(venue: Venue, decoder: Decoder, line: number): MessageKind {
    const { events, place, frame } = this;
    events.clear();
    decoder.decode(frame, events);
    if (place.receivedMs <= 0 && place.file.isTimed) refuseWords(events);
    this.replay.apply(events, place);
    for (const notice of events.notices) {
      if (notice.kind === 'word') count(this.words, notice.text);
      if (notice.kind === 'control' && notice.refusal !== undefined) count(this.refusals, notice.refusal);
      if (notice.kind !== 'problem') continue;
      this.problems.add(venue.id, notice.code, notice.text, frame.bytes(), { file: place.file.name, line });
      if (notice.slot >= 0) this.replay.book(notice.slot).distrust('bad-frame');
      else if (notice.slot === ANY_BOOK) place.file.unattributed++;
    }
    return kindOf(events);
  }

  private decoderOf(venue: Venue): Decoder {
    let decoder = this.decoders.get(venue.id);
    if (!decoder) {
      decoder = venue.createDecoder(openSymbols(this.index, venue.id));
      this.decoders.set(venue.id, decoder);
    }
    return decoder;
  }

  private wholeBooks(): BooksAt {
    const books = this.replay.known().map((book: VerifiedBook) => book.whole());
    return { messages: this.place.message, books: books.sort(byName) };
  }
}

/** Of so many texts; others are in the count of their kind alone. */
function count(texts: Map<string, number>, text: string): void {
  const before = texts.get(text) ?? 0;
  if (before > 0 || texts.size < WORDS_MAX) texts.set(text, before + 1);
}

function counted(texts: ReadonlyMap<string, number>): VerifyReport['words'] {
  return [...texts].map(([text, many]) => ({ text, count: many }));
}

function byName(a: { venue: string; market: string }, b: { venue: string; market: string }): number {
  const [left, right] = [`${a.venue} ${a.market}`, `${b.venue} ${b.market}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

function sum<Field extends string>(rows: readonly Readonly<Record<Field, number>>[], field: Field): number {
  return rows.reduce((total, row) => total + row[field], 0);
}
