/** Names from a recording as names of files, on every system: no separators, and no two the same where letters' case does not count. */
const CHARS_MAX = 150;

export function safeName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, CHARS_MAX);
}

/** Safe names of one folder: two that would become one are told apart by a number. */
export class SafeNames {
  private readonly taken = new Set<string>();

  of(name: string): string {
    const safe = safeName(name);
    let free = safe;
    for (let number = 2; this.taken.has(free.toLowerCase()); number++) free = `${safe}-${number}`;
    this.taken.add(free.toLowerCase());
    return free;
  }
}
