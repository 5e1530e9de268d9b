/**
 * The time that a listing is about, from its titles, its rules and its venue's name of the market.
 *
 * The titles' date comes first, made more exact by one of the rules within it; then the rules' own, then a day in the venue's name
 * whose zone is known.
 */
import type { StatedDay } from '../../../src-shared/domain/stated-terms.ts';
import { type DateSpan, datesIn } from './date.ts';
import { easternMs, momentOf } from './zone.ts';

export type ListingDate = {
  readonly span: DateSpan | null;
  /** What was not understood of it. */
  readonly unread: readonly string[];
};

type Texts = {
  /** With capitals, one blank between words. */
  readonly title: string;
  readonly event: string;
  readonly rules: string;
  readonly day: StatedDay | null;
  readonly closeTimeMs: number | null;
};

export function listingDate({ title, event, rules, day, closeTimeMs }: Texts): ListingDate {
  const named = day === null ? null : namedDay(day);
  const nearMs = closeTimeMs ?? named?.fromMs ?? null;
  const [asked, about, ruled] = [datesIn(title, nearMs), datesIn(event, nearMs), datesIn(rules, nearMs)];
  const titles = [...asked.values, ...about.values];
  const unread = [...asked.unread, ...asked.clocks];
  const primary = titles.toSorted((a, b) => a.toMs - a.fromMs - (b.toMs - b.fromMs))[0];
  const isCertain = titles.every((span) => span.unread === '');
  if (!primary) {
    const own = ruled.values.find(({ unit }) => unit === 'minute') ?? ruled.values[0] ?? null;
    const beside = [...unread, ...ruled.unread, ...(own === null ? [] : [own.unread])];
    return { span: own ?? named, unread: beside.filter((piece) => piece !== '') };
  }
  const sameTime = ruled.values.filter((span) => overlaps(span, primary));
  const finer = sameTime.find(({ unit }) => unit === 'minute') ?? sameTime.find(({ mode }) => mode !== 'unsaid');
  const span = finer ? refined(primary, finer) : primary;
  const hasMoment = span.unit === 'minute';
  const pieces = [
    ...unread,
    ...titles.map((one) => one.unread),
    ...(hasMoment && isCertain ? [] : sameTime.map((one) => one.unread)),
    ...(hasMoment || span.unit !== 'day' ? [] : ruled.clocks),
    ...(hasMoment ? [span.unread] : []),
  ];
  return { span, unread: [...new Set(pieces)].filter((piece) => piece !== '') };
}

function refined(primary: DateSpan, finer: DateSpan): DateSpan {
  if (primary.unit === 'minute') return primary.mode === 'unsaid' ? { ...primary, mode: finer.mode } : primary;
  const mode = primary.mode === 'by' ? 'by' : finer.mode === 'unsaid' ? primary.mode : finer.mode;
  return finer.unit === 'minute' ? { ...finer, mode } : { ...primary, ...(finer.mode === 'by' ? finer : {}), mode };
}

function overlaps(a: DateSpan, b: DateSpan): boolean {
  // A span that only has an end begins long before it.
  const [fromA, fromB] = [Math.min(a.fromMs, a.toMs - 1), Math.min(b.fromMs, b.toMs - 1)];
  return fromA < b.toMs + 1 && fromB < a.toMs + 1;
}

/** The day that a venue's own name of the market states; null where it may be counted in any zone. */
export function namedDay({ text, zone }: StatedDay): DateSpan | null {
  if (zone === null) return null;
  const [year = 0, month = 1, day, hour] = text.split(/[-T]/).map(Number);
  const isUtc = zone === 'UTC';
  const midnight = (m: number, d: number): number => (isUtc ? Date.UTC(year, m, d) : easternMs(year, m, d));
  const written = day === undefined ? '' : `${year}-${month}-${day}`;
  const shown = { mode: 'unsaid', day: written, text: `${text} ${isUtc ? 'UTC' : 'ET'}`, unread: '' } as const;
  if (day === undefined) return { ...shown, unit: 'month', fromMs: midnight(month - 1, 1), toMs: midnight(month, 1) };
  if (hour === undefined)
    return { ...shown, unit: 'day', fromMs: midnight(month - 1, day), toMs: midnight(month - 1, day + 1) };
  const { atMs } = momentOf({ year, month, day, hour, minute: 0 }, { text: '', iana: zone, offset: null });
  return { ...shown, unit: 'minute', fromMs: atMs, toMs: atMs };
}
