/**
 * The import rules of the four wings: what each folder may reach. Every rule carries an example that breaks it, and the
 * test proves that the rule finds it.
 */
import type { ImportLine, Source } from './source-tree.ts';
import { wings } from './source-tree.ts';

export interface Violation {
  path: string;
  line: number;
  message: string;
}

export interface Rule {
  /** A present-tense sentence; the test's title. */
  title: string;
  find: (sources: readonly Source[]) => Violation[];
  /** The smallest tree that breaks the rule: path to text. */
  counterExample: Record<string, string>;
}

export const below = (path: string | undefined, ...folders: string[]): boolean =>
  path !== undefined && folders.some((folder) => path === folder || path.startsWith(`${folder}/`));

const venueFolder = (path: string | undefined): string | undefined =>
  /^src-shared\/venues\/[^/]+(?=\/)/.exec(path ?? '')?.[0];
const playedFolder = (path: string | undefined): string | undefined =>
  /^src-exchange\/(?!control|markets|model|wire|world)[^/]+(?=\/)/.exec(path ?? '')?.[0];
const wingOf = (path: string): string | undefined => wings.find((wing) => below(path, wing));

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** A rule about each import line of the files it concerns. */
export function eachImport(
  concerns: (source: Source) => boolean,
  forbids: (line: ImportLine, source: Source) => string | undefined,
): Rule['find'] {
  return (sources) =>
    sources.filter(concerns).flatMap((source) =>
      source.imports.flatMap((line) => {
        const message = forbids(line, source);
        return message ? [{ path: source.path, line: line.line, message }] : [];
      }),
    );
}

/** A rule that lists all a folder may reach: folders of ours, and packages. */
export function mayReach(folder: string, folders: string[], packages: string[] | 'any package'): Rule['find'] {
  return eachImport(
    (source) => below(source.path, folder),
    ({ target, specifier }) => {
      if (target !== undefined)
        return below(target, folder, ...folders) ? undefined : `${folder} may not import ${target}`;
      if (packages === 'any package' || packages.includes(packageOf(specifier))) return undefined;
      return `${folder} may not import ${specifier}`;
    },
  );
}

const mayLoadElectron = (path: string): boolean => path === 'src-main/main.ts' || below(path, 'src-main/host/electron');

/** The demo and its self-check play the built-in exchange; nothing else of the app knows it. */
const startsTheExchange = (path: string): boolean =>
  below(path, 'src-main/host/demo.ts', 'src-main/host/demo-links.ts', 'src-main/cli/demo-check.ts');

const isElectron = ({ specifier }: ImportLine): boolean => packageOf(specifier) === 'electron';

/** Follows the imports that happen at run time from a Node entry, and reports those that end at `electron`. */
function electronReachedFrom(entry: string, sources: readonly Source[]): Violation[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const seen = new Set<string>();
  const waiting = [entry];
  const found: Violation[] = [];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const source = byPath.get(path);
    if (!source || seen.has(path)) continue;
    seen.add(path);
    for (const line of source.imports.filter(({ typeOnly }) => !typeOnly)) {
      if (isElectron(line)) found.push({ path, line: line.line, message: `${entry} reaches electron` });
      if (line.target) waiting.push(line.target);
    }
  }
  return found;
}

export const importRules: Rule[] = [
  {
    title: 'a wing imports only itself and src-shared',
    find: eachImport(
      () => true,
      ({ target }, { path }) =>
        target === undefined ||
        below(target, wingOf(path) ?? '', 'src-shared') ||
        (below(target, 'src-exchange') && startsTheExchange(path))
          ? undefined
          : `${wingOf(path)} may not import ${target}`,
    ),
    counterExample: { 'src-renderer/ports/reader.ts': `import { Book } from '../../src-worker/book/book.ts';` },
  },
  {
    title: 'the built-in exchange imports only itself, ws and Node',
    find: eachImport(
      ({ path }) => below(path, 'src-exchange'),
      ({ target, specifier }) =>
        (target === undefined ? specifier === 'ws' || specifier.startsWith('node:') : below(target, 'src-exchange'))
          ? undefined
          : `src-exchange may not import ${target ?? specifier}`,
    ),
    counterExample: {
      'src-exchange/model/price-grid.ts': `import { uniformGrid } from '../../src-shared/domain/price-grid.ts';`,
      'src-exchange/wire/rest.ts': `import { request } from 'undici';`,
    },
  },
  {
    title: 'only the registry of the built-in exchange imports a venue of it, and no venue another',
    find: eachImport(
      ({ path }) => below(path, 'src-exchange') && path !== 'src-exchange/venues.ts',
      ({ target }, { path }) => {
        const played = playedFolder(target);
        return played && played !== playedFolder(path) ? `${path} may not import ${target}` : undefined;
      },
    ),
    counterExample: {
      'src-exchange/world/world.ts': `import { one } from '../one/venue.ts';`,
      'src-exchange/two/feed.ts': `export { bookText } from '../one/wire.ts';`,
    },
  },
  {
    title: 'src-shared imports nothing but itself',
    find: mayReach('src-shared', [], []),
    counterExample: { 'src-shared/domain/micros.ts': `import { readFileSync } from 'node:fs';` },
  },
  {
    title: 'domain imports only domain',
    find: mayReach('src-shared/domain', [], []),
    counterExample: { 'src-shared/domain/fees.ts': `import type { Venue } from '../venues/venue.ts';` },
  },
  {
    title: 'a venue imports only venue.ts, domain and its own files',
    find: eachImport(
      ({ path }) => venueFolder(path) !== undefined,
      ({ target, specifier }, { path }) =>
        below(target, venueFolder(path) ?? '', 'src-shared/domain', 'src-shared/venues/venue.ts')
          ? undefined
          : `${venueFolder(path)} may not import ${target ?? specifier}`,
    ),
    counterExample: { 'src-shared/venues/one/wire.ts': `export { decode } from '../two/decode.ts';` },
  },
  {
    title: 'decode imports only itself and src-shared',
    find: mayReach('src-worker/decode', ['src-shared'], 'any package'),
    counterExample: { 'src-worker/decode/decode.ts': `import type { Book } from '../book/book.ts';` },
  },
  {
    title: 'book imports only domain',
    find: mayReach('src-worker/book', ['src-shared/domain'], ['sorted-btree']),
    counterExample: {
      'src-worker/book/book.ts': `import type { Frame } from '../../src-shared/contract/ladder-frame.ts';`,
    },
  },
  {
    title: 'derive imports only book, domain and contract',
    // Of perf_hooks the clock rule lets through the histogram alone.
    find: mayReach(
      'src-worker/derive',
      ['src-worker/book', 'src-shared/domain', 'src-shared/contract'],
      ['sorted-btree', 'node:perf_hooks'],
    ),
    counterExample: { 'src-worker/derive/depth.ts': `import { conflate } from '../publish/conflator.ts';` },
  },
  {
    title: 'publish imports only derive, book, domain and contract',
    find: mayReach(
      'src-worker/publish',
      ['src-worker/derive', 'src-worker/book', 'src-shared/domain', 'src-shared/contract'],
      'any package',
    ),
    counterExample: { 'src-worker/publish/conflator.ts': `import { route } from '../decode/router.ts';` },
  },
  {
    title: 'shard imports only publish, derive, book, decode and src-shared',
    find: mayReach(
      'src-worker/shard',
      ['src-worker/publish', 'src-worker/derive', 'src-worker/book', 'src-worker/decode', 'src-shared'],
      'any package',
    ),
    counterExample: { 'src-worker/shard/shard.ts': `import type { Engine } from '../route/engine.ts';` },
  },
  {
    title: 'route imports only shard, derive, decode and src-shared',
    find: mayReach(
      'src-worker/route',
      ['src-worker/shard', 'src-worker/derive', 'src-worker/decode', 'src-shared'],
      'any package',
    ),
    counterExample: { 'src-worker/route/engine.ts': `import { Book } from '../book/book.ts';` },
  },
  {
    title: 'tables and verify import only derive, book, decode and src-shared',
    find: (sources) =>
      ['src-worker/tables', 'src-worker/verify'].flatMap((folder) =>
        mayReach(
          folder,
          ['src-worker/derive', 'src-worker/book', 'src-worker/decode', 'src-shared'],
          'any package',
        )(sources),
      ),
    counterExample: {
      'src-worker/tables/table-maker.ts': `import { SymbolRouter } from '../route/symbol-router.ts';`,
      'src-worker/verify/verifier.ts': `import { Shard } from '../shard/shard.ts';`,
    },
  },
  {
    title: 'the window imports nothing of Node',
    find: eachImport(
      ({ path }) => below(path, 'src-renderer'),
      ({ specifier }) =>
        specifier.startsWith('node:') || ['ws', 'undici'].includes(packageOf(specifier))
          ? `src-renderer may not import ${specifier}`
          : undefined,
    ),
    counterExample: { 'src-renderer/ports/reader.ts': `import { Buffer } from 'node:buffer';` },
  },
  {
    title: "only the Electron host's files import electron",
    find: eachImport(
      ({ path }) => !mayLoadElectron(path),
      (line) => (isElectron(line) ? 'only main.ts and host/electron import electron' : undefined),
    ),
    counterExample: { 'src-main/profile/settings.ts': `const { app } = require('electron');` },
  },
  {
    title: 'the Node host never reaches electron at run time',
    find: (sources) => ['src-main/host.ts', 'src-main/cli.ts'].flatMap((entry) => electronReachedFrom(entry, sources)),
    counterExample: {
      'src-main/cli.ts': `import { open } from './host/electron/electron-windows.ts';`,
      'src-main/host/electron/electron-windows.ts': `import { BrowserWindow } from 'electron';`,
    },
  },
  {
    title: "only the Node host's transport and the built-in exchange import ws' server",
    find: eachImport(
      ({ path }) => !below(path, 'src-main/host/node', 'src-exchange'),
      ({ specifier, names, typeOnly }) =>
        packageOf(specifier) === 'ws' && !typeOnly && names.some((name) => /Server$|^\*$/.test(name))
          ? "only host/node and src-exchange import ws' server"
          : undefined,
    ),
    counterExample: { 'src-main/feed/connection.ts': `import WebSocket, { WebSocketServer } from 'ws';` },
  },
];
