/**
 * Frames of made-up markets as they would have been received at a rate, and a session of them written by the recorder's own writer.
 *
 * The markets are shared out among the venues, a connection each. Receive times are those of independent arrivals. A session is
 * written as the journal's thread does it: flushed every 0.7 s of its own time, all books every minute. The keyframes are made of the
 * markets themselves, not of the product's books.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FLUSH_EVERY_MS } from '../../../src-main/recording/capture-limits.ts';
import { SessionWriter } from '../../../src-main/session/session-writer.ts';
import type { BookDump } from '../../../src-shared/contract/main-engine.ts';
import type { Listing } from '../../../src-shared/domain/listing.ts';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { type MadeMarket, VenueClock } from './made-market.ts';
import { MADE_VENUES } from './made-venues.ts';
import type { MarketModel } from './market-model.ts';
import { type Random, seededRandom } from './random.ts';

const MARKETS = 40;
/** Noon of a day in the past: the same session in every run. */
export const MADE_START_MICROS = Date.UTC(2026, 10, 2, 12) * 1_000;
const MONOTONIC_START_NANOS = 5e12;
const VENUE_AGO_MS = 20;
const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_MS = 1_000;
const NANOS_PER_MICRO = 1_000;
const MICRO_OF_HUNDREDTH = 10_000;
const CONNECTIONS = MADE_VENUES.map(({ id }) => id);

/** A frame with its receipt. */
export type MadeFrame = {
  connection: number;
  micros: number;
  nanos: number;
  bytes: Uint8Array;
};

/** The venue's time runs with the receipt's. */
class PacedClock extends VenueClock {
  override advance(): void {
    this.sequence++;
  }
}

/** Makes frames one after the other; the same seed gives the same. */
export class MadeFrames {
  readonly markets: readonly MadeMarket[];
  /** Receipt of the last frame, from the start on. */
  elapsedMicros = 0;
  private readonly random: Random;
  private readonly ratePerSecond: number;
  private readonly clocks: readonly PacedClock[];
  private readonly frame: MadeFrame = { connection: 0, micros: 0, nanos: 0, bytes: new Uint8Array(0) };
  private snapshots = 0;

  constructor(seed: number, ratePerSecond: number) {
    this.random = seededRandom(seed);
    this.ratePerSecond = ratePerSecond;
    this.clocks = CONNECTIONS.map(() => new PacedClock(this.random, MADE_START_MICROS / MICROS_PER_MS));
    this.markets = Array.from({ length: MARKETS }, (_, at) => {
      const of = at % CONNECTIONS.length;
      const { create, usualLevels } = MADE_VENUES[of]!;
      return create(this.random, this.clocks[of]!, usualLevels);
    });
  }

  /** The next frame, its bytes its own, all else valid until the next call. First come the snapshots of all markets. */
  next(): MadeFrame {
    const { random, frame } = this;
    this.elapsedMicros += (-Math.log(1 - random()) * MICROS_PER_SECOND) / this.ratePerSecond;
    const isSnapshot = this.snapshots < MARKETS;
    const at = isSnapshot ? this.snapshots++ : Math.floor(random() * MARKETS);
    const nowMs = Math.floor((MADE_START_MICROS + this.elapsedMicros) / MICROS_PER_MS) - VENUE_AGO_MS;
    for (const clock of this.clocks) clock.nowMs = nowMs;
    const market = this.markets[at]!;
    frame.connection = connectionOf(at);
    frame.micros = MADE_START_MICROS + this.elapsedMicros;
    frame.nanos = Math.round(MONOTONIC_START_NANOS + this.elapsedMicros * NANOS_PER_MICRO);
    frame.bytes = Buffer.from(isSnapshot ? market.snapshot() : market.next());
    return frame;
  }
}

/** Gives the frames one after the other; after `distinct` of them from the first again, later. */
export function framesOf(made: MadeFrames, distinct = Number.POSITIVE_INFINITY): () => MadeFrame {
  if (!Number.isFinite(distinct)) return () => made.next();
  const frames = Array.from({ length: distinct }, () => ({ ...made.next() }));
  const lapMicros = made.elapsedMicros;
  let given = 0;
  return () => {
    const frame = frames[given++ % distinct]!;
    if (given > distinct) {
      frame.micros += lapMicros;
      frame.nanos += Math.round(lapMicros * NANOS_PER_MICRO);
    }
    return frame;
  };
}

function connectionOf(market: number): number {
  return 1 + (market % CONNECTIONS.length);
}

export type MadeSessionOptions = {
  readonly seed: number;
  readonly ratePerSecond: number;
  /** Ends when so many frames are written, or the session has so many bytes. */
  readonly frames: number;
  readonly bytes?: number;
  /** Behind so many frames the same come again, later: for large sessions whose books nobody looks at. */
  readonly distinctFrames?: number;
  readonly partBytesMax?: number;
};

/** Writes a session into a new folder; returns its path, its frames and the books after them, from the markets. */
export function writeMadeSession(
  root: string,
  options: MadeSessionOptions,
): { readonly path: string; readonly frames: number; readonly books: readonly BookDump[] } {
  const { seed, ratePerSecond, frames, bytes = Number.POSITIVE_INFINITY, partBytesMax = 512 << 20 } = options;
  const id = 'made';
  const path = join(root, id);
  mkdirSync(path);
  const made = new MadeFrames(seed, ratePerSecond);
  const next = framesOf(made, options.distinctFrames);
  const writer = new SessionWriter({
    folder: path,
    id,
    app: 'crossbook bench',
    startMicros: MADE_START_MICROS,
    partBytesMax,
    partMs: 3_600_000,
  });
  const start = { micros: MADE_START_MICROS, nanos: MONOTONIC_START_NANOS };
  writer.catalog(start, made.markets.map(listingOf), []);
  CONNECTIONS.forEach((venue, at) => {
    const connection = at + 1;
    const listings = made.markets
      .filter((_, n) => connectionOf(n) === connection)
      .map(({ instrument }) => instrument.id);
    writer.connection(connection, venue, 'stream');
    writer.event(start, { kind: 'subscribed', venue, connection, listings, text: '' });
    writer.event(start, { kind: 'connected', venue, connection, listings: [], text: 'none' });
  });
  writer.keyframe(start, 0, []);
  let flushed = 0;
  let keyframed = 0;
  while (writer.frames < frames && (writer.frames % 1_000 > 0 || writer.bytes < bytes)) {
    const frame = next();
    writer.frame(frame.connection, 0, frame.micros, frame.nanos, frame.bytes);
    const seconds = (frame.micros - MADE_START_MICROS) / MICROS_PER_SECOND;
    if (seconds >= keyframed + 60) {
      keyframed = seconds;
      writer.keyframe({ micros: frame.micros, nanos: frame.nanos }, writer.frames, dumpsOf(made));
    }
    if ((seconds - flushed) * 1_000 < FLUSH_EVERY_MS) continue;
    flushed = seconds;
    writer.flush(seconds * 1_000);
  }
  writer.close();
  return { path, frames: writer.frames, books: dumpsOf(made) };
}

function listingOf({ instrument }: MadeMarket, at: number): Listing {
  return {
    ...instrument,
    marketId: instrument.id.slice(instrument.venue.length + 1),
    eventId: '',
    title: `Made-up market ${at}`,
    outcomes: ['Yes', 'No'],
    status: 'open',
    resolution: null,
    minOrderSizeMicros: null,
    category: '',
    tags: [],
    closeTimeMs: null,
    volume24h: 0,
    rules: '',
    url: '',
  };
}

/** The markets' books as they are now. */
export function dumpsOf({ markets }: MadeFrames): readonly BookDump[] {
  return markets.map(dumpOf);
}

function dumpOf({ instrument, model }: MadeMarket): BookDump {
  const [bids, asks] = levelsOf(model);
  return { listing: instrument.id, phase: 'synced', reason: 'none', bids, asks, lastEventMs: 0, updates: 0 };
}

type Levels = (readonly [priceMicros: number, sizeMicros: number])[];

/** Best first. */
function levelsOf({ ticks, bids, asks }: MarketModel): readonly [bids: Levels, asks: Levels] {
  const priceOfTick = ONE_MICROS / ticks;
  const of = (sizes: Float64Array): Levels =>
    [...sizes.keys()]
      .filter((tick) => sizes[tick]! > 0)
      .map((tick) => [tick * priceOfTick, sizes[tick]! * MICRO_OF_HUNDREDTH]);
  return [of(bids).reverse(), of(asks)];
}
