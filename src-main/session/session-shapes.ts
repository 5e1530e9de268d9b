/**
 * What a session's own records (catalogue, events, keyframes) must look like before anything acts on them.
 *
 * A session may come from anybody. Frames are checked by the venues' decoders like live ones; these records would go straight
 * into the catalogue, the books and the window, so whatever is not of the right shape or is far too large is left out and counted.
 * Fields that a later version adds are no fault.
 */
import * as z from 'zod';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import { BOOK_PHASES, BOOK_REASONS } from '../../src-shared/domain/book-phase.ts';
import { LINK_MEMBERS_MAX } from '../../src-shared/domain/limits.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
import { isPriceGrid, type PriceGrid } from '../../src-shared/domain/price-grid.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';

/** The longest real texts have some 20,000 characters (rules of a market) and 300 (a title). */
const RULES_LENGTH_MAX = 200_000;
const TEXT_LENGTH_MAX = 4_000;
const ID_LENGTH_MAX = 300;
const LIST_MAX = 1_000;
/** Listings an event may name: all books of a connection several times over. */
const EVENT_LISTINGS_MAX = 20_000;
/** Ranges of a price grid: a tapered one has three. */
const RANGES_MAX = 100;
/** Levels of one side of a book: the finest grid there is has 10,000 prices. */
const LEVELS_MAX = 20_000;

const id = z.string().min(1).max(ID_LENGTH_MAX);
/** As the registry's: a venue's id becomes part of files' names and of SQL tables' values. */
const venue = z.string().regex(/^[a-z0-9-]{1,40}$/);
const text = z.string().max(TEXT_LENGTH_MAX);
const texts = z.array(text).max(LIST_MAX);
const whole = z.int().min(0);
const range = z.object({ startMicros: whole, endMicros: whole, stepMicros: whole });

const rate = whole.max(ONE_MICROS);
const feeTerms = { roundUpToMicros: z.int().min(1).max(ONE_MICROS), text, isAssumed: z.literal(true).optional() };
const feeTable = z
  .array(z.object({ upToMicros: rate, rateMicros: rate }))
  .min(1)
  .max(RANGES_MAX);

const listing = z.looseObject({
  id,
  venue,
  marketId: id,
  eventId: text,
  title: text,
  outcomes: z.tuple([text, text]),
  symbols: z.array(id).min(1).max(LIST_MAX),
  status: z.enum(['open', 'paused', 'closed', 'resolved']),
  resolution: z.enum(['yes', 'no', 'other']).nullable(),
  priceGrid: z
    .array(range)
    .min(1)
    .max(RANGES_MAX)
    .refine((grid) => isPriceGrid(grid as PriceGrid)),
  minOrderSizeMicros: whole.nullable(),
  fees: z
    .union([
      z.looseObject({
        ...feeTerms,
        kind: z.literal('curve').optional(),
        rateMicros: rate,
        exponent: z.int().min(0).max(8),
        base: z.literal('minimum').optional(),
      }),
      z.looseObject({
        ...feeTerms,
        kind: z.literal('table'),
        buy: feeTable,
        buyPaidIn: z.enum(['cash', 'contracts']),
        sell: feeTable,
      }),
      z.looseObject({ ...feeTerms, kind: z.literal('profit-share'), rateMicros: rate }),
    ])
    .nullable(),
  category: text,
  tags: texts,
  closeTimeMs: z.number().nullable(),
  decidedMs: z.number().nullable().optional(),
  result: z.enum(['proposed', 'disputed']).optional(),
  volume24h: z.number().nullable(),
  rules: z.string().max(RULES_LENGTH_MAX),
  url: text.refine((url) => url === '' || URL.parse(url)?.protocol === 'https:'),
  venueData: z.record(z.string(), text),
});

const link = z.looseObject({
  id,
  title: text,
  status: z.enum(['suggested', 'confirmed', 'rejected']),
  members: z
    .array(z.looseObject({ listing: id, orientation: z.enum(['same', 'inverted']) }))
    .min(1)
    .max(LINK_MEMBERS_MAX),
});

const event = z.looseObject({
  kind: z.enum([
    'connected',
    'disconnected',
    'silent',
    'heard',
    'subscribed',
    'handover',
    'unsubscribed',
    'gap',
    'resync',
    'dropped',
    'clock-step',
    'settings',
    'note',
  ]),
  venue: z.string().max(ID_LENGTH_MAX).default(''),
  connection: z.int().min(0).nullable().default(null),
  listings: z.array(id).max(EVENT_LISTINGS_MAX).default([]),
  text: z.string().max(RULES_LENGTH_MAX).default(''),
});

export function isListing(value: unknown): value is Listing {
  return listing.safeParse(value).success;
}

export function isLink(value: unknown): value is Link {
  return link.safeParse(value).success;
}

/** The event, with what an older one lacks; null when it is none. */
export function readEvent(value: unknown): SessionEvent | null {
  const read = event.safeParse(value);
  return read.success ? read.data : null;
}

/** Checked by hand: a keyframe holds all books, and is read whenever a replay jumps. */
export function isBookDump(value: unknown): value is BookDump {
  if (typeof value !== 'object' || value === null) return false;
  const book = value as Partial<Record<keyof BookDump, unknown>>;
  return (
    typeof book.listing === 'string' &&
    BOOK_PHASES.some((phase) => phase === book.phase) &&
    BOOK_REASONS.some((reason) => reason === book.reason) &&
    // A venue time that is not known is NaN, which JSON writes as null.
    (book.lastEventMs === null || Number.isFinite(book.lastEventMs)) &&
    Number.isFinite(book.updates) &&
    (book.lagMs === undefined || Number.isFinite(book.lagMs)) &&
    isSide(book.bids) &&
    isSide(book.asks)
  );
}

function isSide(side: unknown): boolean {
  if (!Array.isArray(side) || side.length > LEVELS_MAX) return false;
  for (const level of side) {
    if (!Array.isArray(level) || !isWithin(level[0], ONE_MICROS) || !isWithin(level[1], Number.MAX_SAFE_INTEGER))
      return false;
  }
  return true;
}

function isWithin(value: unknown, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max;
}
