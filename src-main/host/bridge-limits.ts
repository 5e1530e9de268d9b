/** The limits of the transports, each with its reason. */

/** Sockets the Node host keeps at once: two a window, so 16 windows. */
export const SOCKETS_MAX = 32;
/** Bytes waiting for one window before it is let go: some seconds of every pane there is, far above what conflation leaves. */
export const WIRE_PENDING_BYTES_MAX = 16 << 20;
/** A request head that is not complete by then is dropped. */
export const HTTP_HEAD_TIMEOUT_MS = 5_000;
/** ... and a whole request by then: none has a body. Both are looked for this often. */
export const HTTP_REQUEST_TIMEOUT_MS = 10_000;
export const HTTP_LOOK_EVERY_MS = 1_000;
/**
 * Connections without a window's socket at once: a browser opens six a page, so 16 windows. Beyond it the oldest is let go,
 * so whoever holds connections open keeps nobody out.
 */
export const HTTP_CONNECTIONS_MAX = 96;
/** Bytes of a request head: a window sends about 1 KB. */
export const HTTP_HEAD_BYTES_MAX = 16 << 10;
/** Files and bytes of the built window that are kept in memory: about ten times what it has. */
export const WINDOW_FILES_MAX = 500;
export const WINDOW_FILES_BYTES_MAX = 64 << 20;
