/** Decides whether two listings call YES the same, each the other's second outcome, or something else. */
import type { OutcomeName, Terms } from '../read/terms.ts';
import type { Findings, Verdict } from './verdict.ts';

/** How far apart words may be and still name one thing. */
const SAME_NAME = 0.5;

function alike(a: OutcomeName | null, b: OutcomeName | null): boolean {
  if (a === null || b === null) return false;
  const shared = [...a.words].filter((word) => b.words.has(word)).length;
  return shared / Math.min(a.words.size, b.words.size) >= SAME_NAME;
}

export function judgeOutcome(a: Terms, b: Terms, found: Findings): void {
  if (a.outcome === null && b.outcome === null) return;
  found.add('outcome', outcomeVerdict(a, b, found), a.outcome?.text ?? '', b.outcome?.text ?? '');
}

function outcomeVerdict(a: Terms, b: Terms, found: Findings): Verdict {
  if (a.outcome === null || b.outcome === null) return oneOutcome(a, b);
  const isSame = alike(a.outcome, b.outcome);
  const isOther = alike(a.otherOutcome, b.outcome) || alike(a.outcome, b.otherOutcome);
  if (isSame && isOther) return ['open', 'Both outcomes fit; look which one is meant.'];
  if (isSame) return ['agrees', ''];
  if (isOther) {
    found.turned = !found.turned;
    const why = "It is the other's second outcome, so its YES is the other's NO.";
    const hasThird = a.hasThirdCase || b.hasThirdCase;
    return hasThird ? ['open', `${why} A draw is spoken of: then neither may pay.`] : ['agrees', why];
  }
  const isNamed = mentions(b, a.outcome) || mentions(a, b.outcome);
  return isNamed ? ['open', 'One is spoken of in the other text.'] : ['contradicts', 'They are different outcomes.'];
}

function mentions(terms: Terms, name: OutcomeName): boolean {
  return [...name.words].some((word) => terms.all.has(word));
}

/** Only one of the two gives its outcome a name; the other must speak of it. */
function oneOutcome(a: Terms, b: Terms): Verdict {
  const [named, other] = a.outcome === null ? [b, a] : [a, b];
  const words = [...(named.outcome?.words ?? [])];
  if (words.every((word) => other.all.has(word))) return ['agrees', ''];
  const strangers = words.filter((word) => named.names.has(word) && !other.all.has(word));
  const isStranger = other.hasRules && strangers.length > 0 && words.every((word) => !other.all.has(word));
  return isStranger ? ['contradicts', `The other never speaks of ${strangers.join(', ')}.`] : ['open', ''];
}
