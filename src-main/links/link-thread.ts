/**
 * Entry of the thread that finds links: reads the catalogue's file by itself, so that main has nothing to hand over.
 *
 * Long texts are not kept: those of candidates are read when they are compared, so that memory does not grow with the rules.
 */
import { serveJob } from '../base/thread-job.ts';
import { CatalogReader } from '../catalog/catalog-store.ts';
import { type FoundLinks, findLinks } from './link-finder.ts';
import { LinkIndex } from './link-index.ts';
import type { LinkSearchOrder, LinkSearchProgress } from './link-search.ts';
import { buffersOf } from './suggestion-table.ts';

/** Markets read at once. */
const SLICE = 2_000;

await serveJob<LinkSearchOrder, LinkSearchProgress, FoundLinks>(
  async ({ file }, { onProgress }) => {
    const reader = new CatalogReader(file);
    const index = new LinkIndex();
    let last = 0;
    for (let slice = reader.changedSince(0, SLICE); slice.length > 0; slice = reader.changedSince(last, SLICE)) {
      for (const { change, listing } of slice) {
        last = change;
        if (listing.status === 'open' || listing.status === 'paused') index.add(listing);
      }
      onProgress({ indexed: index.size, compared: 0 });
    }
    const found = await findLinks({
      index,
      textsOf: (ids) => ids.map((id) => reader.listing(id)).filter((listing) => listing !== undefined),
      onProgress: (compared) => onProgress({ indexed: index.size, compared }),
    });
    reader.close();
    return found;
  },
  ({ suggested, vetoed }) => [...buffersOf(suggested), ...buffersOf(vetoed)],
);
