/**
 * The catalogue with all markets of both venues, 200,000: how fast a search is answered, and how soon after a start they are there.
 *
 * Ours, as the app has it: in its thread, asked over its port. The searches are those that people type, letter by letter, and half of them
 * with a typing error. The restart is measured from the thread's start to the first answer that has all markets in it, the file being in
 * the system's cache, as after a restart.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CatalogClient } from '../../../src-main/catalog/catalog-client.ts';
import { searchQuery } from '../../../src-main/catalog/market-pages.ts';
import { seededRandom } from '../frames/random.ts';
import { fillCatalog } from '../suite/filled-catalog.ts';
import { answer, caseArguments, median, mustEqual } from '../suite/measure.ts';

const MARKETS = 200_000;
const SEED = 20_261_120;
const RESTARTS = 3;
const SHOWN = 50;
/** Shorter texts are typed on; nobody looks at their results for long. */
const TYPED_FROM = 2;
const PERCENTILE = 0.95;

const { quick } = caseArguments();
const markets = quick ? MARKETS / 10 : MARKETS;
const folder = await mkdtemp(join(tmpdir(), 'crossbook-bench-'));
const file = join(folder, 'catalog.sqlite');

function open(): Promise<{ readonly client: CatalogClient; readonly restartMs: number }> {
  const startMs = performance.now();
  return new Promise((resolve, reject) => {
    const client = new CatalogClient({
      file,
      onState: ({ listings }) => {
        if (listings < markets) return;
        client.search(client, searchQuery({ text: 'bitcoin', venues: [], limit: SHOWN })).then((found) => {
          mustEqual(found.length > 0, true, 'the first search finds something');
          resolve({ client, restartMs: performance.now() - startMs });
        }, reject);
      },
      onFollow: () => {},
      onProblem: (text) => reject(new Error(text)),
    });
  });
}

/** What people type: two or three words of a title, letter by letter, in every second text two letters swapped. */
function texts(titles: readonly string[]): readonly string[] {
  const random = seededRandom(SEED);
  const typed: string[] = [];
  for (let at = 0; at < (quick ? 20 : 60); at++) {
    const words = titles[Math.floor(random() * titles.length)]!.split(' ');
    const first = Math.floor(random() * Math.max(1, words.length - 3));
    let text = words.slice(first, first + 2 + (at % 2)).join(' ');
    const swap = Math.floor(random() * Math.max(1, text.length - 2));
    if (at % 2 === 1) text = `${text.slice(0, swap)}${text[swap + 1]}${text[swap]}${text.slice(swap + 2)}`;
    for (let length = TYPED_FROM; length <= text.length; length++) typed.push(text.slice(0, length));
  }
  return typed;
}

try {
  const titles = fillCatalog(file, markets);
  const restarts: number[] = [];
  for (let run = 0; run < RESTARTS; run++) {
    const { client, restartMs } = await open();
    restarts.push(restartMs);
    await client.close();
  }
  const { client } = await open();
  mustEqual(client.state.listings, titles.length, 'markets after a restart');
  const times: number[] = [];
  for (const text of texts(titles)) {
    const startMs = performance.now();
    await client.search(client, searchQuery({ text, venues: [], limit: SHOWN }));
    times.push(performance.now() - startMs);
  }
  await client.close();
  times.sort((a, b) => a - b);
  answer({
    'catalog.restartMs': median(restarts),
    'search.msP50': median(times),
    'search.msP95': times[Math.floor(times.length * PERCENTILE)]!,
    'search.msMax': times.at(-1)!,
    'catalog.markets': titles.length,
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
