/**
 * Every limit of the built-in exchange, with its reason.
 */

/** Bytes gathered for one socket before they are written without waiting for the end of the slice. */
export const OUTBOX_FLUSH_BYTES = 256 * 1024;
/** A slab larger than this is handed to the socket instead of being copied and kept. */
export const OUTBOX_KEEP_BYTES = 1024 * 1024;
/** A client that leaves this much unread is cut off, so that one stalled reader cannot fill the memory. */
export const UNREAD_BYTES_MAX = 64 * 1024 * 1024;
/** A client's own frames: 2,000 token ids of 78 digits fit five times. */
export const CLIENT_FRAME_BYTES_MAX = 1024 * 1024;
/** A REST body: 500 token ids fit ten times. */
export const REST_BODY_BYTES_MAX = 1024 * 1024;
/** Trades kept per venue for REST. */
export const TRADES_KEPT_MAX = 2_000;
/** Trades kept for tests: more than a test makes, and a few MiB at the most. */
export const TAPE_KEPT_MAX = 50_000;
/** One turn of the pacing loop lasts no longer, so that requests are answered in between. */
export const PACING_SLICE_MS = 4;
/** Debt beyond this is forgiven: the exchange then runs slower than the requested rate, and counts what is missing. */
export const PACING_DEBT_MS = 1_000;
/** The highest rate, in messages a second. */
export const RATE_MAX = 100_000;
