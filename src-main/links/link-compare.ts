/**
 * Decides what speaks for and against two listings being the same contract, field by field, and which way round they are.
 *
 * A field is only said to contradict where both sides state it and the two cannot both be right. What only one side states is open.
 */
import type {
  EvidenceField,
  FieldEvidence,
  FieldVerdict,
  LinkEvidence,
} from '../../src-shared/domain/link-evidence.ts';
import { compareDates } from './link-date.ts';
import { OPPOSITES, QUALIFIERS, SPORTS } from './link-names.ts';
import type { OutcomeName, Terms } from './link-terms.ts';
import { type BoundVerdict, boundText, compareBounds } from './link-threshold.ts';
import { townsOf } from './link-words.ts';

/** How far apart words may be and still name one thing. */
const SAME_NAME = 0.5;
/** Share of the words of the shorter title that the other must have for the subject to be called the same. */
const SAME_SUBJECT = 0.5;

class Findings {
  readonly fields: FieldEvidence[] = [];
  turned = false;

  add(field: EvidenceField, verdict: FieldVerdict, first: string, second: string, why = ''): void {
    this.fields.push({ field, verdict, first, second, why });
  }
}

/** `overlap`: of the words ({@link overlapOf}), where it is known how rare they are. */
export function compareTerms(a: Terms, b: Terms, overlap: number = overlapOf(a, b, () => 1)): LinkEvidence {
  const found = new Findings();
  subject(a, b, overlap, found);
  outcome(a, b, found);
  bounds(a, b, found);
  polarity(a, b, found);
  date(a, b, found);
  source(a, b, found);
  category(a, b, found);
  const agreed = found.fields.filter(({ verdict }) => verdict === 'agrees').length;
  const score = Math.round(100 * (0.6 * overlap + (0.4 * agreed) / Math.max(1, found.fields.length)));
  const orientation = found.turned ? 'inverted' : 'same';
  return { orientation, score, fields: found.fields };
}

/** How much of what the shorter text tells the other tells too, 0 to 1. `weightOf`: how much a word tells. */
export function overlapOf({ core: a }: Terms, { core: b }: Terms, weightOf: (word: string) => number): number {
  let shared = 0;
  let least = 0;
  let other = 0;
  for (const word of a) {
    const weight = weightOf(word);
    least += weight;
    if (b.has(word)) shared += weight;
  }
  for (const word of b) other += weightOf(word);
  return shared / Math.max(1e-9, Math.min(least, other));
}

function subject(a: Terms, b: Terms, overlap: number, found: Findings): void {
  const [verdict, why] = subjectVerdict(a, b, overlap);
  found.add('subject', verdict, a.title, b.title, why);
}

type Verdict = readonly [verdict: FieldVerdict, why: string];

function subjectVerdict(a: Terms, b: Terms, overlap: number): Verdict {
  const [onlyA, onlyB] = [missing(a.names, b), missing(b.names, a)];
  if (onlyA.length > 0 && onlyB.length > 0) {
    return ['contradicts', `Only the first speaks of ${onlyA.join(', ')}, only the second of ${onlyB.join(', ')}.`];
  }
  const [sportA, sportB] = [sportOf(a), sportOf(b)];
  if (sportA !== sportB && sportA !== null && sportB !== null) return ['contradicts', `${sportA} is not ${sportB}.`];
  const strangers = onlyA.length > 0 ? missing(b.ruleNames, a) : missing(a.ruleNames, b);
  const [named] = [...onlyA, ...onlyB];
  if (named !== undefined && strangers.length > 0) {
    return ['contradicts', `Only one of them speaks of ${named}; the other's rules speak of ${strangers.join(', ')}.`];
  }
  const number = [...a.numbered].find(([name, digits]) => (b.numbered.get(name) ?? digits) !== digits);
  if (number) return ['contradicts', `${number[0]} ${number[1]} is not ${number[0]} ${b.numbered.get(number[0])}.`];
  const qualifier = [...missing(a.asked, b), ...missing(b.asked, a)].find((word) => QUALIFIERS.has(word));
  if (qualifier) return ['contradicts', `Only one of them says "${qualifier}".`];
  if (overlap >= SAME_SUBJECT) return ['agrees', ''];
  return ['open', 'The titles have few words in common.'];
}

function sportOf({ all }: Terms): string | null {
  return SPORTS.find((sport) => all.has(sport)) ?? null;
}

/** Words that the other's texts do not have, nor the towns of teams that they name. */
function missing(words: ReadonlySet<string>, { all }: Terms): string[] {
  return [...words].filter((word) => !all.has(word) && !townsOf(word).some((town) => all.has(town)));
}

function alike(a: OutcomeName | null, b: OutcomeName | null): boolean {
  if (a === null || b === null) return false;
  const shared = [...a.words].filter((word) => b.words.has(word)).length;
  return shared / Math.min(a.words.size, b.words.size) >= SAME_NAME;
}

function outcome(a: Terms, b: Terms, found: Findings): void {
  if (a.outcome === null && b.outcome === null) return;
  const [verdict, why] = outcomeVerdict(a, b, found);
  found.add('outcome', verdict, a.outcome?.text ?? '', b.outcome?.text ?? '', why);
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

function bounds(a: Terms, b: Terms, found: Findings): void {
  const [first, second] = [a.bounds[0], b.bounds[0]];
  if (!first && !second) return;
  if (!first || !second) {
    const shown = boundText((first ?? second)!);
    const text = `${shown.relation} ${shown.figure}`.trim();
    found.add('threshold', 'open', first ? text : '', second ? text : '', 'Only one of them names a figure.');
    return;
  }
  const compared = compareBounds(a.bounds, b.bounds);
  const [one, other] = [boundText(compared.first), boundText(compared.second)];
  const isOther = compared.is === 'other figure';
  found.add('threshold', isOther ? 'contradicts' : 'agrees', one.figure, other.figure);
  if (isOther) return;
  if (compared.is === 'opposite') found.turned = !found.turned;
  const [verdict, why] = RELATIONS[compared.is];
  found.add('comparison', verdict, one.relation, other.relation, why);
}

const RELATIONS: Readonly<Record<Exclude<BoundVerdict['is'], 'other figure'>, Verdict>> = {
  same: ['agrees', ''],
  opposite: ['agrees', "Together they cover every case: its YES is the other's NO."],
  'unsaid relation': ['open', 'Only one of them says how the figure counts.'],
  'other relation': [
    'contradicts',
    'They count the figure differently: at the figure itself, or beyond it, they part.',
  ],
};

function polarity(a: Terms, b: Terms, found: Findings): void {
  for (const [one, other] of OPPOSITES) {
    const has = (terms: Terms, word: string, not: string): boolean => terms.core.has(word) && !terms.core.has(not);
    if ((has(a, one, other) && has(b, other, one)) || (has(a, other, one) && has(b, one, other))) {
      const [first, second] = a.core.has(one) ? [one, other] : [other, one];
      found.add('polarity', 'contradicts', first, second, 'Opposite, and there are cases in which neither is right.');
      return;
    }
  }
  if (a.negated !== b.negated) found.turned = !found.turned;
  const say = (terms: Terms): string => (terms.negated ? 'asks that it does not happen' : 'asks that it happens');
  const why = found.turned ? "The second listing's YES is the first one's NO." : '';
  found.add('polarity', 'agrees', say(a), say(b), why);
}

function date(a: Terms, b: Terms, found: Findings): void {
  if (a.date === null && b.date === null) return;
  if (a.date === null || b.date === null) {
    found.add('date', 'open', a.date?.text ?? '', b.date?.text ?? '', 'Only one of them names a time.');
    return;
  }
  const { verdict, why } = compareDates(a.date, b.date);
  found.add('date', verdict, a.date.text, b.date.text, why);
}

function source(a: Terms, b: Terms, found: Findings): void {
  const [placeA, placeB] = [a.stations.join(', '), b.stations.join(', ')];
  const join = (names: readonly string[], place: string): string =>
    [...names, ...(place === '' ? [] : [place])].join(', ');
  const [first, second] = [join(a.sources, placeA), join(b.sources, placeB)];
  if (first === '' && second === '') return;
  const share = (x: readonly string[], y: readonly string[]): boolean => x.some((name) => y.includes(name));
  if (placeA !== '' && placeB !== '' && !share(a.stations, b.stations)) {
    found.add('source', 'contradicts', first, second, 'They are measured at different places.');
  } else if (a.sources.length > 0 && b.sources.length > 0) {
    const isShared = share(a.sources, b.sources);
    found.add(
      'source',
      isShared ? 'agrees' : 'contradicts',
      first,
      second,
      isShared ? '' : 'Different sources need not agree.',
    );
  } else {
    found.add('source', 'open', first, second, 'Only one of them names where the result is taken from.');
  }
}

function category(a: Terms, b: Terms, found: Findings): void {
  if (a.category === '' && b.category === '') return;
  const areKnown = a.categoryKind !== '' && b.categoryKind !== '';
  const verdict = areKnown ? (a.categoryKind === b.categoryKind ? 'agrees' : 'contradicts') : 'open';
  found.add('category', verdict, a.category, b.category);
}
