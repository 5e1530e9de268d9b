/**
 * Computes the rows of the scanner: every link that was not rejected with its best direction, filtered and sorted.
 *
 * Pure. What is earned by assumed fees or on a book that is behind stands below what is sure, and suggested links below all, whatever
 * their edge.
 */
import type { Link } from '../../../src-shared/domain/link.ts';
import { edgeMicrosOf, returnAYearMicros, type SpreadRow } from '../../../src-shared/domain/spread.ts';
import type { PaneMemory } from '../pane.ts';

export type ScannerRow = {
  readonly link: Link;
  /** Null before the first update of the engine, or when no book of the link is kept. */
  readonly spread: SpreadRow | null;
};

/** What a link is doing, in one word. */
export const SCANNER_STATES = ['open', 'behind', 'fee assumed', 'no edge', 'incomplete', 'suggested'] as const;
export type ScannerState = (typeof SCANNER_STATES)[number];

export const SORT_KEYS = ['title', 'edge', 'size', 'profit', 'return', 'year', 'closes', 'open', 'age'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export type ScannerMemory = {
  readonly sort: SortKey;
  readonly descending: boolean;
  /** Minimum edge a contract in millionths of a dollar; null: any. */
  readonly edgeMicros: number | null;
  /** Least contracts. */
  readonly sizeMicros: number;
  /** Closes within; 0: any. */
  readonly withinMs: number;
  readonly state: ScannerState | '';
  readonly text: string;
};

const numberOr = <T>(value: PaneMemory[string] | undefined, fallback: T): number | T =>
  typeof value === 'number' && Number.isFinite(value) ? value : fallback;

export function readMemory(memory: PaneMemory): ScannerMemory {
  return {
    sort: SORT_KEYS.find((key) => key === memory.sort) ?? 'edge',
    descending: memory.descending !== false,
    edgeMicros: numberOr(memory.edge, null),
    sizeMicros: numberOr(memory.size, 0),
    withinMs: numberOr(memory.within, 0),
    state: SCANNER_STATES.find((state) => state === memory.state) ?? '',
    text: typeof memory.text === 'string' ? memory.text : '',
  };
}

export function stateOf({ link, spread }: ScannerRow): ScannerState {
  if (link.status === 'suggested') return 'suggested';
  if (spread === null || spread.buyMicros < 0 || spread.sellMicros < 0) return 'incomplete';
  if (spread.sizeMicros === 0) return 'no edge';
  if (spread.isBehind) return 'behind';
  return spread.areFeesAssumed ? 'fee assumed' : 'open';
}

/** The rows in the order in which they are shown. */
export function scannerRows(
  links: Iterable<Link>,
  spreads: ReadonlyMap<string, SpreadRow>,
  memory: ScannerMemory,
  nowMs: number,
): readonly ScannerRow[] {
  const words = memory.text.toLowerCase().split(/\s+/).filter(Boolean);
  const rows: ScannerRow[] = [];
  for (const link of links) {
    if (link.status === 'rejected') continue;
    const row = { link, spread: spreads.get(link.id) ?? null };
    if (isWanted(row, memory, words, nowMs)) rows.push(row);
  }
  const sign = memory.descending ? -1 : 1;
  const keys = new Map(rows.map((row) => [row, sortValue(row, memory.sort, nowMs)]));
  return rows.sort((a, b) => {
    const apart = groupOf(a, memory.sort) - groupOf(b, memory.sort);
    if (apart !== 0) return apart;
    const [one, other] = [keys.get(a)!, keys.get(b)!];
    // What has no value is last either way.
    if (one === null || other === null) return one === other ? byTitle(a, b) : one === null ? 1 : -1;
    if (one === other) return byTitle(a, b);
    return one < other ? -sign : sign;
  });
}

function isWanted(row: ScannerRow, memory: ScannerMemory, words: readonly string[], nowMs: number): boolean {
  const { spread, link } = row;
  const { edgeMicros, sizeMicros, withinMs, state } = memory;
  if (state !== '' && stateOf(row) !== state) return false;
  // A least edge or size asks for what can be earned: not by an assumed fee, nor on a book that is behind.
  if (edgeMicros !== null && !(spread !== null && isSure(spread) && edgeMicrosOf(spread) >= edgeMicros)) return false;
  if (sizeMicros > 0 && !(spread !== null && isSure(spread) && spread.sizeMicros >= sizeMicros)) return false;
  const closes = spread?.closesMs ?? null;
  if (withinMs > 0 && !(closes !== null && closes - nowMs <= withinMs)) return false;
  const title = link.title.toLowerCase();
  return words.every((word) => title.includes(word));
}

function isSure({ isBehind, areFeesAssumed }: SpreadRow): boolean {
  return !isBehind && !areFeesAssumed;
}

const EARNINGS: readonly SortKey[] = ['edge', 'size', 'profit', 'return', 'year'];

/** Suggested links are last whatever the rows are sorted by; by what is earned, those whose figures are not sure stand before them. */
function groupOf({ link, spread }: ScannerRow, key: SortKey): number {
  if (link.status === 'suggested') return 2;
  return EARNINGS.includes(key) && spread !== null && spread.sizeMicros > 0 && !isSure(spread) ? 1 : 0;
}

/** Null: there is none. */
function sortValue({ link, spread }: ScannerRow, key: SortKey, nowMs: number): number | string | null {
  if (key === 'title') return link.title.toLowerCase();
  if (spread === null) return null;
  const positive = (value: number): number | null => (spread.sizeMicros > 0 ? value : null);
  switch (key) {
    case 'edge': {
      const edge = edgeMicrosOf(spread);
      return Number.isFinite(edge) ? edge : null;
    }
    case 'size':
      return positive(spread.sizeMicros);
    case 'profit':
      return positive(spread.profitMicros);
    case 'return':
      return positive(spread.returnMicros);
    case 'year':
      return spread.sizeMicros > 0 ? returnAYearMicros(spread, nowMs) : null;
    case 'closes':
      return spread.closesMs;
    case 'open':
      return spread.openSinceMs > 0 ? nowMs - spread.openSinceMs : null;
    case 'age':
      return spread.oldestMs > 0 ? nowMs - spread.oldestMs : null;
  }
}

function byTitle(a: ScannerRow, b: ScannerRow): number {
  return a.link.title < b.link.title ? -1 : a.link.title > b.link.title ? 1 : 0;
}
