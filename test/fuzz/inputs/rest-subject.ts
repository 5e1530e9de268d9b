/** Fuzzes what a venue's REST answers may do: bodies that are not as documented, and bodies that were damaged on their way. */
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { limitListings } from '../../../src-main/catalog/listing-limits.ts';
import { BodyError, readBody } from '../../../src-main/feed/rest-body.ts';
import { isListing } from '../../../src-main/session/session-shapes.ts';
import { LISTING_RULES_LENGTH_MAX, LISTING_TITLE_LENGTH_MAX } from '../../../src-shared/domain/limits.ts';
import type { Json } from '../../../src-shared/domain/notice.ts';
import { type DiscoveryPage, type Venue, VenueError } from '../../../src-shared/venues/venue.ts';
import { discoveryBodies, marketsBodies } from '../../venues/venue-fixtures.ts';
import type { Subject } from '../subject.ts';
import { propertySubject } from './property-subject.ts';
import { twisted } from './twisted.ts';

/** A whole walk, and an answer about markets, of which every body may be twisted. */
export function bodySubject(venue: Venue): Subject {
  const walk = discoveryBodies(venue);
  const asked = marketsBodies(venue);
  const either = (body: Json): fc.Arbitrary<Json> => fc.oneof(fc.constant(body), twisted(body));
  return propertySubject({
    name: `${venue.id} bodies`,
    weight: 40,
    values: fc.tuple(fc.tuple(...walk.map(either)), fc.tuple(...asked.map(either))),
    check([pages, answers], count) {
      const discovery = venue.createDiscovery();
      for (const body of pages) {
        if (discovery.next() === null) break;
        expectGood(venue, () => discovery.accept(body), count);
      }
      for (const body of answers) expectGood(venue, () => venue.readMarkets(body), count);
    },
  });
}

/** The page is read into listings that any part of the app can take, or refused in words. */
function expectGood(venue: Venue, read: () => DiscoveryPage, count: (what: string) => void): void {
  let page: DiscoveryPage;
  try {
    page = read();
  } catch (error) {
    if (!(error instanceof VenueError)) throw error;
    count('refused');
    return;
  }
  count('read');
  for (const listing of limitListings(page.listings).listings) {
    if (listing.venue !== venue.id) throw new Error(`a listing of ${listing.venue}`);
    if (listing.title.length > LISTING_TITLE_LENGTH_MAX || listing.rules.length > LISTING_RULES_LENGTH_MAX)
      throw new Error('a text over its limit');
    // As it comes out of the catalogue, of a recording, and at a window.
    if (!isListing(JSON.parse(JSON.stringify(listing)))) throw new Error(`no listing: ${JSON.stringify(listing)}`);
    count('listings');
  }
}

const BODY_BYTES_MAX = 1 << 16;
const PACKINGS = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, zstd: zstdCompressSync } as const;

/** A compressed body, whole or damaged: it is what was sent, or an error of ours; never more than the limit. */
export const PACKED_SUBJECT: Subject = propertySubject({
  name: 'packed bodies',
  weight: 40,
  values: fc.record({
    text: fc.oneof(
      fc.string({ maxLength: 500 }),
      fc.nat(1 << 18).map((length) => 'x'.repeat(length)),
    ),
    encoding: fc.constantFrom(...(Object.keys(PACKINGS) as (keyof typeof PACKINGS)[])),
    cut: fc.constantFrom(0, 0, 1, 5, 50),
    flip: fc.option(fc.nat(1 << 18)),
  }),
  async check({ text, encoding, cut, flip }, count) {
    const packed = PACKINGS[encoding](text);
    const bytes = Buffer.from(packed.subarray(0, Math.max(0, packed.length - cut)));
    if (flip !== null && bytes.length > 0) bytes[flip % bytes.length]! ^= 1 << (flip % 8);
    const isWhole = bytes.equals(packed);
    async function* body(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
    }
    const read = await readBody(body(), encoding, BODY_BYTES_MAX).catch((error: unknown) => {
      if (!(error instanceof BodyError)) throw error;
      return error;
    });
    const length = Buffer.byteLength(text);
    count(read instanceof BodyError ? read.problem : 'read');
    if (read instanceof BodyError) {
      if (isWhole && length <= BODY_BYTES_MAX) throw new Error(`a whole body was refused: ${read.message}`);
      return;
    }
    if (read.length > BODY_BYTES_MAX) throw new Error('more than the limit');
    if (isWhole && !Buffer.from(text).equals(read)) throw new Error('another body');
  },
});
