/**
 * Finds links to suggest: candidates from the index, compared field by field.
 *
 * What comes out is a suggestion and no more. Pairs with a veto are kept apart, the most alike first, so that the user can see why
 * they are none.
 */

import { LINK_SUGGESTIONS_MAX, LINK_VETOED_MAX } from '../../src-shared/domain/limits.ts';
import { vetoesOf } from '../../src-shared/domain/link-evidence.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { compareTerms, overlapOf } from './link-compare.ts';
import type { Candidate, LinkIndex } from './link-index.ts';
import { type JudgedListing, type Terms, termsOf } from './read/terms.ts';
import { type FoundPair, packSuggestions, packVerdicts, type SuggestionColumns } from './suggestion-table.ts';

/** Candidates compared between two fetches of texts. */
const BATCH_MAX = 2_000;
/** Terms kept for the next candidates of the same listings. */
const TERMS_KEPT = 20_000;
/** Suggestions of one listing. */
const PER_LISTING_MAX = 3;
/** Pairs that are less alike are not shown, with a veto or without. */
const SCORE_MIN = 50;
const VETOED_SCORE_MIN = 60;

export type FoundLinks = {
  /** Best first. */
  readonly suggested: SuggestionColumns;
  readonly vetoed: SuggestionColumns;
  /** Pairs that were compared. */
  readonly compared: number;
};

export type FinderOptions = {
  readonly index: LinkIndex;
  /** The whole listings of these ids; those that are gone may be missing. */
  readonly textsOf: (ids: readonly ListingId[]) => Promise<readonly JudgedListing[]> | readonly JudgedListing[];
  readonly onProgress?: (compared: number) => void;
  readonly signal?: AbortSignal;
};

export async function findLinks(options: FinderOptions): Promise<FoundLinks> {
  const finder = new LinkFinder(options);
  let batch: Candidate[] = [];
  for (const found of options.index.candidates()) {
    options.signal?.throwIfAborted();
    batch.push(...found);
    if (batch.length < BATCH_MAX) continue;
    await finder.compare(batch);
    batch = [];
  }
  await finder.compare(batch);
  return finder.found();
}

class LinkFinder {
  private readonly options: FinderOptions;
  private readonly terms = new Map<ListingId, Terms>();
  private readonly suggested: FoundPair[] = [];
  private readonly vetoed: FoundPair[] = [];
  private compared = 0;

  constructor(options: FinderOptions) {
    this.options = options;
  }

  async compare(batch: readonly Candidate[]): Promise<void> {
    const wanted = new Set(batch.flatMap(({ first, second }) => [first, second]));
    if (this.terms.size + wanted.size > TERMS_KEPT) this.terms.clear();
    const missing = [...wanted].filter((id) => !this.terms.has(id));
    for (const listing of await this.options.textsOf(missing)) this.terms.set(listing.id, termsOf(listing));
    for (const candidate of batch) this.judge(candidate);
    this.options.onProgress?.(this.compared);
  }

  found(): FoundLinks {
    return {
      suggested: packSuggestions(best(this.suggested, LINK_SUGGESTIONS_MAX)),
      vetoed: packSuggestions(best(this.vetoed, LINK_VETOED_MAX)),
      compared: this.compared,
    };
  }

  private judge({ first, second }: Candidate): void {
    const [a, b] = [this.terms.get(first), this.terms.get(second)];
    if (!a || !b) return;
    this.compared++;
    const overlap = overlapOf(a, b, (word) => this.options.index.weightOf(word));
    const evidence = compareTerms(a, b, overlap);
    const { score, orientation } = evidence;
    const hasVeto = vetoesOf(evidence).length > 0;
    if (score < (hasVeto ? VETOED_SCORE_MIN : SCORE_MIN)) return;
    const isInverted = orientation === 'inverted';
    const verdicts = packVerdicts(evidence);
    (hasVeto ? this.vetoed : this.suggested).push({
      first,
      second,
      title: a.title,
      isInverted,
      score,
      overlap,
      verdicts,
    });
  }
}

/** The best ones, only so many for each listing and in all. */
function best(all: readonly FoundPair[], max: number): readonly FoundPair[] {
  const counts = new Map<ListingId, number>();
  const kept: FoundPair[] = [];
  for (const one of all.toSorted((a, b) => b.score - a.score)) {
    const ids = [one.first, one.second];
    if (ids.some((id) => (counts.get(id) ?? 0) >= PER_LISTING_MAX)) continue;
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
    kept.push(one);
    if (kept.length >= max) break;
  }
  return kept;
}
