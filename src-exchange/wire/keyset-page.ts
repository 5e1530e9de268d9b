/**
 * Decides how a long list is paged by an opaque cursor.
 *
 * Ordered by id, a cursor names the last id given, so new entries disturb nothing; ordered by a moving figure it can
 * only count, so that entries may repeat or be missed, as on the venue.
 */
export interface Page<Entry> {
  readonly entries: readonly Entry[];
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
}

function encode(kind: 'after' | 'skip', value: number): string {
  return Buffer.from(JSON.stringify([kind, value])).toString('base64url');
}

/** Reads a cursor; undefined when it is not one of ours. */
export function decodeCursor(cursor: string): { kind: 'after' | 'skip'; value: number } | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed)) return undefined;
    const [kind, value]: unknown[] = parsed;
    if ((kind !== 'after' && kind !== 'skip') || typeof value !== 'number') return undefined;
    return { kind, value };
  } catch {
    return undefined;
  }
}

/** A page of a list sorted by id; falling ids when descending. Undefined when the cursor is bad. */
export function pageById<Entry>(
  entries: readonly Entry[],
  idOf: (entry: Entry) => number,
  order: { readonly limit: number; readonly cursor: string; readonly descending: boolean },
): Page<Entry> | undefined {
  let rest = entries;
  if (order.cursor !== '') {
    const cursor = decodeCursor(order.cursor);
    if (cursor?.kind !== 'after') return undefined;
    rest = entries.filter((entry) => (order.descending ? idOf(entry) < cursor.value : idOf(entry) > cursor.value));
  }
  const page = rest.slice(0, order.limit);
  const last = page.at(-1);
  const more = rest.length > page.length && last !== undefined;
  return { entries: page, nextCursor: more ? encode('after', idOf(last)) : undefined };
}

/** A page of a list in any other order. Undefined when the cursor is bad. */
export function pageByCount<Entry>(entries: readonly Entry[], limit: number, cursor: string): Page<Entry> | undefined {
  let skip = 0;
  if (cursor !== '') {
    const read = decodeCursor(cursor);
    if (read?.kind !== 'skip') return undefined;
    skip = read.value;
  }
  const page = entries.slice(skip, skip + limit);
  const more = entries.length > skip + page.length;
  return { entries: page, nextCursor: more ? encode('skip', skip + page.length) : undefined };
}
