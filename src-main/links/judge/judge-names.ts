/** Decides whether two listings name the same place, or the same source: names that are known are compared, others leave it open. */
import type { EvidenceField } from '../../../src-shared/domain/link-evidence.ts';
import { type Reading, unreadText } from '../read/reading.ts';
import type { Findings, Verdict } from './verdict.ts';

/** `apart`: why two different names contradict; `alone`: why one name is not enough. */
export type NamesText = { readonly apart: string; readonly alone: string };

export function judgeNames(
  field: EvidenceField & ('place' | 'source'),
  a: Reading<string>,
  b: Reading<string>,
  text: NamesText,
  found: Findings,
): void {
  const [first, second] = [a, b].map(({ values, unread }) => [...values, ...unread].join(', '));
  if (first === '' && second === '') return;
  found.add(field, verdictOf(a, b, text), first!, second!);
}

function verdictOf(a: Reading<string>, b: Reading<string>, { apart, alone }: NamesText): Verdict {
  if (a.values.length > 0 && b.values.length > 0) {
    return a.values.some((name) => b.values.includes(name)) ? ['agrees', ''] : ['contradicts', apart];
  }
  const small = (names: readonly string[]): string => names.join('|').toLowerCase();
  const hasKnown = a.values.length + b.values.length > 0;
  if (!hasKnown && a.unread.length > 0 && small(a.unread) === small(b.unread)) return ['agrees', ''];
  const isAlone = a.values.length + a.unread.length === 0 || b.values.length + b.unread.length === 0;
  return ['open', isAlone ? alone : unreadText(a.unread, b.unread)];
}
