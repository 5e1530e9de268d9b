/**
 * The linked and decoy pairs: markets of both venues that are the same contract, some of them asked the other way round, and markets
 * that differ from it in one field. Made from a seed; which is which only the exchange knows.
 */
import type { Category, ContractPlan } from '../model/contract-plan.ts';
import { Random } from '../model/random.ts';
import {
  drawFacts,
  type Facts,
  factsKey,
  type PairField,
  TOPICS,
  type Topic,
  variableFields,
  varied,
} from './pair-facts.ts';
import { canInvert, kalshiText } from './pair-kalshi.ts';
import { polymarketText } from './pair-polymarket.ts';
import { dueMs } from './pair-words.ts';

export const CATEGORIES: Readonly<Record<Topic, Category>> = {
  'coin-close': 'Crypto',
  'coin-touch': 'Crypto',
  'index-close': 'Finance',
  temperature: 'Weather',
  statistic: 'Economics',
  'rate-decision': 'Economics',
  election: 'Elections',
  game: 'Sports',
  release: 'Tech',
  treaty: 'Geopolitics',
  'box-office': 'Culture',
  chart: 'Culture',
  fuel: 'Economics',
};

/** A market on each venue: of one contract, or of two that differ in one field. */
export type Pair = {
  /** One contract listed twice, or two. */
  readonly plans: readonly ContractPlan[];
  /** Null: they are the same contract. */
  readonly differs: PairField | null;
  readonly inverted: boolean;
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

/** So many pairs, every other one a decoy. */
export function makePairs(seed: number, count: number, startMs: number): readonly Pair[] {
  const random = new Random(seed * 7_919 + 17);
  const source = new FactsSource(random);
  const pairs: Pair[] = [];
  for (let index = 0; pairs.length < count; index++) {
    const facts = source.draw(TOPICS[index % TOPICS.length]!);
    if (facts === null) continue;
    const differs = pairs.length % 2 === 0 ? null : random.pick(variableFields(facts.topic));
    const other = differs === null ? facts : source.vary(facts, differs);
    if (other === null) continue;
    const inverted = canInvert(facts) && random.chance(0.35);
    const left = contractOf(`pair-${index}`, facts, startMs, random);
    const polymarket = polymarketText(facts, startMs, random, `${index}`);
    const kalshi = kalshiText(other, startMs, random, salt(index), inverted);
    const right = contractOf(`pair-${index}-other`, other, startMs, random);
    const plans =
      differs === null
        ? [{ ...left, polymarket, kalshi }]
        : [
            { ...left, polymarket },
            { ...right, kalshi },
          ];
    pairs.push({ plans, differs, inverted });
  }
  return pairs;
}

/** Letters that keep tickers apart. */
export function salt(index: number): string {
  return index.toString(26).replace(/./g, (digit) => String.fromCharCode(65 + Number.parseInt(digit, 26)));
}

function contractOf(key: string, facts: Facts, startMs: number, random: Random): ContractPlan {
  return {
    key,
    category: CATEGORIES[facts.topic],
    fairMicros: 150_000 + random.below(70) * 10_000,
    volatility: 800,
    closesMs: dueMs(facts, startMs),
    isSecret: true,
  };
}
