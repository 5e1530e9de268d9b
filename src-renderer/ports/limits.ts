/**
 * The window's own limits, each with its reason. Limits shared with the other processes are in src-shared/domain/limits.ts.
 */

/** First and longest wait before a lost port is reconnected: quick enough to go unnoticed, slow enough to cost nothing. */
export const RECONNECT_FIRST_MS = 250;
export const RECONNECT_MAX_MS = 5_000;
/** A port that has not opened after this time is given up and retried. */
export const CONNECT_TIMEOUT_MS = 10_000;
/** First and longest wait before a refused watch is retried: its listing may just be subscribed. */
export const REFUSED_FIRST_MS = 500;
export const REFUSED_MAX_MS = 8_000;
/** A request without an answer for this long has failed; the slowest (a search over 100,000 listings) takes well under 1 s. */
export const REQUEST_TIMEOUT_MS = 15_000;
/** Layout and pane settings are saved this long after the last change, so that dragging a splitter is one write. */
export const SAVE_DELAY_MS = 400;
/** A search is sent this long after the last key. */
export const SEARCH_DELAY_MS = 90;
/** Hits shown: what fits a screen twice; a better word finds better than a longer list. */
export const SEARCH_SHOWN_MAX = 40;
/** Rows of the market browser in one request: two screens. */
export const MARKETS_PAGE = 100;
/** Pages kept; pages scrolled further away are requested again. */
export const MARKETS_PAGES_KEPT = 40;
/** Shortest time between two refreshes after changes of the catalogue. */
export const MARKETS_REFRESH_MS = 3_000;
/** Listings in one request: half of what main accepts. */
export const LISTINGS_ASKED_MAX = 1_000;
/** Mids kept per listing for the sparkline, and the time between two of them: 4 minutes, a point for each half pixel. */
export const MIDS_KEPT = 120;
export const MID_INTERVAL_MS = 2_000;
/** Health samples kept for the sparklines: 2 minutes at one a second. */
export const HEALTH_SAMPLES_KEPT = 120;
/** Rows of time and sales kept by a pane. */
export const TRADES_SHOWN_MAX = 5_000;
/** Toasts on screen at once; older ones stay in the event log. */
export const TOASTS_MAX = 4;
/** How long a toast stays: long enough to read two lines, or to undo. */
export const TOAST_MS = 8_000;
/** How long an error of the event log stays over the window. */
export const EVENT_TOAST_MS = 20_000;
/** Panes open at once, so that their watches stay under the engine's limit. */
export const PANES_MAX = 60;
