/**
 * Every limit of Crossbook, each with its reason. A queue, map or loop that grows names its limit here.
 */

/** Frames per batch from main to the engine: bounds the work of one turn (PolyPy P36 used the same). */
export const BATCH_FRAMES_MAX = 100;
/** Bytes per batch after which it is sent at once, so that a burst of large snapshots does not sit in main. */
export const BATCH_BYTES_MAX = 1 << 20;
/** Frames posted to the engine and not yet taken: about 2 s at 20,000 msg/s. Above it frames are dropped and books recover. */
export const FRAMES_IN_FLIGHT_MAX = 40_000;
/** ... and their bytes: eight frames of the largest size, and room for the first snapshots of 2,000 books. */
export const BYTES_IN_FLIGHT_MAX = 256 << 20;

/** Subscriptions a connection carries by default: the safe common denominator of all sources (src-shared/venues/polymarket/evidence.md). */
export const SUBSCRIPTIONS_PER_CONNECTION_DEFAULT = 200;
/** Above 500 Polymarket sends no initial snapshots (src-shared/venues/polymarket/evidence.md). */
export const SUBSCRIPTIONS_PER_CONNECTION_MAX = 500;
/** Largest frame taken from a socket; the first Polymarket frame can hold 500 books (src-shared/venues/polymarket/evidence.md). */
export const FRAME_BYTES_MAX = 32 << 20;
/** Largest REST answer read: pages are a tenth of it. One above this is refused. */
export const RESPONSE_BYTES_MAX = 10 << 20;
/** Largest answer that is one whole list (Kalshi's series, 14,681 of them and growing): four times what was seen, and more. */
export const LARGE_RESPONSE_BYTES_MAX = 64 << 20;
/** Circuit breakers a venue's REST client keeps, one a path: venues ask fewer than ten. */
export const REST_PATHS_MAX = 32;

/** Reconnect delay: 1 s doubling to 30 s with full jitter. */
export const BACKOFF_FIRST_MS = 1_000;
export const BACKOFF_MAX_MS = 30_000;
/** The delay starts over only after a connection stayed open this long. */
export const STABLE_AFTER_MS = 60_000;
/** Gap between the starts of two connections of a venue, so that not all are down at once. */
export const STAGGER_START_MS = 250;
/** No frame of any kind for this long: the connection's books are stale. */
export const SILENCE_WARN_MS = 60_000;
/** ... and for this long: the connection is replaced. */
export const SILENCE_REPLACE_MS = 120_000;
/**
 * A connection whose messages arrive this much later than its quickest ones is behind: ten times what a slow network or a pause of our
 * own adds, and soon enough that nobody trades on such prices for long. It has caught up at half of it, so that it does not flicker.
 */
export const LAG_BEHIND_MS = 3_000;
/**
 * How fast the quickest delay known of a connection is forgotten, in millionths: two clocks drift apart by no more (NTP corrects a clock
 * by 500 at most), so drift never looks like lag, and a feed that is a minute behind still counts as behind a day later.
 */
export const LAG_AGEING_MILLIONTHS = 500;
/** Connections are looked at this often for those that should be replaced while they still work. */
export const RECYCLE_CHECK_MS = 60_000;
/** A connection is replaced when it is this old: venues end such ones at a moment of their own. */
export const CONNECTION_AGE_MAX_MS = 86_400_000;
/** ... and when this share of what it carried has ended, in percent. */
export const EXPIRED_PERCENT_MAX = 30;
/** A younger connection is left alone: markets that end together must not have it replaced again and again. */
export const RECYCLE_AGE_MIN_MS = 300_000;
/** A replacement has this long to open and to bring its first book, and as long again for the others after each further request. */
export const HANDOVER_MS = 30_000;
/** So often it is waited for; what has not come then will not come. */
export const HANDOVER_WAITS_MAX = 3;
/** Connections being replaced at once, over all venues: the others are not to be disturbed. */
export const RECYCLES_MAX = 2;
/** A connection attempt that neither opens nor fails is given up. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** A snapshot asked for is asked for again after this long without one. */
export const RESYNC_INTERVAL_MS = 5_000;
/** Asked for this often in vain: the connection is replaced. */
export const RESYNC_ATTEMPTS_MAX = 3;

/** REST: consecutive failures that open the circuit, and how long it stays open. */
export const BREAKER_FAILURES = 5;
export const BREAKER_OPEN_MS = 30_000;
export const REST_CONNECT_TIMEOUT_MS = 10_000;
export const REST_READ_TIMEOUT_MS = 30_000;
/** The whole of an answer, however steadily it drips: a page of 10 MiB over a slow line, and a whole list four times that. */
export const REST_ANSWER_TIMEOUT_MS = 60_000;
export const REST_LARGE_ANSWER_TIMEOUT_MS = 240_000;
export const REST_RETRIES = 3;

/** Ladder frames: default and fastest interval. */
export const FRAME_INTERVAL_DEFAULT_MS = 50;
export const FRAME_INTERVAL_MIN_MS = 16;
/** Levels a side in a ladder frame: more than a screen shows, few enough that 12 ladders cost little. */
export const LADDER_LEVELS_MAX = 400;
/** Members a link may have. */
export const LINK_MEMBERS_MAX = 8;
/** Links that people decided on: twice what the scanner is built for. */
export const LINKS_MAX = 10_000;
/** Decisions about links that can be undone. */
export const LINK_UNDO_MAX = 100;
/** Suggested links that windows look at before anybody decided: each costs the books of its members. */
export const LINK_PREVIEWS_MAX = 8;
/**
 * Suggestions kept, the best first: three times the pairs that 200,000 listings have, so that none is missed. A quarter of a kilobyte
 * each; users find theirs by the market they look at, not by reading all.
 */
export const LINK_SUGGESTIONS_MAX = 100_000;
/** Pairs with a veto kept, the most alike first: they only show why they are none. */
export const LINK_VETOED_MAX = 20_000;
/** Suggestions one request answers with: what a list shows at a time. */
export const LINK_CARDS_MAX = 500;
/** Trades waiting for one window; the oldest beyond it are dropped, counted and shown. */
export const TRADES_QUEUED_MAX = 2_000;
/** Trades kept per listing for a window that opens later. */
export const TRADES_KEPT_PER_BOOK = 200;
/** Rows of one frame of spreads: some 500 kB as JSON, and far more changes than anyone reads in the tenth of a second it covers. */
export const SPREAD_ROWS_PER_FRAME_MAX = 1_000;
/** Subscriptions of one window. */
export const WATCHES_PER_WINDOW_MAX = 200;
/** Events kept for the health pane's log. */
export const EVENT_LOG_MAX = 1_000;
/** Bytes of an unreadable frame kept as a sample. */
export const SAMPLE_BYTES_MAX = 400;
/**
 * What a venue says of a market, in characters; whatever is longer is cut as it comes in, counted and shown. The longest real title has
 * some 300, the longest rules some 20,000: the rest of a wrong or hostile answer must not cost memory and time everywhere.
 */
export const LISTING_TITLE_LENGTH_MAX = 500;
export const LISTING_RULES_LENGTH_MAX = 40_000;
export const LISTING_TEXT_LENGTH_MAX = 1_000;
/** A market with a longer id is left out; windows and files take no longer one. */
export const LISTING_ID_LENGTH_MAX = 300;
/** Entries of a list or a table: tags, symbols, facts of the venue's own. */
export const LISTING_LIST_MAX = 100;
/** Listings a search answers with. */
export const SEARCH_RESULTS_MAX = 200;

/** A port without a sign of life for this long is closed; a sign is sent three times as often. */
export const PORT_SILENT_MS = 15_000;
export const PORT_HEARTBEAT_MS = 5_000;
/** Largest message a window may send. */
export const WINDOW_MESSAGE_BYTES_MAX = 1 << 20;

/** The engine reports that it lives this often; main restarts it when it has been silent for the longer time. */
export const ENGINE_HEARTBEAT_MS = 1_000;
export const ENGINE_SILENT_MS = 15_000;
/** Crashes within the window of time that stop the restarts until the user requests one. */
export const ENGINE_CRASHES_MAX = 5;
export const ENGINE_CRASH_WINDOW_MS = 60_000;

/** A component that died is restarted almost at once, because the user is waiting; one that dies again waits longer. */
export const RESTART_FIRST_MS = 100;
export const RESTART_MAX_MS = 5_000;
/** A thread that answers nothing for so long is ended and started again: reading 200,000 markets takes two seconds. */
export const THREAD_SILENT_MS = 30_000;
/** ... one that writes or compares large files, whose single steps take longer on a slow disk. */
export const DISK_THREAD_SILENT_MS = 120_000;
/** The ceiling of crashes counts them over so long for threads: five silent ones need longer than a minute to be noticed. */
export const THREAD_CRASH_WINDOW_MS = 1_200_000;

/**
 * Cross-checks: one request a venue in so long, a fiftieth of the slowest venue's budget; of a book that has been at rest for so long; a
 * difference is looked at again after a pause that outlasts a venue's short caches.
 */
export const CROSS_CHECK_EVERY_MS = 15_000;
export const CROSS_CHECK_QUIET_MS = 10_000;
export const CROSS_CHECK_AGAIN_MS = 5_000;
/** Books looked at for a quiet one at a time: as many as main takes in at once without being held up. */
export const CROSS_CHECK_CANDIDATES = 40;

/** Markets named under the counts of coverage: what one looks through; the counts are whole. */
export const COVERAGE_NAMED_MAX = 10;
/** More dormant books than this degrade a venue's coverage, more quiet ones are a warning. */
export const COVERAGE_DORMANT_DEGRADED = 10;
export const COVERAGE_QUIET_WARNING = 50;

/** Shard threads of an engine: more than any desktop has cores. */
export const SHARDS_MAX = 32;

/** Alert rules: more than a user can keep apart, few enough to check all of them with every change. */
export const ALERT_RULES_MAX = 200;
/** Lines of the alerts' log that are kept, also between runs. */
export const ALERT_LOG_MAX = 500;
/** Levels a side that a wall is looked for among: with the distance from the best, more would never count. */
export const WALL_LEVELS_MAX = 200;
/** Alerts a shard tells in a second; beyond it a rule is wrong, not the market. What was left out is counted in the log. */
export const ALERTS_PER_SECOND_MAX = 50;
/** The shortest quiet time: users read one line a second at most. */
export const ALERT_QUIET_MIN_MS = 1_000;
