/** Decides whether the texts of two listings are whole: no gaps of a template, nothing cut off. */
import { unreadText } from '../read/reading.ts';
import type { Findings } from './verdict.ts';

export type Wholeness = { readonly gaps: readonly string[]; readonly isCut: boolean };

export function judgeTexts(a: Wholeness, b: Wholeness, found: Findings): void {
  const gaps = [...a.gaps, ...b.gaps];
  if (gaps.length === 0 && !a.isCut && !b.isCut) return;
  const show = ({ gaps: own, isCut }: Wholeness): string =>
    [...(own.length > 0 ? [`unfilled: ${own.join(', ')}`] : []), ...(isCut ? ['longer than is read'] : [])].join('; ');
  const why =
    gaps.length > 0 ? `The template was not filled. ${unreadText(gaps)}` : 'Only the beginning of the text was read.';
  found.add('texts', ['open', why], show(a), show(b));
}
