/** Small programs that break in their own ways, each to be run in a real thread in the place of a good one. */

const program = (text: string): URL => new URL(`data:text/javascript,${encodeURIComponent(text)}`);

/** Says nothing, ever. */
export const SILENT = program('setInterval(() => {}, 1000);');
/** Never comes back to its messages. */
export const SPINNING = program('for (;;) {}');
export const THROWING = program("throw new Error('a broken promise');");
/** Ends without a word. */
export const ENDING = program('process.exit(3);');

/** Pauses as short as can be, with a ceiling of so many deaths. */
export const QUICK_RESTARTS = { firstMs: 1, maxMs: 2, windowMs: 600_000, deathsMax: 2 } as const;
/** A deadline that a healthy thread of a busy machine still keeps. */
export const SHORT_DEADLINE_MS = 300;

/** The deadline for a thread of a test: short only where the silence itself is what the test waits for. */
export const deadlineMs = (entry: URL): number =>
  entry === SILENT || entry === SPINNING ? SHORT_DEADLINE_MS : 10 * 60_000;
