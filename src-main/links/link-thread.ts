/**
 * Entry of the thread that finds links and judges them: reads the catalogue's file by itself, so that main has nothing to hand over.
 *
 * Long texts are not kept: those of candidates are read when they are compared, so that memory does not grow with the rules.
 */
import type { LinkEvidence } from '../../src-shared/domain/link-evidence.ts';
import { serveJob } from '../base/thread-job.ts';
import { CatalogReader } from '../catalog/catalog-store.ts';
import { compareTerms } from './link-compare.ts';
import { type FoundLinks, findLinks } from './link-finder.ts';
import { LinkIndex } from './link-index.ts';
import type { JudgedLink, LinkOrder, LinkSearchProgress } from './link-search.ts';
import { termsOf } from './read/terms.ts';
import { buffersOf } from './suggestion-table.ts';

/** Markets read at once. */
const SLICE = 2_000;

await serveJob<LinkOrder, LinkSearchProgress, FoundLinks | readonly LinkEvidence[]>(
  async (order, { onProgress }) => {
    const reader = new CatalogReader(order.file);
    try {
      return order.kind === 'judge' ? judge(reader, order) : await search(reader, onProgress);
    } finally {
      reader.close();
    }
  },
  (result) => ('suggested' in result ? [...buffersOf(result.suggested), ...buffersOf(result.vetoed)] : []),
);

async function search(reader: CatalogReader, onProgress: (progress: LinkSearchProgress) => void): Promise<FoundLinks> {
  const index = new LinkIndex();
  let last = 0;
  for (let slice = reader.changedSince(0, SLICE); slice.length > 0; slice = reader.changedSince(last, SLICE)) {
    for (const { change, listing } of slice) {
      last = change;
      if (listing.status === 'open' || listing.status === 'paused') index.add(listing);
    }
    onProgress({ indexed: index.size, compared: 0 });
  }
  return await findLinks({
    index,
    textsOf: (ids) => ids.map((id) => reader.listing(id)).filter((listing) => listing !== undefined),
    onProgress: (compared) => onProgress({ indexed: index.size, compared }),
  });
}

/** Listings that are gone are left out. */
function judge(reader: CatalogReader, { listings, overlap }: JudgedLink): readonly LinkEvidence[] {
  const [first, ...others] = listings.map((id) => {
    const listing = reader.listing(id);
    return listing && termsOf(listing);
  });
  if (!first) return [];
  return others.flatMap((other) => (other ? [compareTerms(first, other, overlap ?? undefined)] : []));
}
