/**
 * Decides the linked and decoy pairs: markets of two venues that are the same contract, some of them inverted, and markets that
 * differ from it in one field. Made from a seed; which is which only the exchange knows.
 */
import type { ContractPlan, ContractTerms, VenueId } from '../model/contract-plan.ts';
import { THIN } from '../model/contract-plan.ts';
import { Random } from '../model/random.ts';
import type { ListedVenue } from './listed-venue.ts';
import {
  canInvert,
  drawFacts,
  type Facts,
  factsKey,
  type PairField,
  SHAPES,
  TOPICS,
  type Topic,
  variableFields,
  varied,
} from './pair-facts.ts';
import { dueMs } from './pair-subjects.ts';

/** A market on each of two venues: of one contract, or of two that differ in one field. */
export type Pair = {
  /** One contract listed twice, or two. */
  readonly plans: readonly ContractPlan[];
  /** Null: they are the same contract. */
  readonly differs: PairField | null;
  readonly inverted: boolean;
  readonly venues: readonly [VenueId, VenueId];
};

/** Facts never drawn before, and not those of anything that another was varied to. */
export class FactsSource {
  private readonly random: Random;
  private readonly used = new Set<string>();

  constructor(random: Random) {
    this.random = random;
  }

  draw(topic: Topic): Facts | null {
    return this.take(() => drawFacts(this.random, topic));
  }

  vary(facts: Facts, field: PairField): Facts | null {
    return this.take(() => varied(this.random, facts, field));
  }

  private take(make: () => Facts): Facts | null {
    for (let attempt = 0; attempt < 20; attempt++) {
      const facts = make();
      const key = factsKey(facts);
      if (this.used.has(key)) continue;
      this.used.add(key);
      return facts;
    }
    return null;
  }
}

/** So many pairs, every other one a decoy; every two venues that list pairs have their turns. */
export function makePairs(
  seed: number,
  count: number,
  startMs: number,
  venues: readonly ListedVenue[],
): readonly Pair[] {
  const random = new Random(seed * 7_919 + 17);
  const source = new FactsSource(random);
  const able = venues.filter(({ listPair }) => listPair !== undefined);
  const twos = able.flatMap((first, index) => able.slice(index + 1).map((second) => [first, second] as const));
  const pairs: Pair[] = [];
  for (let index = 0; twos.length > 0 && pairs.length < count; index++) {
    const facts = source.draw(TOPICS[index % TOPICS.length]!);
    if (facts === null) continue;
    const differs = pairs.length % 2 === 0 ? null : random.pick(variableFields(facts.topic));
    const other = differs === null ? facts : source.vary(facts, differs);
    if (other === null) continue;
    const inverted = canInvert(facts) && random.chance(0.35);
    const [first, second] = twos[(pairs.length >> 1) % twos.length]!;
    const context = { startMs, random, index };
    const left = termsOf(`pair-${index}`, facts, startMs, random);
    const onFirst = { [first.id]: first.listPair!(facts, { ...context, inverted: false }) };
    const onSecond = { [second.id]: second.listPair!(other, { ...context, inverted }) };
    const right = termsOf(`pair-${index}-other`, other, startMs, random);
    const plans =
      differs === null
        ? [{ ...left, venues: { ...onFirst, ...onSecond } }]
        : [
            { ...left, venues: onFirst },
            { ...right, venues: onSecond },
          ];
    pairs.push({ plans, differs, inverted, venues: [first.id, second.id] });
  }
  return pairs;
}

function termsOf(key: string, facts: Facts, startMs: number, random: Random): ContractTerms {
  return {
    key,
    category: SHAPES[facts.topic].category,
    fairMicros: 150_000 + random.below(70) * 10_000,
    volatility: 800,
    closesMs: dueMs(facts, startMs),
    style: { ...THIN, activity: 0.02 },
    isSecret: true,
  };
}
