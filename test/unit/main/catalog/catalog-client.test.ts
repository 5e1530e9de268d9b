/** The catalogue behind its thread: answers, what is followed, searches that supersede each other, a thread that breaks. */
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FollowPart } from '../../../../src-main/catalog/catalog-calls.ts';
import { CatalogClient, type CatalogClientOptions } from '../../../../src-main/catalog/catalog-client.ts';
import { searchQuery } from '../../../../src-main/catalog/market-pages.ts';
import type { CatalogState } from '../../../../src-shared/contract/window-main.ts';
import { inSeries } from '../../../venues/roles.ts';
import { Noted } from '../../noted.ts';
import { ENDING, QUICK_RESTARTS, SHORT_DEADLINE_MS, SPINNING, THROWING } from '../threads.ts';

const venue = inSeries.venue.id;
const MARKETS = 120;
const query = (text: string) => searchQuery({ text, venues: [], limit: 5 });

/** A page of markets as the venue sends it. */
function body(count: number, facts: Record<string, unknown> = {}): Uint8Array {
  const markets = Array.from({ length: count }, (_, at) =>
    inSeries.market(`KXRAIN-26-${at}`, { title: `Rain of ${at} inches`, ...facts }),
  );
  return Buffer.from(JSON.stringify(inSeries.body('', [], markets)));
}

async function withClient(options: Partial<CatalogClientOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'crossbook-catalog-'));
  const states = new Noted<CatalogState>();
  const parts = new Noted<FollowPart>();
  const problems = new Noted<string>();
  const client = new CatalogClient({
    file: join(folder, 'catalog.sqlite'),
    onState: (state) => states.add(state),
    onFollow: (part) => parts.add(part),
    onProblem: (text) => problems.add(text),
    ...options,
  });
  onTestFinished(async () => {
    await client.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { client, folder, states, parts, problems };
}

test('what is wanted is followed, in parts that main can take, and changes follow', async () => {
  const { client, parts } = await withClient();
  client.want({ asked: [], scope: 'all', max: 100 });
  await client.call('asked', [venue, [body(MARKETS)]]);
  await parts.until((all) => all.reduce((sum, { add }) => sum + add.length, 0) === 100);
  expect(Math.max(...parts.items.map(({ add }) => add.length))).toBeLessThanOrEqual(50);
  expect(parts.items.at(-1)?.leftOut).toBe(MARKETS - 100);
  const [followed] = parts.items[0]!.add;
  const closed = { ticker: followed!.marketId, status: 'closed' };
  await client.call('asked', [venue, [body(1, closed)]]);
  await parts.until((all) => all.some(({ remove }) => remove.includes(followed!.id)));
  // Its slot went to another.
  await parts.until((all) => all.reduce((sum, { add }) => sum + add.length, 0) === 101);
});

test('of the searches of one window the newest that waits is asked, and the others give way', async () => {
  const { client } = await withClient();
  await client.call('asked', [venue, [body(MARKETS)]]);
  const [one, other] = [{}, {}];
  const asked = ['ra', 'rai', 'rain', 'rain of 7'].map((text) => client.search(one, query(text)));
  const elsewhere = client.search(other, query('rain'));
  const results = await Promise.allSettled(asked);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect((await asked[3])![0]!.title).toBe('Rain of 7 inches');
  expect((await elsewhere).length).toBe(5);
});

test('a thread that breaks is started again, and has what it had', async () => {
  const { client, states, parts, problems } = await withClient();
  client.want({ asked: [], scope: 'all', max: 3 });
  await client.call('asked', [venue, [body(MARKETS)]]);
  await parts.until((all) => all.reduce((sum, { add }) => sum + add.length, 0) === 3);
  client.kill();
  await problems.until(([text]) => text?.includes('It is restarting') === true);
  await states.until((all) => all.length > 1 && all.at(-1)?.listings === MARKETS);
  expect((await client.search({}, query('rain of 7')))[0]?.title).toBe('Rain of 7 inches');
  expect((await client.listings([`${venue}:KXRAIN-26-1`, 'gone'])).map(({ title }) => title)).toEqual([
    'Rain of 1 inches',
  ]);
  expect(client.component).toMatchObject({
    state: 'running',
    restarts: 1,
    lastError: 'The list of markets stopped (it was killed).',
  });
});

test.each([
  ['throws', THROWING, 'a broken promise'],
  ['ends', ENDING, 'it ended'],
])(
  'a thread that %s each time stays off after too many starts, says so, and starts when the user asks',
  async (_how, entry, why) => {
    const { client, problems } = await withClient({ entry, restarts: QUICK_RESTARTS });
    await problems.count(QUICK_RESTARTS.deathsMax + 1);
    expect(problems.items[0]).toContain(`(${why}). It is restarting.`);
    expect(problems.items.at(-1)).toContain('come back when it is restarted in the health pane');
    expect(client.component).toMatchObject({ state: 'stopped', restarts: QUICK_RESTARTS.deathsMax });
    await expect(client.search({}, query('rain'))).rejects.toThrow('broke too often and is off');
    client.restart();
    await problems.count(QUICK_RESTARTS.deathsMax + 2);
    expect(client.component.state).toBe('restarting');
  },
);

test('a thread that no longer answers is ended, those who wait are told, and another is started', async () => {
  const { client, problems } = await withClient({
    entry: SPINNING,
    restarts: QUICK_RESTARTS,
    silentMs: SHORT_DEADLINE_MS,
  });
  await expect(client.call('listings', [['x']])).rejects.toThrow('it gave no sign of life');
  expect((await problems.count(1))[0]).toContain('It is restarting.');
  expect(client.component).toMatchObject({ restarts: 1, lastError: expect.stringContaining('no sign of life') });
});

test('a file that is damaged while it is used is set aside and reported, and the catalogue is rebuilt automatically', async () => {
  const { client, folder, states, problems } = await withClient({ restarts: QUICK_RESTARTS });
  await client.call('asked', [venue, [body(MARKETS)]]);
  // A new thread, whose pages are not in memory, after what is on the disk was overwritten behind its back.
  client.kill();
  await problems.count(1);
  await states.until((all) => all.length > 1 && all.at(-1)?.listings === MARKETS);
  const file = join(folder, 'catalog.sqlite');
  const handle = await open(file, 'r+');
  const { size } = await stat(file);
  await handle.write(Buffer.alloc(size - 8_192, 0x5a), 0, size - 8_192, 8_192);
  await handle.close();
  const ids = Array.from({ length: MARKETS }, (_, at) => `${venue}:KXRAIN-26-${at}`);
  await expect(client.call('listings', [ids])).rejects.toThrow('malformed');
  const said = await problems.until((all) => all.find((text) => text.includes('its file is damaged')));
  expect(said).toContain('was set aside as');
  await states.until((all) => all.at(-1)?.listings === 0);
  await client.call('asked', [venue, [body(3)]]);
  expect((await client.search({}, query('rain'))).length).toBe(3);
  expect((await readdir(folder)).some((name) => name.includes('.broken-'))).toBe(true);
});

test('an answer that is not what the venue documents is refused with a sentence, and the walk goes on', async () => {
  const { client } = await withClient();
  const first = await client.call('next', [venue]);
  await expect(client.call('page', [venue, Buffer.from('<html>')])).rejects.toThrow('not JSON');
  expect(await client.call('next', [venue])).toEqual(first);
  const series = Buffer.from(JSON.stringify({ series: [] }));
  const { next } = await client.call('page', [venue, series]);
  expect(next?.path).toBe('/markets');
  expect(await client.call('page', [venue, body(3)])).toMatchObject({ next: null, note: '', missing: [] });
});
