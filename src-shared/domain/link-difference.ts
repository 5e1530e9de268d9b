/**
 * What changed between two lists of links. Main tells windows and the engine the links once, and these changes from then on, so that a
 * decision about one link among thousands costs as much as one link.
 */
import type { Link } from './link.ts';

export type LinkDifference = {
  /** Ids of links that are no longer there. */
  readonly removed: readonly string[];
  /** Links that are new or not as they were. */
  readonly changed: readonly Link[];
};

/** Links that did not change must be the same objects in both lists. */
export function linkDifference(before: readonly Link[], now: readonly Link[]): LinkDifference {
  // Most changes touch one place: what is the same before and behind it is passed over.
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && before[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const old = new Map(before.slice(head, before.length - tail).map((link) => [link.id, link]));
  const rest = now.slice(head, now.length - tail);
  const ids = new Set(rest.map(({ id }) => id));
  return {
    removed: [...old.keys()].filter((id) => !ids.has(id)),
    changed: rest.filter((link) => old.get(link.id) !== link),
  };
}

/** Applies the change. Links that changed keep their place; new ones come last. */
export function applyDifference(links: Map<string, Link>, { removed, changed }: LinkDifference): void {
  for (const id of removed) links.delete(id);
  for (const link of changed) links.set(link.id, link);
}
