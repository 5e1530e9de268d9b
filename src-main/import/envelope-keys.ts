/**
 * Knows which members of a line's object make it an envelope: the frame under one of a few names, beside the time of receipt or the venue.
 *
 * Times are numbers or texts of s, ms, µs or ns since the epoch, by the key's ending or else by their size, or RFC 3339. A message of a
 * venue may have a `msg` or `data` and a `timestamp` of its own; then it says what kind of message it is, and is no envelope.
 */
import { utcMillis } from '../../src-shared/domain/time.ts';

/** Names of the frame, those first that no known message uses. */
const MEMBERS = ['event', 'raw', 'frame', 'payload', 'message', 'msg', 'data'];
/** Used by messages as well. */
const COMMON_MEMBERS_FROM = 3;
const RECEIVED = /^(?:recv|receive|received|local|captured?|arrival|rx)_?(?:at|time|ts|timestamp)?(?:_(ns|us|ms|s))?$/i;
const COMMON_TIME = /^(?:t|ts|time|timestamp|at)(?:_(ns|us|ms|s))?$/i;
/** Members by which messages say what they are. */
const MESSAGE_MARKS = ['type', 'event_type', 'channel', 'topic', 'sid'];

/** For the user: how a frame may be wrapped. */
export const ENVELOPES_TEXT = `{"recv_ns" | "recv_us" | "recv_ms" | "recv_ts" | "ts": time, ${MEMBERS.map((name) => `"${name}"`).join(' | ')}: message}`;

/** Bytes start..end of a line. */
type Part = { readonly start: number; readonly end: number };
type Member = Part & { readonly rank: number; readonly isNested: boolean };

export class EnvelopeKeys {
  time: Part | null = null;
  timeUnit: string | null = null;
  venue: Part | null = null;
  connection: Part | null = null;
  private isReceived = false;
  private isMarked = false;
  private readonly members: Member[] = [];

  begin(): void {
    this.time = null;
    this.timeUnit = null;
    this.venue = null;
    this.connection = null;
    this.isReceived = false;
    this.isMarked = false;
    this.members.length = 0;
  }

  /** Something of an envelope was seen that no message has. */
  get isEnvelope(): boolean {
    return this.isReceived || this.venue !== null;
  }

  isMember(key: string): boolean {
    return MEMBERS.includes(key);
  }

  take(key: string, start: number, end: number, isNested: boolean, isText: boolean): void {
    const rank = MEMBERS.indexOf(key);
    if (rank >= 0 && (isNested || isText)) this.members.push({ start, end, rank, isNested });
    else if (isNested) return;
    else if (key === 'venue' && isText) this.venue = { start, end };
    else if (key === 'connection') this.connection = { start, end };
    else if (MESSAGE_MARKS.includes(key)) this.isMarked = true;
    else this.takeTime(key, start, end);
  }

  /** The frame; null: this is no envelope. `isJson` tells whether a text begins as JSON. */
  message(isJson: (part: Part) => boolean): Part | null {
    const isTimed = this.time !== null || this.venue !== null;
    if (!isTimed) return null;
    const fits = this.members.filter(({ rank, isNested, ...part }) => {
      if (!isNested) return rank === 0 || isJson(part);
      return this.isEnvelope || rank < COMMON_MEMBERS_FROM || !this.isMarked;
    });
    // Of an event that names the kind of a frame beside it, the frame is meant.
    const best = fits.filter((part) => part.isNested || isJson(part));
    return (best.length > 0 ? best : fits).sort((a, b) => a.rank - b.rank)[0] ?? null;
  }

  private takeTime(key: string, start: number, end: number): void {
    const received = RECEIVED.exec(key);
    const found = received ?? (this.isReceived ? null : COMMON_TIME.exec(key));
    if (!found) return;
    this.isReceived ||= received !== null;
    this.time = { start, end };
    this.timeUnit = found[1]?.toLowerCase() ?? null;
  }
}

/** Digits before the point of a time of today, by its unit. */
const UNIT_DIGITS: Readonly<Record<string, number>> = { s: 10, ms: 13, us: 16, ns: 19 };
const MICROS_DIGITS = 16;
const NANOS_DIGITS = 3;

/** A time as whole µs since the epoch and the billionths behind them, in the unit or, without one, by its size; 0, 0: it is none. */
export function timeOf(text: string, unit: string | null): readonly [micros: number, nanos: number] {
  const [, whole, fraction = ''] = /^(\d{1,20})(?:\.(\d{1,20}))?$/.exec(text) ?? [];
  if (whole === undefined) {
    const [, micros = ''] = /\.\d{3}(\d{1,3})/.exec(text) ?? [];
    return [(utcMillis(text) ?? 0) * 1_000 + Number(micros.padEnd(3, '0')), 0];
  }
  // Digits are moved, never multiplied: a time in ns is beyond what a number holds.
  const digits = unit === null ? whole.length : Math.max(0, whole.length + MICROS_DIGITS - UNIT_DIGITS[unit]!);
  const all = whole + fraction;
  const micros = unit === null ? MICROS_DIGITS : digits;
  const padded = all.padEnd(micros + NANOS_DIGITS, '0');
  return [Number(padded.slice(0, micros) || '0'), Number(padded.slice(micros, micros + NANOS_DIGITS))];
}
