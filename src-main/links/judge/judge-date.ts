/** Decides whether two listings mean the same time. */
import type { DateSpan } from '../read/date.ts';
import type { ListingDate } from '../read/listing-date.ts';
import { unreadText } from '../read/reading.ts';
import type { Findings, Verdict } from './verdict.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export function judgeDate(a: ListingDate, b: ListingDate, found: Findings): void {
  const unread = unreadText(a.unread, b.unread);
  if (a.span === null && b.span === null && unread === '') return;
  found.add('date', verdictOf(a, b, unread), shown(a), shown(b));
}

function shown({ span, unread }: ListingDate): string {
  return span?.text ?? unread.join(', ');
}

function verdictOf(a: ListingDate, b: ListingDate, unread: string): Verdict {
  if (a.span === null || b.span === null) return ['open', unread === '' ? 'Only one of them names a time.' : unread];
  const compared = compareDates(a.span, b.span);
  if (unread === '') return compared;
  // No zone and no time of day moves a date by more than a day.
  return compared[0] === 'contradicts' && distanceMs(a.span, b.span) > DAY_MS ? compared : ['open', unread];
}

/** From the end of the earlier one to the beginning of the later one, 0 where they overlap; of two ends, between these. */
function distanceMs(a: DateSpan, b: DateSpan): number {
  if (a.mode === 'by' || b.mode === 'by') return Math.abs(a.toMs - b.toMs);
  return Math.max(0, a.fromMs - b.toMs, b.fromMs - a.toMs);
}

/** Compares two times that were understood. */
export function compareDates(a: DateSpan, b: DateSpan): Verdict {
  const isDifferentMode = (a.mode === 'on' && b.mode === 'by') || (a.mode === 'by' && b.mode === 'on');
  if (isDifferentMode && a.unit !== 'year' && b.unit !== 'year')
    return ['contradicts', 'One asks about that time itself, the other about any time until then.'];
  if (a.mode === 'by' || b.mode === 'by') {
    if (Math.abs(a.toMs - b.toMs) <= MINUTE_MS) return ['agrees', ''];
    const isVague = isMomentOfDay(a, b) || isMomentOfDay(b, a);
    return isVague
      ? ['open', 'Only one of them says the time of day.']
      : ['contradicts', 'They end at different times.'];
  }
  if (a.fromMs === b.fromMs && a.toMs === b.toMs) return ['agrees', ''];
  const [fine, coarse] = a.toMs - a.fromMs <= b.toMs - b.fromMs ? [a, b] : [b, a];
  const isInside = fine.fromMs >= coarse.fromMs && fine.toMs <= coarse.toMs;
  if (isMomentOfDay(fine, coarse)) return ['open', 'Only one of them says the time of day.'];
  if (!isInside || a.unit === b.unit) return ['contradicts', 'They are about different times.'];
  return ['open', 'One of them is more exact than the other.'];
}

/** A day without a time is counted in a zone that nobody says: the moment is on the day as it is written, or on the Eastern one. */
function isMomentOfDay(fine: DateSpan, coarse: DateSpan): boolean {
  if (fine.unit !== 'minute' || coarse.unit !== 'day') return false;
  return fine.day === coarse.day || (fine.toMs > coarse.fromMs && fine.toMs < coarse.toMs);
}
