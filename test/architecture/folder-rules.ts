/**
 * The rules about folders: imports run one way between files, between folders and down the order of src-main; a folder stays
 * small enough to be read at a glance; each heavy library is imported in one place. Type imports count like all others.
 */
import { posix } from 'node:path';
import type { Rule, Violation } from './import-rules.ts';
import type { Source } from './source-tree.ts';

const FILES_MAX = 30;

/** A registry imports the folders of its shelf, and these import the shelf's interface beside it. That is no circle. */
const registries = ['src-shared/venues/index.ts', 'src-exchange/venues/index.ts', 'src-renderer/panes/index.ts'];

/**
 * The folders of src-main, lowest first. A folder imports only folders of lower rows (and itself), so they form no circle.
 * The files at the wing's root are the programs: they may import all of it.
 */
const mainOrder: readonly (readonly string[])[] = [
  ['base'],
  ['profile', 'feed', 'route', 'session', 'command'],
  ['catalog', 'recording', 'replay', 'export'],
  ['links/read'],
  ['links/judge'],
  ['links', 'import'],
  ['app/engine'],
  ['app/answers'],
  ['app/controllers'],
  ['app'],
  ['host'],
  ['host/electron', 'host/node'],
  ['cli'],
];

/** Where a library may be imported: folders below src-…, or single files. */
const homes: Readonly<Record<string, readonly string[]>> = {
  '@duckdb/node-api': ['src-main/export'],
  '@mcap/core': ['src-main/session'],
  'chrono-node': ['src-main/links/read'],
  commander: ['src-main/command'],
  'dockview-react': ['src-renderer/shell', 'src-renderer/renderer.tsx'],
  'env-paths': ['src-main/profile'],
  'lightweight-charts': ['src-renderer/panes/spread'],
  luxon: ['src-main/links/read'],
  pino: ['src-main/base'],
  'sorted-btree': ['src-worker/book'],
  undici: ['src-main/feed'],
  ws: ['src-main/feed', 'src-main/host/node', 'src-exchange'],
};

const folderOf = (path: string): string => posix.dirname(path);

export const folderRules: Rule[] = [
  {
    title: 'no files import each other in a circle',
    find: (sources) =>
      circles(sources.map(({ path, imports }) => ({ from: path, lines: imports }))).map(({ line, members }) => ({
        ...line,
        message: `is part of a circle of files: ${members.join(', ')}`,
      })),
    counterExample: {
      'src-main/feed/pool.ts': "import type { Feed } from './feed.ts'; export type Pool = Feed;",
      'src-main/feed/feed.ts': "import type { Pool } from './pool.ts'; export type Feed = Pool;",
    },
  },
  {
    title: 'no folders import each other in a circle',
    find: (sources) =>
      circles(
        sources
          .filter(({ path }) => !registries.includes(path))
          .map(({ path, imports }) => ({ from: path, lines: imports })),
        folderOf,
      ).map(({ line, members }) => ({ ...line, message: `is part of a circle of folders: ${members.join(', ')}` })),
    counterExample: {
      'src-worker/book/book.ts': "import { spread } from '../derive/spread.ts'; export const b = spread;",
      'src-worker/derive/spread.ts': "import type { Level } from '../book/level.ts'; export const spread = 1 as Level;",
      'src-worker/book/level.ts': 'export type Level = number;',
    },
  },
  {
    title: 'a folder of src-main imports only folders below it in the order',
    find: (sources) => sources.flatMap(againstTheOrder),
    counterExample: {
      'src-main/feed/pool.ts': "import { LinkStore } from '../links/link-store.ts'; export const x = LinkStore;",
      'src-main/drawer/any.ts': 'export const any = 1;',
    },
  },
  {
    title: 'a library is imported only in its home',
    find: (sources) =>
      sources.flatMap(({ path, imports }) =>
        imports.flatMap(({ specifier, line }) => {
          const name = Object.keys(homes).find((home) => specifier === home || specifier.startsWith(`${home}/`));
          const allowed = name === undefined ? [] : (homes[name] ?? []);
          if (name === undefined || allowed.some((home) => path === home || path.startsWith(`${home}/`))) return [];
          return [{ path, line, message: `imports ${name}, whose home is ${allowed.join(', ')}` }];
        }),
      ),
    counterExample: { 'src-main/catalog/search.ts': "import { DuckDBInstance } from '@duckdb/node-api';" },
  },
];

/** A rule over all files of the repository: no folder holds more of them than can be read at a glance. */
export function foldersOverSize(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > FILES_MAX)
    .map(([folder, count]) => `${folder} has ${count} files, at most ${FILES_MAX}`);
}

function againstTheOrder({ path, imports }: Source): Violation[] {
  if (!path.startsWith('src-main/')) return [];
  const folder = mainFolder(path);
  if (folder === '') return [];
  const rank = rankOf(folder);
  if (rank < 0) return [{ path, line: 1, message: `src-main/${folder} has no place in the order of folders` }];
  return imports.flatMap(({ target, line }) => {
    if (target === undefined || !target.startsWith('src-main/')) return [];
    const other = mainFolder(target);
    if (other === folder || (other !== '' && rankOf(other) >= 0 && rankOf(other) < rank)) return [];
    return [{ path, line, message: `${folder} may not import ${target}` }];
  });
}

const mainFolder = (path: string): string => posix.relative('src-main', folderOf(path));
const rankOf = (folder: string): number => mainOrder.findIndex((row) => row.includes(folder));

type Node = { readonly from: string; readonly lines: Source['imports'] };
type Circle = { readonly line: { readonly path: string; readonly line: number }; readonly members: readonly string[] };

/** The import lines that close a circle, between files or, with `group`, between what the files are grouped by. */
function circles(nodes: readonly Node[], group: (path: string) => string = (path) => path): Circle[] {
  const known = new Set(nodes.map(({ from }) => group(from)));
  const edges = new Map<string, Set<string>>();
  for (const { from, lines } of nodes) {
    const targets = edges.get(group(from)) ?? new Set();
    edges.set(group(from), targets);
    for (const { target } of lines) if (target !== undefined && known.has(group(target))) targets.add(group(target));
  }
  const reach = new Map([...edges.keys()].map((name) => [name, reachableFrom(name, edges)]));
  const isTogether = (one: string, other: string): boolean =>
    one !== other && reach.get(one)?.has(other) === true && reach.get(other)?.has(one) === true;
  return nodes.flatMap(({ from, lines }) =>
    lines.flatMap(({ target, line }) => {
      if (target === undefined || !isTogether(group(from), group(target))) return [];
      const members = [...edges.keys()].filter((name) => name === group(from) || isTogether(name, group(from)));
      return [{ line: { path: from, line }, members }];
    }),
  );
}

function reachableFrom(start: string, edges: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const next of edges.get(name) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  return seen;
}
