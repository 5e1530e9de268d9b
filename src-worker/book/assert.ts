/** Programmer errors end the process that broke; its supervisor starts it again. */

export function assert(condition: boolean, promise: string): asserts condition {
  if (!condition) throw new Error(`broken promise: ${promise}`);
}
