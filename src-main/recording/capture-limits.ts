/** The limits of a recording's way from main to its thread, each with its reason. */

/** Frames on their way to the thread: 4 s at 10,000 a second, the longest a desktop's disk is silent. */
export const CAPTURE_FRAMES_MAX = 40_000;
/** Bytes on their way: snapshots are large, and memory is what must be bounded. */
export const CAPTURE_BYTES_MAX = 64 << 20;
/** A batch waits so long for more frames: with the flush behind it below the second that a crash may cost, and few wakings of the thread. */
export const CAPTURE_BATCH_MS = 250;
/** ... or until it holds so much: a quarter of a second at 5,000 frames a second. */
export const CAPTURE_BATCH_BYTES = 1 << 20;
export const CAPTURE_BATCH_FRAMES = 4_000;
/** What a batch is collected in: its frames, their heads, and a last one beyond the limit. Larger ones are not kept. */
export const CAPTURE_BUFFER_BYTES = 5 << 18;
/** Buffers that come back from the thread and wait for their next batch: as many as travel at the highest rates. */
export const CAPTURE_BUFFERS_MAX = 8;
/** Listings, or links, that main hands over in one turn: about a millisecond of copying. */
export const CAPTURE_CATALOG_PER_TURN = 50;
/** Books asked for in one question of a keyframe: each answer holds main up for about a millisecond, all at once for a tenth of a second. */
export const KEYFRAME_BOOKS_PER_ASK = 50;
/**
 * The first batch that comes so long after the last flush is flushed with all before it: the third at ordinary rates, so that a frame is
 * on the disk 0.75 s after its receipt and the disk's own time, and the chunks that a flush ends are as large as they may be.
 */
export const FLUSH_EVERY_MS = 700;
/** Without a batch the thread flushes by itself. */
export const FLUSH_IDLE_MS = 950;
