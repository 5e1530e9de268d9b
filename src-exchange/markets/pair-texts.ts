/** Fills the facts of one listing into a venue's texts of the pairs, which are data (`pair-texts.json` of the venue's folder). */
import { hourText, yearOf } from '../model/calendar.ts';
import { fillTexts, type Words } from '../model/fill-text.ts';
import type { PairContext } from './listed-venue.ts';
import { type Facts, type Relation, SHAPES } from './pair-facts.ts';
import { dueMs, namesOf, strikeOf } from './pair-subjects.ts';

const MINUTE_MS = 60_000;

/** Words for all topics, and the texts and words of each. */
export type PairTexts = {
  readonly words: Words;
  readonly topics: Readonly<Record<string, { readonly words?: Words; readonly texts: Words }>>;
};

const OPPOSITE: Readonly<Record<Relation, Relation>> = {
  above: 'at-most',
  'at-least': 'below',
  below: 'at-least',
  'at-most': 'above',
};

/** The texts of the facts' topic, in full. `{…:due}` is when the contract is decided, `{…:next}` the minute after. */
export function fillPair<Draft>({ words, topics }: PairTexts, facts: Facts, context: PairContext): Draft {
  const { startMs, random, inverted } = context;
  const due = dueMs(facts, startMs);
  const strike = strikeOf(facts);
  const topic = topics[facts.topic]!;
  const values: Words = {
    ...words,
    ...topic.words,
    ...namesOf(facts, inverted),
    source: SHAPES[facts.topic].sources[facts.source]!,
    subject: facts.subject,
    relation: facts.relation,
    /** The comparison that is asked for: an inverted question asks the opposite. */
    comparison: inverted ? OPPOSITE[facts.relation] : facts.relation,
    inverted,
    utc: facts.utc,
    /** Which of two manners of writing. */
    first: random.chance(0.5),
    hour: hourText(facts.hour),
    shortYear: yearOf(due).slice(2),
    strike,
    figure: figureOf(facts),
    twoPlaces: strike.toFixed(2),
  };
  return fillTexts(topic.texts, values, (time) => (time === 'next' ? due + MINUTE_MS : due)) as Draft;
}

/** The strike in whole units: a statistic may be given in thousands. */
export function amountOf(facts: Facts): number {
  return namesOf(facts, false).unit === 'K' ? strikeOf(facts) * 1_000 : strikeOf(facts);
}

/** "110,000", or a percentage with one decimal */
function figureOf(facts: Facts): string {
  if (namesOf(facts, false).unit === '%') return `${strikeOf(facts).toFixed(1)}%`;
  return amountOf(facts).toLocaleString('en-US', { maximumFractionDigits: 6 });
}
