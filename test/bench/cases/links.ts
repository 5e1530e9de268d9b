/**
 * Suggested links, judged by the exchange that knows the truth.
 *
 * `pairs`: linked and decoy pairs of several seeds, discovered over the exchange's pages. The seeds are not among those the rules
 * were written with. `crowd`: as many listings as both venues have open, and how long it takes in one thread.
 */
import { findLinks } from '../../../src-main/links/link-finder.ts';
import { LinkIndex } from '../../../src-main/links/link-index.ts';
import type { JudgedListing } from '../../../src-main/links/read/terms.ts';
import { type SuggestionColumns, SuggestionTable } from '../../../src-main/links/suggestion-table.ts';
import type { LinkSuggestion } from '../../../src-shared/domain/link-evidence.ts';
import { crowd, discoverPairs, type KnownLinks, pairKey } from '../suite/made-links.ts';
import { answer, caseArguments, type Values } from '../suite/measure.ts';

const { variant, quick } = caseArguments();
/** Never used while the rules were written: those were 1 to 10. */
const SEEDS = quick ? [2_001] : [2_001, 2_002, 2_003, 2_004, 2_005];
const PAIRS = 260;
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
  return {
    'links.truePairs': same,
    'links.decoys': decoys,
    'links.truePairsMissed': sum.missed,
    'links.decoysWithoutVeto': sum.decoys,
    'links.wrongOrientation': sum.turned,
    'links.falseSuggestions': sum.wrong,
    'links.vetoesShown': sum.vetoesShown,
  };
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
  if (++told > TOLD_MAX) return;
  const titles = key.split('\n').map((id) => listings.find((listing) => listing.id === id)?.title ?? id);
  process.stderr.write(`${titles.join(' | ')}: ${what}\n`);
}

function keyOf({ link }: LinkSuggestion): string {
  const [first, second] = link.members;
  return pairKey(first!.listing, second!.listing);
}

answer(await (variant === 'pairs' ? pairs() : full()));
