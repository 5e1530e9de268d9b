/** `crossbook links` on real files. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runLinksCommand } from '../../../../src-main/cli/links-command.ts';
import { readCommand } from '../../../../src-main/command/command-line.ts';
import type { LinksCommand } from '../../../../src-main/command/links-options.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-links-'));
});

afterEach(() => rm(folder, { recursive: true }));

const read = (line: string) => readCommand(['links', ...line.split(' ')], []) as LinksCommand;
const run = (line: string) => runLinksCommand(read(line), join(folder, 'links.json'), new Date(Date.UTC(2026, 10, 20)));

test('confirms listings, lists them, rejects the link by its id', async () => {
  await run('confirm one:a two:b --inverted');
  const { text } = await run('list');
  expect(text).toContain('confirmed  one:a and two:b');
  expect(text).toContain('inverted two:b');
  await run('reject link:one:a+two:b');
  expect((await run('list')).text).toContain('rejected');
});

test('hands links on in a file that another profile takes in', async () => {
  await run('confirm one:a two:b');
  const file = join(folder, 'out.json');
  await run(`export ${file}`);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    format: 'crossbook-links',
    links: [{ status: 'confirmed' }],
  });
  await run('reject one:a two:b');
  expect((await run(`import ${file}`)).json).toEqual({ ok: true, links: 1 });
  expect((await run('list')).text).toContain('confirmed');
});

test.each([
  ['confirm one:a', /no link one:a/],
  ['confirm a b', /venue:id/],
  ['confirm one:a one:a', /twice/],
])('%s is refused in a sentence', async (line, said) => {
  await expect(run(line)).rejects.toThrow(said);
});

test('a broken file is said and nothing is decided', async () => {
  await writeFile(join(folder, 'links.json'), '{');
  await expect(run('confirm one:a two:b')).rejects.toThrow(/not understood/);
});

test.each(['', 'join', 'list x', 'export', 'compare', 'confirm', 'reject a b --inverted', 'list --strange'])(
  'crossbook links %s is not understood',
  (line) => {
    expect(() => read(line)).toThrow(/crossbook links|--inverted/);
  },
);
