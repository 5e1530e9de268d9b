/**
 * What a window and main say to each other: requests with answers, and state that main pushes whenever it changed.
 *
 * Market data is not here: it goes from the engine to the window directly. The window is an untrusted peer: main validates every
 * request before acting on it.
 */
import type { AppHealth, LogEvent } from '../domain/health.ts';
import type { Link } from '../domain/link.ts';
import type { Listing, ListingId, VenueId } from '../domain/listing.ts';
import type {
  ExportPlan,
  JobState,
  RecordingState,
  ReplayState,
  SessionCard,
  TimelineSlice,
} from '../domain/session.ts';

/** LIVE, DEMO and REPLAY are unmistakable everywhere. */
export type Mode = 'live' | 'demo' | 'replay';

/** A venue as the window knows it: data, never code. */
export type VenueCard = {
  readonly id: VenueId;
  readonly name: string;
  readonly shortName: string;
  readonly colour: { readonly dark: string; readonly light: string };
  /** How its books come now, and why (a sentence: "No key is set, so books are polled."). */
  readonly transport: 'stream' | 'poll';
  readonly note: string;
};

export type Search = {
  readonly text: string;
  readonly venues: readonly VenueId[];
  readonly limit: number;
};

/** A hit: a listing, and the link it is part of. */
export type SearchHit = { readonly listing: Listing; readonly link: Link | null };

export type CatalogState = {
  readonly listings: number;
  readonly byVenue: readonly {
    readonly venue: VenueId;
    readonly listings: number;
    readonly complete: boolean;
    readonly note: string;
  }[];
};

/** What a person chose and expects to find again. `layout` is the docking library's own JSON. */
export type Preferences = {
  readonly theme: 'dark' | 'light' | 'system';
  readonly sideColours: 'blue-orange' | 'green-red';
  readonly priceUnit: 'cents' | 'probability' | 'odds';
  readonly layout: unknown;
};

/** Watchlist rows in order: listing ids and link ids. */
export type Watchlist = readonly string[];

/** Every request by name: what is asked, what is answered. */
export type Requests = {
  search: { ask: Search; answer: readonly SearchHit[] };
  listings: { ask: { readonly ids: readonly ListingId[] }; answer: readonly Listing[] };
  setWatchlist: { ask: { readonly watchlist: Watchlist }; answer: null };
  setPreferences: { ask: { readonly preferences: Partial<Preferences> }; answer: null };
  /** Subscribes listings that a pane of this window shows, whether or not they are on the watchlist. */
  show: { ask: { readonly listings: readonly ListingId[] }; answer: null };
  reconnect: { ask: { readonly connection: number }; answer: null };
  restartEngine: { ask: Record<string, never>; answer: null };
  /** Recordings, newest first. */
  sessions: { ask: Record<string, never>; answer: readonly SessionCard[] };
  /** Starts recording all that arrives, or only frames of these listings' venues' connections; fails when one is running. */
  startRecording: { ask: { readonly listings: readonly ListingId[] }; answer: null };
  stopRecording: { ask: Record<string, never>; answer: null };
  describeSession: { ask: { readonly session: string; readonly name: string; readonly note: string }; answer: null };
  /** Moves the session to the trash folder. */
  deleteSession: { ask: { readonly session: string }; answer: null };
  /** Brings back what `deleteSession` moved. */
  restoreSession: { ask: { readonly session: string }; answer: null };
  /** Shows the files in the system's file manager, where there is one. */
  reveal: { ask: { readonly path: string }; answer: null };
  /** Opens the session in a window of its own. `url`: the page to open where the host leaves that to the window, else ''. */
  openSession: { ask: { readonly session: string }; answer: { readonly url: string } };
  /** Long work on sessions; each answers with its job's number at once. */
  verifySession: { ask: { readonly session: string }; answer: number };
  exportSession: { ask: ExportPlan; answer: number };
  importRecording: { ask: { readonly path: string }; answer: number };
  cancelJob: { ask: { readonly job: number }; answer: null };
  /** Replay only. Speed 0: as fast as possible. */
  replayPlay: { ask: { readonly speed: number }; answer: null };
  replayPause: { ask: Record<string, never>; answer: null };
  replaySeek: { ask: { readonly atMicros: number }; answer: null };
  /** One message on, or the next change of a listing. */
  replayStep: { ask: { readonly listing: ListingId | null }; answer: null };
  /** The session's time in so many equal slices. */
  replayTimeline: { ask: { readonly slices: number }; answer: readonly TimelineSlice[] };
  /** The text of a report a person can send: versions, settings without secrets, health, log. */
  report: { ask: Record<string, never>; answer: string };
};
export type RequestName = keyof Requests;

export type WindowToMain = {
  readonly [Name in RequestName]: {
    readonly kind: 'request';
    readonly id: number;
    readonly name: Name;
    readonly ask: Requests[Name]['ask'];
  };
}[RequestName];

export type MainToWindow =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Requests[RequestName]['answer'] }
  /** The request could not be done; a sentence for the person. */
  | { readonly kind: 'failed'; readonly id: number; readonly text: string }
  /** First message on the port: everything a window needs to draw itself. */
  | {
      readonly kind: 'hello';
      readonly mode: Mode;
      readonly version: string;
      readonly host: string;
      readonly venues: readonly VenueCard[];
      readonly preferences: Preferences;
      readonly watchlist: Watchlist;
      readonly links: readonly Link[];
      readonly catalog: CatalogState;
      readonly events: readonly LogEvent[];
      /** Sentences the person must see at the start (a broken settings file set aside, a missing key file). */
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'venues'; readonly venues: readonly VenueCard[] }
  | { readonly kind: 'links'; readonly links: readonly Link[] }
  | { readonly kind: 'watchlist'; readonly watchlist: Watchlist }
  | { readonly kind: 'catalog'; readonly catalog: CatalogState }
  /** Listings whose facts changed (grid, status, close time). */
  | { readonly kind: 'listings'; readonly listings: readonly Listing[] }
  | { readonly kind: 'health'; readonly health: AppHealth }
  /** Null: nothing is being recorded. */
  | { readonly kind: 'recording'; readonly recording: RecordingState | null }
  | { readonly kind: 'sessions'; readonly sessions: readonly SessionCard[] }
  | { readonly kind: 'job'; readonly job: JobState }
  /** Replay only. */
  | { readonly kind: 'replay'; readonly replay: ReplayState }
  | { readonly kind: 'events'; readonly events: readonly LogEvent[] }
  /** The engine died and was started again: ask for a new engine port and watch anew. */
  | { readonly kind: 'engine'; readonly state: 'restarting' | 'running' };
