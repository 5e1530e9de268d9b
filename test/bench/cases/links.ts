/**
 * Suggested links, judged by the exchange that knows the truth.
 *
 * `pairs`: linked and decoy pairs of several seeds, discovered over the exchange's pages, and pairs of every kind of difference that is
 * easily overlooked. The seeds are not among those the rules were written with. `crowd`: as many listings as both venues have open, and how long it takes in one thread.
 */

import { compareTerms } from '../../../src-main/links/link-compare.ts';
import { findLinks } from '../../../src-main/links/link-finder.ts';
import { LinkIndex } from '../../../src-main/links/link-index.ts';
import { type JudgedListing, termsOf } from '../../../src-main/links/read/terms.ts';
import { type SuggestionColumns, SuggestionTable } from '../../../src-main/links/suggestion-table.ts';
import { type LinkEvidence, type LinkSuggestion, vetoesOf } from '../../../src-shared/domain/link-evidence.ts';
import { madePairs } from '../suite/made-decoys.ts';
import { crowd, discoverPairs, type KnownLinks, pairKey } from '../suite/made-links.ts';
import { answer, caseArguments, type Values } from '../suite/measure.ts';

const { variant, quick } = caseArguments();
/** Never used while the rules were written: those were 1 to 10. */
const SEEDS = quick ? [2_001] : [2_001, 2_002, 2_003, 2_004, 2_005];
const PAIRS = 260;
/** Of every kind of difference, a seed. */
const ROUNDS = quick ? 20 : 100;
/** Pairs that are less alike are not suggested. */
const SCORE_MIN = 50;
const TOLD_MAX = 5;
let told = 0;
/** Open markets of the two venues in autumn 2026. */
const [ON_FIRST, ON_SECOND] = quick ? [8_500, 11_500] : [85_000, 115_000];

type Judged = { missed: number; turned: number; decoys: number; wrong: number; suggested: number; vetoesShown: number };

async function pairs(): Promise<Values> {
  const sum: Judged = { missed: 0, turned: 0, decoys: 0, wrong: 0, suggested: 0, vetoesShown: 0 };
  let [same, decoys] = [0, 0];
  for (const seed of SEEDS) {
    const known = await discoverPairs(seed, PAIRS);
    same += known.same.size;
    decoys += known.decoys.size;
    const { judged } = await judge(known);
    for (const key of Object.keys(sum) as (keyof Judged)[]) sum[key] += judged[key];
  }
  const scored = new Scores();
  const made = kinds(scored);
  return {
    'links.truePairs': same + made.same,
    'links.decoys': decoys + made.stated + made.unsaid,
    'links.truePairsMissed': sum.missed + made.missed,
    'links.decoysWithoutVeto': sum.decoys + made.withoutVeto,
    'links.decoysUncapped': made.uncapped,
    'links.wrongOrientation': sum.turned,
    'links.falseSuggestions': sum.wrong,
    'links.vetoesShown': sum.vetoesShown,
    ...made.byKind,
    ...scored.values(),
  };
}

/** Every kind of difference, compared with nothing else around. */
function kinds(scored: Scores) {
  const counts = { same: 0, stated: 0, unsaid: 0, missed: 0, withoutVeto: 0, uncapped: 0 };
  const byKind: Values = {};
  for (const { kind, is, field, first, second } of SEEDS.flatMap((seed) => madePairs(seed, ROUNDS))) {
    const evidence = compareTerms(termsOf(first), termsOf(second));
    const hasVeto = vetoesOf(evidence).length > 0;
    const verdict = evidence.fields.find((one) => one.field === field)?.verdict;
    const isUncapped = is === 'unsaid' && (verdict !== 'open' || evidence.cap === 100 || evidence.score > evidence.cap);
    const isMissed = is === 'same' && (hasVeto || evidence.score < SCORE_MIN);
    const isWithoutVeto = is === 'stated' && !hasVeto;
    counts[is]++;
    if (isMissed) counts.missed++;
    if (isWithoutVeto) counts.withoutVeto++;
    if (isUncapped) counts.uncapped++;
    if (!hasVeto) scored.add(evidence, is === 'same');
    if (isMissed || isWithoutVeto || isUncapped) say(`${kind} (${is}): ${first.title} | ${second.title}`);
    const key = `links.kinds.${kind.replaceAll(' ', '-')}`;
    byKind[`${key}.${is}`] = (byKind[`${key}.${is}`] ?? 0) + 1;
    byKind[`${key}.wrong`] = (byKind[`${key}.wrong`] ?? 0) + Number(isMissed || isWithoutVeto || isUncapped);
  }
  return { ...counts, byKind };
}

/** The share of pairs that are one contract, by what their score is held to: what a score means. */
class Scores {
  private readonly counts = new Map<number, { same: number; all: number }>();

  add({ cap }: LinkEvidence, isSame: boolean): void {
    const count = this.counts.get(cap) ?? { same: 0, all: 0 };
    this.counts.set(cap, { same: count.same + Number(isSame), all: count.all + 1 });
  }

  values(): Values {
    const rows = [...this.counts].toSorted(([a], [b]) => b - a);
    return Object.fromEntries(
      rows.flatMap(([cap, { same, all }]) => [
        [`links.scores.to${cap}.pairs`, all],
        [`links.scores.to${cap}.truePercent`, Math.round((100 * same) / all)],
      ]),
    );
  }
}

async function full(): Promise<Values> {
  const known = await crowd(2_101, [ON_FIRST, ON_SECOND]);
  const before = process.cpuUsage();
  const { judged, indexMs, findMs, compared } = await judge(known);
  const { user, system } = process.cpuUsage(before);
  return {
    'links.crowd.listings': known.listings.length,
    'links.crowd.truePairs': known.same.size,
    'links.crowd.truePairsMissed': judged.missed,
    'links.crowd.falseSuggestions': judged.wrong,
    'links.crowd.compared': compared,
    'links.crowd.indexSeconds': indexMs / 1_000,
    'links.crowd.findSeconds': findMs / 1_000,
    // What it costs where others use the machine too.
    'links.crowd.cpuSeconds': (user + system) / 1e6,
    'links.crowd.seconds': (indexMs + findMs) / 1_000,
  };
}

async function judge(known: KnownLinks) {
  const byId = new Map<string, JudgedListing>(known.listings.map((listing) => [listing.id, listing]));
  const beganMs = performance.now();
  const index = new LinkIndex();
  for (const listing of known.listings) index.add(listing);
  const indexedMs = performance.now();
  const found = await findLinks({ index, textsOf: (ids) => ids.map((id) => byId.get(id)!) });
  const endedMs = performance.now();
  const suggested = new Map(allOf(found.suggested).map((one) => [keyOf(one), one]));
  const vetoed = new Set(allOf(found.vetoed).map(keyOf));
  const judged: Judged = { missed: 0, turned: 0, decoys: 0, wrong: 0, suggested: suggested.size, vetoesShown: 0 };
  for (const [key, orientation] of known.same) {
    const one = suggested.get(key);
    if (!one) {
      judged.missed++;
      tell(key, known, vetoed.has(key) ? 'has a veto' : 'was not found');
    } else if (one.link.members[1]!.orientation !== orientation) judged.turned++;
  }
  for (const key of known.decoys.keys()) {
    if (suggested.has(key)) judged.decoys++;
    if (vetoed.has(key)) judged.vetoesShown++;
  }
  for (const key of suggested.keys()) {
    if (known.same.has(key)) continue;
    judged.wrong++;
    tell(key, known, 'is suggested and is none');
  }
  return { judged, compared: found.compared, indexMs: indexedMs - beganMs, findMs: endedMs - indexedMs };
}

const allOf = (columns: SuggestionColumns): readonly LinkSuggestion[] => {
  const table = new SuggestionTable(columns);
  return Array.from({ length: table.size }, (_, row) => table.at(row));
};

/** The first few failures, for whoever looks for the reason. */
function tell(key: string, { listings }: KnownLinks, what: string): void {
  const titles = key.split('\n').map((id) => listings.find((listing) => listing.id === id)?.title ?? id);
  say(`${titles.join(' | ')}: ${what}`);
}

function say(text: string): void {
  if (++told <= TOLD_MAX) process.stderr.write(`${text}\n`);
}

function keyOf({ link }: LinkSuggestion): string {
  const [first, second] = link.members;
  return pairKey(first!.listing, second!.listing);
}

answer(await (variant === 'pairs' ? pairs() : full()));
