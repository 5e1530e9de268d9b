/** Keeps the walls between the wings: every rule holds in the sources, and every rule is able to fail. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clockRule, confirmRule, crashRule, venueIdRule } from './content-rules.ts';
import { folderRules, foldersOverSize } from './folder-rules.ts';
import { importRules, type Violation } from './import-rules.ts';
import { filesBelow, parseSource, readWings, root, wings } from './source-tree.ts';
import { windowRules } from './window-rules.ts';

/** The exchange of a test is not a venue: its id is an ordinary word. */
const ownVenues = ['simulated'];

const venueIds = readdirSync(join(root, 'src-shared', 'venues'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !ownVenues.includes(entry.name))
  .map((entry) => entry.name);

const stylesAndMarkup = [...wings, 'test', 'build']
  .flatMap((folder) => filesBelow(folder))
  .filter((path) => /\.(css|html|json)$/.test(path))
  .map((path) => ({ path, code: readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, blank) }));

const sources = readWings();
// Only what names a venue somewhere needs a parser, to tell comments from code.
const testsAndScripts = ['test', 'build']
  .flatMap((folder) => filesBelow(folder))
  .filter((path) => /\.(tsx?|mjs)$/.test(path))
  .map((path) => ({ path, code: readFileSync(join(root, path), 'utf8') }))
  .map(({ path, code }) =>
    venueIds.some((id) => code.toLowerCase().includes(id)) ? parseSource(path, code) : { path, code },
  );
const rules = [
  ...importRules,
  ...folderRules,
  ...windowRules,
  clockRule,
  confirmRule,
  crashRule,
  venueIdRule(venueIds, [...stylesAndMarkup, ...testsAndScripts]),
];

describe('the sources', () => {
  test('are all there', () => {
    for (const wing of wings) expect(sources.some(({ path }) => path.startsWith(wing))).toBe(true);
    expect(venueIds.length).toBeGreaterThan(1);
  });

  test('stand in folders that can be read at a glance', () => {
    const folders = [...wings, 'test', 'build', 'docs'];
    expect(foldersOverSize(folders.flatMap((folder) => filesBelow(folder)))).toEqual([]);
  });

  for (const { title, find } of rules) {
    test(title, () => {
      expect(find(sources).map(describeViolation)).toEqual([]);
    });
  }
});

describe('a rule that is broken says so', () => {
  for (const { title, find, counterExample } of rules) {
    test(title, () => {
      const found = find(Object.entries(counterExample).map(([path, text]) => parseSource(path, text)));
      expect(found.length).toBeGreaterThan(0);
      for (const { line } of found) expect(line).toBeGreaterThan(0);
    });
  }

  test('a folder with one file too many is found', () => {
    const files = Array.from({ length: 31 }, (_, index) => `src-main/drawer/file-${index}.ts`);
    expect(foldersOverSize(files.slice(1))).toEqual([]);
    expect(foldersOverSize(files)).toEqual(['src-main/drawer has 31 files, at most 30']);
  });

  test('every file of a window rule’s example is reported', () => {
    for (const { find, counterExample } of windowRules) {
      const example = Object.entries(counterExample).map(([path, text]) => parseSource(path, text));
      expect(new Set(find(example).map(({ path }) => path)).size).toBe(example.length);
    }
  });

  test('every file of the clock rule’s example is reported', () => {
    const example = Object.entries(clockRule.counterExample).map(([path, text]) => parseSource(path, text));
    expect(new Set(clockRule.find(example).map(({ path }) => path)).size).toBe(example.length);
  });

  test('every file of the confirm rule’s example is reported', () => {
    const example = Object.entries(confirmRule.counterExample).map(([path, text]) => parseSource(path, text));
    expect(new Set(confirmRule.find(example).map(({ path }) => path)).size).toBe(example.length);
  });

  test('a comment may cite a venue, code may not', () => {
    const rule = venueIdRule(['one']);
    const example = Object.entries(rule.counterExample).map(([path, text]) => parseSource(path, text));
    expect(rule.find(example).map(({ path, line }) => `${path}:${line}`)).toEqual([
      'src-renderer/panes/ladder/colour.ts:2',
      'src-main/feed/pool.ts:1',
      'src-exchange/world/world.ts:1',
      'test/e2e/ladder.test.ts:1',
      'test/e2e/one-key.test.ts:1',
      'build/run.mjs:1',
    ]);
  });
});

describe('the routes of docs/architecture.md', () => {
  const text = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8');

  test('enter no folder again that they left', () => {
    const lists = routeLists(text);
    expect(lists.length).toBeGreaterThanOrEqual(6);
    expect(lists.flatMap(foldersEnteredAgain)).toEqual([]);
  });

  test('that do enter a folder again are found', () => {
    const lists = routeLists(
      'There:\n\n1. `src-main/a/x.ts` one\n2. `src-main/b/x.ts` two\n3. `src-main/a/y.ts` three\n',
    );
    expect(lists.flatMap(foldersEnteredAgain)).toEqual(['src-main/a']);
  });
});

/** The numbered lists of files, each as the folders it passes through. */
function routeLists(text: string): string[][] {
  const lists: string[][] = [];
  for (const line of text.split('\n')) {
    const [, number, path = ''] = /^(\d+)\. `(src-[^`]+)`/.exec(line) ?? [];
    if (number === undefined || path.includes('*')) continue;
    if (number === '1') lists.push([]);
    lists.at(-1)?.push(dirname(path));
  }
  return lists;
}

function foldersEnteredAgain(folders: readonly string[]): string[] {
  const stays = folders.filter((folder, index) => folder !== folders[index - 1]);
  return stays.filter((folder, index) => stays.indexOf(folder) < index);
}

function describeViolation({ path, line, message }: Violation): string {
  return `${path}:${line} ${message}`;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
