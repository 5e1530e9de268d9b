/**
 * Time zones as texts write them, and the moment that a clock there shows a time. The rules of the zones are those of IANA, through
 * Luxon: the offset is that of the moment itself, also on a day on which clocks change.
 */
import { DateTime } from 'luxon';
import { ENGLISH } from './english.ts';

export type Zone = {
  /** As it is shown. */
  readonly text: string;
  readonly iana: string;
  /** Minutes east of Greenwich where the abbreviation says it; null: what the clocks there show. */
  readonly offset: number | null;
};

export type WallTime = {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

const MINUTE_MS = 60_000;
/** The longest name of a zone, and what may stand between a clock time and its zone. */
const ZONE_CHARS = 32;

const ZONES = new Map<string, Zone>(
  ENGLISH.zones.flatMap((row) =>
    row.words.map((word) => {
      const text = word.includes(' ') || word.includes('/') ? word : word.toUpperCase();
      return [word, { text, iana: row.zone, offset: 'offset' in row ? (row.offset ?? null) : null }] as const;
    }),
  ),
);
const NAMES = [...ZONES.keys()].toSorted((a, b) => b.length - a.length);
const OFFSET = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?(?![\d:])/;
/** Capitals behind a clock time that are no word of a title: an abbreviation that is not in the table. */
const UNKNOWN = /^[A-Z]{2,5}(?![A-Za-z])/;
const NO_ZONE = /^(?:ON|AT|BY|IN|OF|OR|AND|THE|IF|TO|AM|PM)(?![A-Za-z])/;

export type FoundZone = { readonly zone: Zone | null; readonly unread: string; readonly end: number };

/** The zone that a text names at a place, behind a clock time. `end`: where it goes on; `at` where nothing stands there. */
export function zoneAt(text: string, at: number): FoundZone {
  const lead = /^[ ,]{0,2}\(?\[?/.exec(text.slice(at, at + 4))?.[0].length ?? 0;
  const raw = text.slice(at + lead, at + lead + ZONE_CHARS);
  const lower = raw.toLowerCase();
  const offset = OFFSET.exec(lower);
  if (offset) {
    const [all, sign, hours, minutes = '0'] = offset;
    const total = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
    const zone = { text: `UTC${all.replace(/^[a-z]+/, '')}`, iana: 'UTC', offset: total };
    return { zone, unread: '', end: at + lead + all.length };
  }
  for (const name of NAMES) {
    if (!lower.startsWith(name) || /[\p{L}\p{N}/]/u.test(lower[name.length] ?? ' ')) continue;
    // "west of", "pacific ocean": small letters behind a clock time are a zone only where nothing else can be meant.
    if (name === 'west' && !raw.startsWith('WEST')) continue;
    return { zone: ZONES.get(name)!, unread: '', end: at + lead + name.length };
  }
  // Behind a comma another part of the sentence begins.
  const isPart = text.slice(at, at + lead).includes(',') || NO_ZONE.test(raw);
  const unknown = isPart ? null : UNKNOWN.exec(raw);
  if (unknown) return { zone: null, unread: unknown[0], end: at + lead + unknown[0].length };
  return { zone: null, unread: '', end: at };
}

export type Moment = {
  readonly atMs: number;
  /** Why the moment is not certain, else ''. */
  readonly unread: string;
};

/** The moment at which a clock of the zone shows the time. */
export function momentOf(wall: WallTime, zone: Zone): Moment {
  const shown = DateTime.fromObject(wall, { zone: zone.iana });
  if (zone.iana === 'UTC')
    return {
      atMs: Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute) - (zone.offset ?? 0) * MINUTE_MS,
      unread: '',
    };
  if (zone.offset !== null) {
    const atMs = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute) - zone.offset * MINUTE_MS;
    const there = DateTime.fromMillis(atMs, { zone: zone.iana });
    if (there.offset === zone.offset) return { atMs, unread: '' };
    // Many write EST all the year and mean what the clocks show.
    return { atMs: shown.toMillis(), unread: `${zone.text} on a day on which clocks show another offset` };
  }
  if (shown.hour !== wall.hour) return { atMs: shown.toMillis(), unread: 'a time that clocks skip on that day' };
  const isTwice = shown.getPossibleOffsets().length > 1;
  return { atMs: shown.toMillis(), unread: isTwice ? 'a time that clocks show twice on that day' : '' };
}

/** Moments already worked out: texts name a few thousand, and one costs as much as a whole comparison. */
const KEPT_MAX = 5_000;
const midnights = new Map<number, number>();
const shown = new Map<number, DateTime>();

/** Midnight in New York. Month 0 to 11; a day or month beyond the last one is of the next month or year, as with Date.UTC. */
export function easternMs(year: number, month: number, day: number): number {
  return kept(midnights, Date.UTC(year, month, day), (utcMs) => {
    const date = new Date(utcMs);
    const wall = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    return DateTime.fromObject(wall, { zone: 'America/New_York' }).toMillis();
  });
}

/** A moment as clocks in New York show it. */
export function easternAt(atMs: number): DateTime {
  return kept(shown, atMs, () => DateTime.fromMillis(atMs, { zone: 'America/New_York' }));
}

function kept<T>(known: Map<number, T>, key: number, make: (key: number) => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make(key);
  if (known.size >= KEPT_MAX) known.clear();
  known.set(key, made);
  return made;
}
