/** Decides whether two listings ask the same way round, each other's opposite, or something of which that is not known. */

import type { AskedWay } from '../read/asked-way.ts';
import { OPPOSITES } from '../read/names.ts';
import { unreadText } from '../read/reading.ts';
import type { Findings } from './verdict.ts';

export type Polar = { readonly way: AskedWay; readonly core: ReadonlySet<string>; readonly hasRules: boolean };

export function judgePolarity(a: Polar, b: Polar, found: Findings): void {
  const apart = oppositeMoves(a, b);
  if (apart) {
    const [first, second] = apart;
    found.add('polarity', ['contradicts', 'Opposite, and there are cases in which neither is right.'], first, second);
    return;
  }
  if (a.way.negated !== b.way.negated) found.turned = !found.turned;
  const isTurned = a.way.negated !== b.way.negated;
  const say = ({ way }: Polar): string => (way.negated ? 'asks that it does not happen' : 'asks that it happens');
  const verbs = openVerb(a.way, b.way);
  if (verbs) {
    if (verbs.isOpposite) {
      const why = `"${verbs.first}" is the opposite of "${verbs.second}".`;
      // "Will not lose" and "will win" part where there is a third case.
      found.add('polarity', [isTurned ? 'open' : 'contradicts', why], verbs.first, verbs.second);
    } else {
      const why = `Only one of them says "${verbs.first || verbs.second}".`;
      found.add('polarity', ['open', why], verbs.first || say(a), verbs.second || say(b));
    }
    return;
  }
  const unread = unreadText(a.way.unread, b.way.unread);
  if (unread !== '') found.add('polarity', ['open', unread], say(a), say(b));
  else
    found.add(
      'polarity',
      ['agrees', isTurned ? "The second listing's YES is the first one's NO." : ''],
      say(a),
      say(b),
    );
}

/** Opposite moves that leave a third case open: a cut and a hike. */
function oppositeMoves({ core: a }: Polar, { core: b }: Polar): readonly [string, string] | null {
  for (const [one, other] of OPPOSITES) {
    const has = (core: ReadonlySet<string>, word: string, not: string): boolean => core.has(word) && !core.has(not);
    if (has(a, one, other) && has(b, other, one)) return [one, other];
    if (has(a, other, one) && has(b, one, other)) return [other, one];
  }
  return null;
}

type VerbsApart = { readonly first: string; readonly second: string; readonly isOpposite: boolean };

/** A verb with an opposite that only one side asks about, or of which each asks about another; null: they match. */
function openVerb(a: AskedWay, b: AskedWay): VerbsApart | null {
  let open: VerbsApart | null = null;
  for (const row of new Set([...a.asked.keys(), ...b.asked.keys()])) {
    const [first, second] = [a.asked.get(row), b.asked.get(row)];
    if (first && second) {
      if (first.pole !== second.pole) return { first: first.word, second: second.word, isOpposite: true };
      continue;
    }
    // What the other's title leaves out its rules may say.
    const [said, ruled] = first ? [first, b.ruled.get(row)] : [second!, a.ruled.get(row)];
    if (ruled?.pole === said.pole) continue;
    open ??= { first: first?.word ?? ruled?.word ?? '', second: second?.word ?? ruled?.word ?? '', isOpposite: false };
    if (ruled) open = first ? { ...open, first: first.word, second: '' } : { ...open, first: '', second: second!.word };
  }
  return open;
}
