/**
 * The messages between a window and main: requests with answers, and state that main pushes whenever it changes.
 *
 * Market data is not here: it goes from the engine to the window directly. The window is an untrusted peer: main validates every
 * request before acting on it.
 */
import type { Alert, AlertRule } from '../domain/alert.ts';
import type { AppHealth, LogEvent } from '../domain/health.ts';
import type { Link, LinkAction } from '../domain/link.ts';
import type { LinkDifference } from '../domain/link-difference.ts';
import type { EvidenceField, LinkEvidence } from '../domain/link-evidence.ts';
import type { Listing, ListingId, VenueId, Withheld } from '../domain/listing.ts';
import type {
  ExportPlan,
  JobState,
  RecordingState,
  ReplayState,
  SessionCard,
  SessionContents,
  TimelineSlice,
} from '../domain/session.ts';
import type { Tier } from '../domain/tier.ts';

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
  /** What it does not publish. */
  readonly withholds: readonly Withheld[];
};

export type Search = {
  readonly text: string;
  readonly venues: readonly VenueId[];
  readonly limit: number;
};

/** A hit: a listing, the link it is part of, and how many suggested links with it wait for a decision. */
export type SearchHit = { readonly listing: Listing; readonly link: Link | null; readonly suggested: number };

/** Where a market stands: listed and not followed, followed, past its closing time or closed, resolved. */
export const MARKET_STATES = ['pending', 'subscribed', 'expired', 'resolved'] as const;
export type MarketState = (typeof MARKET_STATES)[number];

export const MARKET_SORTS = ['rank', 'volume', 'closes'] as const;
export type MarketSort = (typeof MARKET_SORTS)[number];

/** A page of the markets that fit. An empty list takes all. */
export type MarketQuery = {
  readonly text: string;
  readonly venues: readonly VenueId[];
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly tiers: readonly Tier[];
  readonly states: readonly MarketState[];
  /** Trading ends within so long; null: whenever. */
  readonly closesWithinMs: number | null;
  /** Contracts traded in the last 24 hours. */
  readonly volumeMin: number;
  readonly sort: MarketSort;
  /** For `volume` and `closes`; the best always come first. */
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
};

export type MarketRow = SearchHit & { readonly state: MarketState };

export type MarketPage = {
  /** All that fit. */
  readonly total: number;
  readonly rows: readonly MarketRow[];
  /** Categories and tags among those that fit the rest of the query, with how many markets have them, the most frequent first. */
  readonly categories: readonly (readonly [name: string, count: number])[];
  readonly tags: readonly (readonly [name: string, count: number])[];
};

export type CatalogState = {
  readonly listings: number;
  /** Grows with every change of the catalogue; volumes alone are none. */
  readonly revision: number;
  readonly byVenue: readonly {
    readonly venue: VenueId;
    readonly listings: number;
    /** All pages were seen, now or before the last start. */
    readonly complete: boolean;
    /** When that was last so. */
    readonly refreshedMs: number | null;
    /** The walk through the pages under way: markets met so far, of how many there were the last time. */
    readonly walk: { readonly met: number; readonly expected: number | null } | null;
    /** Why the venue's pages cannot be read now, a sentence, or ''. What was known before is shown meanwhile. */
    readonly trouble: string;
    /** What is odd about its markets, a sentence, or ''. */
    readonly note: string;
  }[];
};

/** What the user chose, kept between runs. `layout` is the docking library's own JSON. */
export type Preferences = {
  readonly theme: 'dark' | 'light' | 'system';
  readonly sideColours: 'blue-orange' | 'green-red';
  readonly priceUnit: 'cents' | 'probability' | 'odds';
  /** In which times are shown; `local` is the machine's. */
  readonly timeZone: 'local' | 'utc' | 'new-york';
  /** Of alerts' sound, 0 (none) to 100. */
  readonly alertVolume: number;
  readonly layout: unknown;
};

/** Watchlist rows in order: listing ids and link ids. */
export type Watchlist = readonly string[];

/** The lists of links that the user reviews. */
export const LINK_SHELVES = ['suggested', 'vetoed', 'confirmed', 'rejected'] as const;
export type LinkShelf = (typeof LINK_SHELVES)[number];

export type LinkQuery = {
  readonly shelf: LinkShelf;
  /** Every word must be in the title; '' for all. */
  readonly text: string;
  /** Only links with this listing; null for all. */
  readonly listing: ListingId | null;
  readonly limit: number;
};

export type LinkCard = {
  readonly link: Link;
  /** 0 to 100; null for links that were decided on. */
  readonly score: number | null;
  /** Fields that contradict, and that only one side states. */
  readonly vetoes: readonly EvidenceField[];
  readonly open: readonly EvidenceField[];
};

export type LinkPage = { readonly total: number; readonly cards: readonly LinkCard[] };

/** The search for links. */
export type LinkSearchState = {
  readonly state: 'idle' | 'searching' | 'done' | 'failed';
  readonly listings: number;
  readonly compared: number;
  readonly suggested: number;
  readonly vetoed: number;
  readonly tookMs: number;
  /** What failed, a sentence, else ''. */
  readonly text: string;
};

/** Every request by name, with its arguments and its answer. */
export type Requests = {
  search: { ask: Search; answer: readonly SearchHit[] };
  /** A page of the market browser. */
  markets: { ask: MarketQuery; answer: MarketPage };
  listings: { ask: { readonly ids: readonly ListingId[] }; answer: readonly Listing[] };
  setWatchlist: { ask: { readonly watchlist: Watchlist }; answer: null };
  setPreferences: { ask: { readonly preferences: Partial<Preferences> }; answer: null };
  /** Subscribes listings that a pane of this window shows, whether or not they are on the watchlist. */
  show: { ask: { readonly listings: readonly ListingId[] }; answer: null };
  /** Decides about a link; `listing`: the one to invert or to take out. The answer identifies the decision for `undoLink`. */
  decideLink: {
    ask: { readonly action: LinkAction; readonly link: string; readonly listing: ListingId | null };
    answer: { readonly decision: number };
  };
  /** Links and suggestions to be reviewed, best or newest first. */
  linkCards: { ask: LinkQuery; answer: LinkPage };
  /** What speaks for and against each member of a link and its first one. */
  linkEvidence: { ask: { readonly link: string }; answer: readonly LinkEvidence[] };
  /** Shows the books of a suggestion together, marked as suggested. */
  previewLink: { ask: { readonly link: string }; answer: null };
  /** Looks for links now. */
  findLinks: { ask: Record<string, never>; answer: null };
  undoLink: { ask: { readonly decision: number }; answer: null };
  /** The links file's text. */
  exportLinks: { ask: Record<string, never>; answer: string };
  /** Takes the links of such a text; answers with how many are new or changed. */
  importLinks: { ask: { readonly text: string }; answer: number };
  reconnect: { ask: { readonly connection: number }; answer: null };
  /** Ends a part and starts it again, or has it try at once; `part` as the health pane has it. */
  restartPart: { ask: { readonly part: string }; answer: null };
  /** Recordings, newest first. */
  sessions: { ask: Record<string, never>; answer: readonly SessionCard[] };
  /** The markets and the time of a session. */
  sessionContents: { ask: { readonly session: string }; answer: SessionContents };
  /** Starts recording all that arrives, or only frames of these listings' venues' connections; fails when one is running. */
  startRecording: { ask: { readonly listings: readonly ListingId[] }; answer: null };
  stopRecording: { ask: Record<string, never>; answer: null };
  /** Null: stays as it is. */
  describeSession: {
    ask: { readonly session: string; readonly name: string | null; readonly note: string | null };
    answer: null;
  };
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
  /** `markets`: the venue's own records of the markets, a file, or ''. */
  importRecording: { ask: { readonly path: string; readonly markets: string }; answer: number };
  cancelJob: { ask: { readonly job: number }; answer: null };
  /** Replay only. Speed 0: as fast as possible. */
  replayPlay: { ask: { readonly speed: number }; answer: null };
  replayPause: { ask: Record<string, never>; answer: null };
  replaySeek: { ask: { readonly atMicros: number }; answer: null };
  /** One message on, or the next message of a listing or of a link's members. */
  replayStep: { ask: { readonly listing: string | null }; answer: null };
  /** The session's time in so many equal slices. */
  replayTimeline: { ask: { readonly slices: number }; answer: readonly TimelineSlice[] };
  /** All rules, in the user's order. */
  setAlertRules: { ask: { readonly rules: readonly AlertRule[] }; answer: null };
  /** The user has seen these alerts; no ids: all. */
  acknowledgeAlerts: { ask: { readonly ids: readonly number[] }; answer: null };
  clearAlerts: { ask: Record<string, never>; answer: null };
  /** Brings back what `clearAlerts` cleared last; after the next start it is gone. */
  restoreAlerts: { ask: Record<string, never>; answer: null };
  /** The text of a report that the user can send: versions, settings without secrets, health, log. */
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
  /** The request failed; a sentence for the user. */
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
      /** All links that are shown. */
      readonly links: readonly Link[];
      readonly linksRevision: number;
      readonly catalog: CatalogState;
      readonly events: readonly LogEvent[];
      /** Sentences that the user must see at the start (a broken settings file set aside, a missing key file). */
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'venues'; readonly venues: readonly VenueCard[] }
  /** What changed since the revision before; `hello` has all links. Also sent, with nothing in it, when only links changed that are not shown. */
  | ({ readonly kind: 'links'; readonly revision: number } & LinkDifference)
  /** How the search for links goes, and that there are other suggestions now. */
  | { readonly kind: 'linkSearch'; readonly search: LinkSearchState }
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
  /** Rules and log as they are now. `notifies`: the host shows notifications of the system itself. */
  | {
      readonly kind: 'alerts';
      readonly rules: readonly AlertRule[];
      readonly log: readonly Alert[];
      readonly notifies: boolean;
    }
  /** An alert that has just been given. */
  | { readonly kind: 'alert'; readonly alert: Alert }
  /** The user chose a market outside of the window. */
  | { readonly kind: 'open-market'; readonly target: string }
  | { readonly kind: 'events'; readonly events: readonly LogEvent[] }
  /** The engine died and was restarted: the window requests a new engine port and watches again. */
  | { readonly kind: 'engine'; readonly state: 'restarting' | 'running' };
