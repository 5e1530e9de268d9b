/**
 * The rules about what stands in a file rather than what it imports: no clock and no chance where verdicts must repeat,
 * and no venue's name outside its folder.
 */
import type { Rule, Violation } from './import-rules.ts';
import type { Source } from './source-tree.ts';

const repeatable = ['src-shared/venues/', 'src-worker/decode/', 'src-worker/book/', 'src-worker/derive/'];

const clocks = new Set([
  'Date.now',
  'Date()',
  'new Date()',
  'performance.now',
  'performance.timeOrigin',
  'process.hrtime',
  'process.uptime',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'Math.random',
  'crypto.randomUUID',
  'crypto.getRandomValues',
]);

/** Modules that give a clock or chance, with the names in them that give neither. */
const clockModules: Record<string, readonly string[]> = {
  'node:timers': [],
  'node:timers/promises': [],
  'node:perf_hooks': ['createHistogram'],
  'node:crypto': ['createHash', 'hash'],
  'node:process': [],
};

/** No clock and no randomness in the folders whose verdicts must be the same when a recording is played again. */
export const clockRule: Rule = {
  title: 'venues, decode, book and derive read no clock and no randomness',
  find: (sources) =>
    sources.filter(({ path }) => repeatable.some((folder) => path.startsWith(folder))).flatMap(clockUses),
  counterExample: {
    'src-shared/venues/one/session.ts': 'export const startedAt = Date.now();',
    'src-worker/book/book.ts': 'export const now = new Date();',
    'src-worker/derive/walls.ts': "const pick = globalThis['Math'].random; export const x = Math.random();",
    'src-worker/decode/decode.ts': "import { setTimeout as later } from 'node:timers/promises'; void later(1);",
  },
};

/** A report of a crash holds the memory, and with it the key; nothing makes one. */
export const crashRule: Rule = {
  title: 'nothing makes a report of a crash, which would hold the key',
  find: (sources) => [
    ...sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier, names }) => specifier === 'electron' && names.includes('crashReporter'))
        .map(({ line }) => ({ path, line, message: 'imports crashReporter' })),
    ),
    ...sources.flatMap(({ path, globals }) =>
      globals
        .filter(({ name }) => name.startsWith('process.report'))
        .map(({ name, line }) => ({ path, line, message: `uses ${name}` })),
    ),
  ],
  counterExample: {
    'src-main/main.ts': "import { app, crashReporter } from 'electron'; crashReporter.start(); void app;",
    'src-main/host/node/node-host.ts': 'process.report.writeReport();',
  },
};

function clockUses({ path, globals, imports }: Source): Violation[] {
  const used = globals
    .filter(({ name }) => clocks.has(name))
    .map(({ name, line }) => ({ path, line, message: `reads ${name}` }));
  const imported = imports
    .filter(({ typeOnly }) => !typeOnly)
    .flatMap(({ specifier, names, line }) => {
      const harmless = clockModules[specifier];
      const doubtful = names.filter((name) => harmless && !harmless.includes(name) && !/^[A-Z]/.test(name));
      return doubtful.map((name) => ({ path, line, message: `imports ${name} from ${specifier}` }));
    });
  return [...used, ...imported];
}

/** Where a link may be given the status `confirmed`: the user's decision, and the demo's own links file. */
const confirming = ['src-main/links/link-decision.ts', 'src-main/host/demo-links.ts'];
/** Who may pass on a user's decision: the requests of windows, and the command line. */
const deciding = ['src-main/app/controllers/link-controller.ts', 'src-main/cli/links-command.ts'];

/** Only the user confirms a link: nothing else makes one confirmed, and nothing else calls what does. */
export const confirmRule: Rule = {
  title: 'a link becomes confirmed only by a decision that the user requested',
  find: (sources) =>
    sources.flatMap(({ path, code, imports }) => [
      ...lines(path, code, confirming, /\bstatus['"]?\]?\s*(?::|=(?!=))\s*\(?['"`]confirmed/, 'makes a link confirmed'),
      ...lines(path, code, deciding, /\.decide\(/, 'decides on a link'),
      ...imports
        .filter(({ target, names, typeOnly }) => {
          if (typeOnly) return false;
          if (target === confirming[0]) return path !== 'src-main/links/link-state.ts';
          return names.includes('reduceLinks') && path !== 'src-main/links/link-store.ts';
        })
        .map(({ line }) => ({ path, line, message: 'reaches the decisions past the store' })),
    ]),
  counterExample: {
    'src-main/links/link-finder.ts': "export const found = { id: 'a', status: 'confirmed' };",
    'src-main/links/hasty.ts': "import { reduceLinks } from './link-state.ts'; export const now = reduceLinks;",
    'src-main/links/eager.ts': "import { decideLink } from './link-decision.ts'; export const now = decideLink;",
    'src-main/app/watcher.ts': 'export const watch = (store, link) => store.decide(link);',
  },
};

function lines(path: string, code: string, allowed: readonly string[], pattern: RegExp, message: string): Violation[] {
  if (allowed.includes(path)) return [];
  return code.split('\n').flatMap((text, index) => (pattern.test(text) ? [{ path, line: index + 1, message }] : []));
}

/**
 * Venue ids occur in their own folders (of src-shared, of the built-in exchange and of the tests) and in the two registries,
 * nowhere else. Comments may cite a venue as the reason of a rule; code, styles, markup, tests and file names may not know it.
 */
export function venueIdRule(
  venueIds: readonly string[],
  otherFiles: readonly Pick<Source, 'path' | 'code'>[] = [],
): Rule {
  const [exampleId = 'one'] = venueIds;
  return {
    title: "a venue's id occurs only in its own folders and the two registries",
    find: (sources) =>
      [...sources, ...otherFiles].flatMap(({ path, code }) =>
        venueIds
          .filter((id) => !mayName(path, id))
          .flatMap((id) => [...inName(path, id), ...occurrences(path, code, id)]),
      ),
    counterExample: {
      'src-renderer/panes/ladder/colour.ts': `// ${exampleId} is fine here\nexport const colour = { ${exampleId}: '#00f' };`,
      'src-main/feed/pool.ts': `export const is${exampleId[0]?.toUpperCase()}${exampleId.slice(1)} = true;`,
      'src-exchange/world/world.ts': `export const counts = { ${exampleId}: 0 };`,
      'test/e2e/ladder.test.ts': `await ladder.isSynced('${exampleId}');`,
      [`test/e2e/${exampleId}-key.test.ts`]: 'export {};',
      'build/run.mjs': `export const venue = '${exampleId}';`,
    },
  };
}

function mayName(path: string, id: string): boolean {
  return (
    path.startsWith(`src-shared/venues/${id}/`) ||
    path === 'src-shared/venues/index.ts' ||
    path.startsWith(`src-exchange/${id}/`) ||
    path === 'src-exchange/venues.ts' ||
    path.startsWith(`test/venues/${id}/`)
  );
}

function inName(path: string, id: string): Violation[] {
  return path.toLowerCase().includes(id) ? [{ path, line: 1, message: `has the venue '${id}' in its name` }] : [];
}

function occurrences(path: string, code: string, id: string): Violation[] {
  return code
    .split('\n')
    .flatMap((text, index) =>
      text.toLowerCase().includes(id)
        ? [{ path, line: index + 1, message: `names the venue '${id}': ${text.trim()}` }]
        : [],
    );
}
