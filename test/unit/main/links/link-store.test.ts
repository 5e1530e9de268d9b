/** The store of decisions, on real files. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { linksText, readLinks, readLinksText, writeLinks } from '../../../../src-main/links/link-file.ts';
import { LinkStore } from '../../../../src-main/links/link-store.ts';
import { type Link, type LinkDecision, linkId } from '../../../../src-shared/domain/link.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';

const by: LinkDecision = { action: 'confirm', by: 'ada', atMs: Date.UTC(2026, 10, 20) as Millis };
const now = new Date(0);
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-links-'));
  path = join(folder, 'links.json');
});

afterEach(() => rm(folder, { recursive: true }));

const open = async (): Promise<LinkStore> => (await LinkStore.open(path, now)).store;

function pair(first: string, second: string): Link {
  const members = [first, second].map((listing) => ({ listing, orientation: 'same' as const }));
  return { id: linkId([first, second]), title: `${first} and ${second}`, status: 'suggested', members };
}

test('keeps decisions in a file that people can read, and finds them again', async () => {
  const store = await open();
  await store.decide({ action: 'confirm', link: pair('one:a', 'two:b'), listing: null }, by);
  await store.decide({ action: 'reject', link: pair('one:c', 'two:d'), listing: null }, { ...by, action: 'reject' });
  const text = await readFile(path, 'utf8');
  expect(text).toContain('"at": "2026-11-20T00:00:00.000Z"');
  expect(text).toContain('"by": "ada"');
  expect((await open()).all()).toEqual(store.all());
});

test('undoes confirm, reject and flip, the last first', async () => {
  const store = await open();
  const link = pair('one:a', 'two:b');
  const steps = ['confirm', 'flip', 'reject'] as const;
  const before: unknown[] = [];
  const decisions: number[] = [];
  for (const action of steps) {
    before.push(store.all());
    decisions.push((await store.decide({ action, link, listing: null }, { ...by, action })).decision);
  }
  await expect(store.undo(decisions[0]!)).rejects.toThrow(/changed since/);
  for (const decision of decisions.toReversed()) {
    await store.undo(decision);
    expect(store.all()).toEqual(before.pop());
  }
  await expect(store.undo(decisions[0]!)).rejects.toThrow(/no longer/);
  expect((await open()).all()).toEqual([]);
});

test.each([
  ['not JSON', '{"links": ['],
  ['of another version', '{"format":"crossbook-links","version":9,"links":[]}'],
  [
    'a suggestion',
    '{"format":"crossbook-links","version":1,"links":[{"id":"a","title":"","status":"suggested","members":[]}]}',
  ],
])('sets a file aside that is %s, and says so', async (_, text) => {
  await writeFile(path, text);
  const { store, warnings } = await LinkStore.open(path, now);
  expect(store.all()).toEqual([]);
  expect(warnings).toHaveLength(1);
  const [aside, ...others] = await readdir(folder);
  expect(others).toEqual([]);
  expect(aside).toMatch(/^links\.broken-/);
  expect(await readFile(join(folder, aside!), 'utf8')).toBe(text);
});

test('keeps its links while the file is missing for a moment, and gives them up when it is gone', async () => {
  const store = await open();
  await store.decide({ action: 'confirm', link: pair('one:a', 'two:b'), listing: null }, by);
  const text = await readFile(path, 'utf8');
  let told = 0;
  store.changed.on(() => told++);
  await rm(path);
  await store.refresh(now);
  await writeFile(path, text);
  await store.refresh(now);
  expect(store.all()).toHaveLength(1);
  await rm(path);
  await store.refresh(now);
  expect(store.all()).toHaveLength(1);
  await store.refresh(now);
  expect(store.all()).toEqual([]);
  await store.refresh(now);
  // The file that came back was read, and its end was told.
  expect(told).toBe(2);
});

test('imports what another exported, and their decision counts', async () => {
  const theirs = LinkStore.inMemory();
  await theirs.decide({ action: 'reject', link: pair('one:a', 'two:b'), listing: null }, { ...by, action: 'reject' });
  await theirs.decide({ action: 'confirm', link: pair('one:c', 'two:d'), listing: null }, by);
  const store = await open();
  await store.decide({ action: 'confirm', link: pair('one:a', 'two:b'), listing: null }, by);
  const file: unknown = JSON.parse(JSON.stringify(theirs.exported()));
  expect(await store.import(readLinks(file))).toBe(2);
  expect(await store.import(readLinks(file))).toBe(0);
  expect(store.all().map(({ status }) => status)).toEqual(['rejected', 'confirmed']);
});

test('refuses a file that puts a listing into two confirmed links, and keeps what it has', async () => {
  const theirs = LinkStore.inMemory();
  await theirs.decide({ action: 'confirm', link: pair('one:a', 'two:z'), listing: null }, by);
  const store = await open();
  await store.decide({ action: 'confirm', link: pair('one:a', 'two:b'), listing: null }, by);
  const before = store.all();
  await expect(store.import(theirs.all())).rejects.toThrow(/two confirmed links/);
  expect(store.all()).toBe(before);
});

test('takes over what another program wrote, before it decides upon it', async () => {
  const ours = await open();
  const theirs = await open();
  let told = 0;
  ours.changed.on(() => told++);
  await theirs.decide({ action: 'confirm', link: pair('one:a', 'two:b'), listing: null }, by);
  expect(await ours.refresh(now)).toBe('');
  expect([told, ours.all()]).toEqual([1, theirs.all()]);
  expect(await ours.refresh(now)).toBe('');
  expect(told).toBe(1);
  await theirs.decide({ action: 'confirm', link: pair('one:c', 'two:d'), listing: null }, by);
  await ours.decide({ action: 'confirm', link: pair('one:e', 'two:f'), listing: null }, by);
  expect((await open()).all()).toHaveLength(3);
});

test('notes once that venues settled a link differently', async () => {
  const store = await open();
  const link = pair('one:a', 'two:b');
  await store.decide({ action: 'confirm', link, listing: null }, by);
  const disagreement = { seenMs: 7 as Millis, results: [{ listing: 'one:a', resolution: 'yes' as const }] };
  await store.noteDisagreement(link.id, disagreement);
  await store.noteDisagreement(link.id, { ...disagreement, seenMs: 8 as Millis });
  expect((await open()).get(link.id)?.disagreement).toEqual(disagreement);
});

test('loses no decision of programs that decide at the same time', async () => {
  const decide = async (name: string): Promise<number | null> => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'deciding-child.ts'), path, name, '15'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return await new Promise((resolve) => child.once('exit', resolve));
  };
  expect(await Promise.all(['a', 'b'].map(decide))).toEqual([0, 0]);
  const titles = (await open()).all().map(({ title }) => title);
  expect(['a', 'b'].map((name) => titles.filter((title) => title === name).length)).toEqual([15, 15]);
  expect(await readdir(folder)).toEqual(['links.json']);
}, 60_000);

test('undoes, imports, forgets and notes on the file as it is, not as it was read last', async () => {
  const [ours, theirs] = [await open(), await open()];
  const [rain, snow] = [pair('one:a', 'two:b'), pair('one:c', 'two:d')];
  const { decision } = await ours.decide({ action: 'confirm', link: rain, listing: null }, by);
  const ids = async (): Promise<readonly string[]> => (await open()).all().map(({ id }) => id);

  await theirs.decide({ action: 'confirm', link: snow, listing: null }, by);
  await ours.undo(decision);
  expect(await ids()).toEqual([snow.id]);

  await theirs.decide({ action: 'confirm', link: rain, listing: null }, by);
  await ours.forget(({ id }) => id === snow.id);
  expect(await ids()).toEqual([rain.id]);

  await theirs.decide({ action: 'confirm', link: snow, listing: null }, by);
  await ours.import([{ ...pair('one:e', 'two:f'), status: 'rejected' }]);
  expect(await ids()).toEqual([rain.id, snow.id, pair('one:e', 'two:f').id]);

  await theirs.decide({ action: 'reject', link: rain, listing: null }, { ...by, action: 'reject' });
  await ours.noteDisagreement(snow.id, { seenMs: 7 as Millis, results: [] });
  expect((await open()).all().map(({ status }) => status)).toEqual(['rejected', 'confirmed', 'rejected']);
});

test('refuses a decision with a sentence while another program holds the file, and changes nothing', async () => {
  const store = await open();
  await writeFile(`${path}.lock`, JSON.stringify({ host: hostname(), process: process.ppid, startedMs: 1 }));
  await expect(store.decide({ action: 'confirm', link: pair('one:a', 'two:b'), listing: null }, by)).rejects.toThrow(
    'Another program is changing links.json',
  );
  expect([store.all(), await readdir(folder)]).toEqual([[], ['links.json.lock']]);
}, 20_000);

test('writes part by part what it would write at once', () => {
  for (const count of [0, 1, 200, 201]) {
    const links = Array.from(
      { length: count },
      (_, at): Link => ({ ...pair(`one:${at}`, `two:${at}`), status: 'rejected' }),
    );
    expect([...linksText(links)].join('')).toBe(`${JSON.stringify(writeLinks(links), null, 2)}\n`);
  }
});

test('refuses to write what would be too large to be read again', async () => {
  const store = await open();
  const members = Array.from({ length: 8 }, (_, at) => ({
    listing: `one:${'x'.repeat(290)}${at}`,
    orientation: 'same' as const,
  }));
  const links = Array.from(
    { length: 9_000 },
    (_, at): Link => ({ id: `${at}`, title: 'x'.repeat(900), status: 'rejected', members }),
  );
  await expect(store.import(links)).rejects.toThrow('too large to be read again');
  expect([store.all(), await readdir(folder)]).toEqual([[], []]);
}, 20_000);

test('refuses to write a link that would not be read again, and changes nothing', async () => {
  const store = await open();
  await store.decide({ action: 'confirm', link: pair('one:a', 'two:b'), listing: null }, by);
  const before = await readFile(path, 'utf8');
  for (const [link, what] of [
    [{ ...pair('one:c', 'two:d'), title: 'x'.repeat(1_001) }, 'title'],
    [pair(`one:${'x'.repeat(300)}`, 'two:d'), 'members.0.listing'],
    [pair('one:', 'two:d'), 'members.0.listing'],
    [{ ...pair('one:c', 'two:d'), id: 'x'.repeat(2_401) }, 'id'],
  ] as const) {
    const deciding = store.decide({ action: 'confirm', link, listing: null }, by);
    await expect(deciding).rejects.toThrow(`The link ${link.id.slice(0, 80)} cannot be kept: ${what}: `);
  }
  expect(await readFile(path, 'utf8')).toBe(before);
  expect((await open()).all()).toEqual(store.all());
  expect(store.all().length).toBe(1);
});

test('reads what it wrote part by part, and any other layout at once, to the same links and the same faults', async () => {
  const links = Array.from(
    { length: 101 },
    (_, at): Link => ({
      ...pair(`one:${at}`, `two:${at}`),
      ...{ title: 'A "quoted",\n    {title}', status: 'confirmed', decisions: [by] },
    }),
  );
  const text = [...linksText(links)].join('');
  const turns = vi.spyOn(JSON, 'parse');
  expect(await readLinksText(text)).toEqual(links);
  expect(turns).toHaveBeenCalledTimes(3);
  expect(await readLinksText(JSON.stringify(writeLinks(links)))).toEqual(links);
  expect(turns).toHaveBeenCalledTimes(4);
  turns.mockRestore();
  expect(await readLinksText([...linksText([])].join(''))).toEqual([]);
  await expect(readLinksText(text.replace('"one:100"', '"one:7"'))).rejects.toThrow('one:7 is in two confirmed links');
  await expect(readLinksText(text.replace('"two:75"', '"two"'))).rejects.toThrow('links.75.members.1.listing: ');
  await expect(readLinksText(text.slice(0, -3))).rejects.toThrow(SyntaxError);
});
