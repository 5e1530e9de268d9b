/**
 * Decides what a pair of markets is about, each on another venue: the facts of two contracts that are the same, or that differ in one
 * field only. Two contracts are the same exactly when their facts are equal, which the venues' texts do not show.
 */
import type { Category } from '../model/contract-plan.ts';
import type { Random } from '../model/random.ts';
import shapes from './pair-topics.json' with { type: 'json' };

export type Relation = 'above' | 'at-least' | 'below' | 'at-most';

/** Fields in which two contracts may differ. */
export type PairField = 'subject' | 'outcome' | 'strike' | 'comparison' | 'date' | 'zone' | 'source';

export type Facts = {
  readonly topic: Topic;
  /** What is measured or who runs: an index into the topic's list. */
  readonly subject: number;
  /** Which side: a party, a team, a direction; 0 where there is none. */
  readonly outcome: number;
  /** In the topic's own steps. */
  readonly strike: number;
  readonly relation: Relation;
  /** Days after the start, and the hour of that Eastern day. */
  readonly day: number;
  readonly hour: number;
  /** The text gives the hour in UTC instead of Eastern time. */
  readonly utc: boolean;
  readonly source: number;
};

type TopicShape = {
  readonly category: Category;
  /** How many subjects, outcomes, strikes and days there are; the texts have as many words. */
  readonly subjects: number;
  readonly outcomes: number;
  readonly strikes: number;
  readonly days: number;
  readonly relations: readonly Relation[];
  /** The text gives an hour. */
  readonly hours: boolean;
  /** Who decides. */
  readonly sources: readonly string[];
  /** The lowest strike and the step to the next, where they are the same for all subjects. */
  readonly base?: number;
  readonly step?: number;
};

export type Topic = keyof typeof shapes;
export const SHAPES = shapes as Readonly<Record<Topic, TopicShape>>;
export const TOPICS = Object.keys(shapes) as readonly Topic[];

/** Facts at random. */
export function drawFacts(random: Random, topic: Topic): Facts {
  const shape = SHAPES[topic];
  return {
    topic,
    subject: random.below(shape.subjects),
    outcome: random.below(shape.outcomes),
    strike: random.below(shape.strikes),
    relation: random.pick(shape.relations),
    day: 1 + random.below(shape.days),
    hour: shape.hours ? 9 + random.below(9) : 12,
    utc: false,
    source: random.below(shape.sources.length),
  };
}

/** Equal for equal contracts. */
export function factsKey(facts: Facts): string {
  const { topic, subject, outcome, strike, relation, day, hour, utc, source } = facts;
  // The winner of a game without a draw is one contract, whichever team the question names.
  const side = topic === 'game' ? 0 : outcome;
  // Of a figure in whole steps, above one step is at least the next.
  const isStepped = topic === 'temperature' || topic === 'statistic';
  const least = isStepped && relation === 'above' ? strike + 1 : strike;
  return [topic, subject, side, least, isStepped ? '' : relation, day, hour, utc, source].join('/');
}

/** Whether a venue can ask the opposite question. */
export function canInvert({ topic }: Facts): boolean {
  return topic !== 'rate-decision' && topic !== 'chart' && topic !== 'election';
}

/** The fields of a topic in which another contract can differ. */
export function variableFields(topic: Topic): readonly PairField[] {
  const { subjects, outcomes, strikes, relations, days, sources, hours } = SHAPES[topic];
  const fields: PairField[] = [];
  // Figures of another coin are of another size: that would be two differences.
  const isScaled = ['coin-close', 'coin-touch', 'index-close', 'statistic'].includes(topic);
  if (subjects > 1 && !isScaled) fields.push('subject');
  if (outcomes > 1 && topic !== 'game') fields.push('outcome');
  if (strikes > 1) fields.push('strike');
  if (relations.length > 1) fields.push('comparison');
  if (days > 1) fields.push('date');
  if (hours) fields.push('zone');
  if (sources.length > 1) fields.push('source');
  return fields;
}

/** The same contract but for one field. */
export function varied(random: Random, facts: Facts, field: PairField): Facts {
  const shape = SHAPES[facts.topic];
  const other = (count: number, current: number): number => (current + 1 + random.below(count - 1)) % count;
  switch (field) {
    case 'subject':
      return { ...facts, subject: other(shape.subjects, facts.subject) };
    case 'outcome':
      return { ...facts, outcome: other(shape.outcomes, facts.outcome) };
    case 'strike':
      return {
        ...facts,
        strike: facts.strike > 0 && random.chance(0.7) ? facts.strike - 1 : other(shape.strikes, facts.strike),
      };
    case 'comparison':
      return { ...facts, relation: facts.relation === 'above' ? 'at-least' : 'above' };
    case 'date':
      return {
        ...facts,
        day: facts.day > 1 && random.chance(0.7) ? facts.day - 1 : 1 + other(shape.days, facts.day - 1),
      };
    case 'zone':
      return { ...facts, utc: !facts.utc };
    case 'source':
      return { ...facts, source: other(shape.sources.length, facts.source) };
  }
}
