/**
 * The first of many in an order, without sorting them all: the catalogue may hold hundreds of thousands of markets, and main must
 * not stand still for long.
 */

/** The first `count` items, in order; equal ones in the order in which they came. */
export function topOf<Item>(
  items: Iterable<Item>,
  count: number,
  compare: (a: Item, b: Item) => number,
): readonly Item[] {
  if (count <= 0) return [];
  const kept: Item[] = [];
  let last: Item | undefined;
  for (const item of items) {
    if (last !== undefined && compare(item, last) >= 0) continue;
    kept.push(item);
    if (kept.length < count * 2) continue;
    kept.sort(compare);
    kept.length = count;
    last = kept[count - 1];
  }
  return kept.sort(compare).slice(0, count);
}
