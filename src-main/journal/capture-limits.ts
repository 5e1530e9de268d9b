/** The limits of a recording's way from main to its thread, each with its reason. */

/** Frames on their way to the thread: 4 s at 10,000 a second, the longest a desktop's disk is silent. */
export const CAPTURE_FRAMES_MAX = 40_000;
/** Bytes on their way: snapshots are large, and memory is what must be bounded. */
export const CAPTURE_BYTES_MAX = 64 << 20;
/** A batch waits so long for more frames: far below the second that a crash may cost, and few wakings of the thread. */
export const CAPTURE_BATCH_MS = 100;
/** ... or until it holds so much: a tenth of a millisecond of copying. */
export const CAPTURE_BATCH_BYTES = 512 << 10;
export const CAPTURE_BATCH_FRAMES = 2_000;
/** Listings of the catalogue that main hands over in one turn: about a millisecond of copying. */
export const CAPTURE_LISTINGS_PER_TURN = 50;
/** Books asked for in one question of a keyframe: each answer holds main up for about a millisecond, all at once for a tenth of a second. */
export const KEYFRAME_BOOKS_PER_ASK = 50;
