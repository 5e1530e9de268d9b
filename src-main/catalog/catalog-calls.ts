/** What main and the catalogue's thread say to each other: calls with answers, and two words that the thread says by itself. */
import type { CatalogState, MarketQuery, MarketState } from '../../src-shared/contract/window-main.ts';
import type { Listing, ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { LifecycleNotice } from '../../src-shared/domain/notice.ts';
import type { RestRequest } from '../../src-shared/venues/venue.ts';
import type { Facet } from './market-query.ts';
import type { WantedInput } from './wanted.ts';

/** What a page of a venue's walk led to. */
export type PageResult = {
  /** The request to make next; null: the walk is over. */
  readonly next: RestRequest | null;
  /** What is odd about the markets of this walk so far, a sentence, or ''. */
  readonly note: string;
  /** With the end of the walk: markets to ask about as it did not meet them though they should be open, by the venue's ids. */
  readonly missing: readonly string[];
  /** Why the walk ended before all markets were seen, a sentence, or ''. */
  readonly broken: string;
};

export type MarketRows = {
  readonly total: number;
  readonly rows: readonly { readonly listing: Listing; readonly state: MarketState }[];
  readonly categories: Facet;
  readonly tags: Facet;
};

/** A part of the change of what is followed; the listings of all parts are too many for main to take at once. */
export type FollowPart = {
  readonly add: readonly Listing[];
  /** Facts of followed ones that changed. */
  readonly changed: readonly Listing[];
  readonly remove: readonly ListingId[];
  readonly leftOut: number;
  /** Of the first answer of a thread's life: `add` names all that is followed, over its parts. */
  readonly isFirst: boolean;
  /** Ask again for the rest. */
  readonly more: boolean;
};

/** Every call by name: arguments, answer. */
export type CatalogCalls = {
  /** The request that a venue's walk waits for; begins a walk when none is under way. */
  next(venue: VenueId): RestRequest | null;
  /** Takes the answer to it. Rejects when it is not what the venue documents; the same request is then to be made again. */
  page(venue: VenueId, body: Uint8Array): Promise<PageResult>;
  /** The walk cannot go on from where it is: the next one begins at the first page. */
  abandon(venue: VenueId): null;
  /** Takes the answers about markets that were requested by their ids; answers with those the venue knew. */
  asked(venue: VenueId, bodies: readonly Uint8Array[]): readonly string[];
  /** The venue does not know these. */
  unknown(venue: VenueId, marketIds: readonly string[]): null;
  /** Markets to ask about: their closing time passed, or their result is to be asked for again. Each is told once; the rest at the next call. */
  due(venue: VenueId): readonly string[];
  /** A venue's trouble in a sentence; '' when it is over. */
  trouble(venue: VenueId, note: string): null;
  /** Takes what a venue says of a market's life; answers with the market to be fetched by its id, or null. */
  lifecycle(venue: VenueId, notice: LifecycleNotice): string | null;
  markets(query: MarketQuery): MarketRows;
  /** The same without counting anything: the first of a search. */
  search(query: MarketQuery): readonly Listing[];
  listings(ids: readonly ListingId[]): readonly Listing[];
  /** Which listings became or ceased to be members of links. Members rank higher, are not removed, and are followed. */
  linked(add: readonly ListingId[], remove: readonly ListingId[]): null;
  /** What is to be followed from now on, besides the members of links. */
  want(input: WantedInput): null;
  /** How what is followed changes. */
  follow(): FollowPart;
  close(): null;
};
export type CatalogCallName = keyof CatalogCalls;

export type ToCatalog = { readonly id: number; readonly name: CatalogCallName; readonly args: readonly unknown[] };

export type FromCatalog =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly text: string }
  | { readonly kind: 'state'; readonly state: CatalogState }
  /** What is followed changes: ask for it. */
  | { readonly kind: 'follow' }
  /** The store was broken; a sentence. */
  | { readonly kind: 'problem'; readonly text: string };

/** The thread's workerData. `file`: null keeps nothing. */
export type CatalogThreadData = { readonly file: string | null };

/** The catalogue's thread is down, so nothing is known of the venue that was asked about. The message is one sentence. */
export class CatalogDownError extends Error {
  override readonly name = 'CatalogDownError';
}
