/**
 * Entry of the thread that finds links: reads the catalogue's file by itself, so that main has nothing to hand over.
 *
 * Long texts are not kept: those of candidates are read when they are compared, so that memory does not grow with the rules.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { errorText } from '../base/error-text.ts';
import { CatalogReader } from '../catalog/catalog-store.ts';
import { findLinks } from './link-finder.ts';
import { LinkIndex } from './link-index.ts';
import type { FromLinkThread, LinkThreadData } from './link-messages.ts';
import { buffersOf } from './suggestion-table.ts';

/** Markets read at once. */
const SLICE = 2_000;

const port = parentPort;
if (!port) throw new Error('links are found in a thread of main');

const say = (message: FromLinkThread, moved: ArrayBuffer[] = []): void => port.postMessage(message, moved);

try {
  const reader = new CatalogReader((workerData as LinkThreadData).file);
  const index = new LinkIndex();
  let last = 0;
  for (let slice = reader.changedSince(0, SLICE); slice.length > 0; slice = reader.changedSince(last, SLICE)) {
    for (const { change, listing } of slice) {
      last = change;
      if (listing.status === 'open' || listing.status === 'paused') index.add(listing);
    }
    say({ kind: 'progress', indexed: index.size, compared: 0 });
  }
  const found = await findLinks({
    index,
    textsOf: (ids) => ids.map((id) => reader.listing(id)).filter((listing) => listing !== undefined),
    onProgress: (compared) => say({ kind: 'progress', indexed: index.size, compared }),
  });
  reader.close();
  say({ kind: 'found', found }, [...buffersOf(found.suggested), ...buffersOf(found.vetoed)]);
} catch (error) {
  say({ kind: 'failed', text: errorText(error) });
}
