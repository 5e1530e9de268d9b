/** Tells whether a word is a mistyped form of another: letters left out, added, changed, or two neighbours swapped. */

/** Letters of a word that are looked at. */
const LENGTH_MAX = 40;
const rows = [new Uint8Array(LENGTH_MAX + 3), new Uint8Array(LENGTH_MAX + 3), new Uint8Array(LENGTH_MAX + 3)];

/**
 * The edits that make the typed word the beginning of the name, at most `max`; more are `max + 1`. A word that is being typed is
 * not finished, so what the name goes on with costs nothing.
 */
export function editsToPrefix(typed: string, name: string, max: number): number {
  const length = Math.min(typed.length, LENGTH_MAX);
  const reach = Math.min(name.length, length + max, LENGTH_MAX);
  if (reach < length - max) return max + 1;
  let [before, above, row] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let at = 0; at <= reach; at++) above[at] = at;
  for (let i = 1; i <= length; i++) {
    row[0] = i;
    let least = i;
    const letter = typed.charCodeAt(i - 1);
    for (let j = 1; j <= reach; j++) {
      const other = name.charCodeAt(j - 1);
      let cost = Math.min(above[j - 1]! + (letter === other ? 0 : 1), above[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && letter === name.charCodeAt(j - 2) && typed.charCodeAt(i - 2) === other) {
        cost = Math.min(cost, before[j - 2]! + 1);
      }
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > max) return max + 1;
    [before, above, row] = [above, row, before];
  }
  let least = max + 1;
  for (let j = Math.max(0, length - max); j <= reach; j++) if (above[j]! < least) least = above[j]!;
  return least;
}
