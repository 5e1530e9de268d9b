/**
 * The house style that no formatter keeps. Each rule reads one file and lists its problems as `line: what`; each carries
 * a small file that breaks it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'vite';
import { lineCounter, root } from '../architecture/source-tree.ts';

export interface TidyRule {
  /** A present-tense sentence; the test's title. */
  title: string;
  concerns: (path: string) => boolean;
  find: (path: string, text: string) => string[];
  counterExample: { path: string; text: string };
}

const linesMax = 400;

const isTypeScript = (path: string): boolean => /\.tsx?$/.test(path);
const isSource = (path: string): boolean => path.startsWith('src-') && isTypeScript(path);
const isTest = (path: string): boolean => path.startsWith('test/') && isTypeScript(path);
const isScript = (path: string): boolean => path.startsWith('build/') && path.endsWith('.mjs');
const isStyled = (path: string): boolean => isTypeScript(path) || isScript(path) || path.endsWith('.css');
const isMarkdown = (path: string): boolean => path.endsWith('.md');
const isText = (path: string): boolean => /\.(tsx?|mjs|md|ya?ml|css|html)$/.test(path) || path.startsWith('.ci/');

// Spelt in halves, so that this file does not break its own rules.
const leftovers = new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`);
const silencers = new RegExp(`@ts-(?:${'ign' + 'ore'}|expect-error|nocheck)|biome-${'ign' + 'ore'}`);
const machinePath = new RegExp(`(?:^|[\\s'"\`(=:])/(?:${'wo' + 'rk'}|${'ro' + 'ot'}|Users)/`);

/** A path from the repository's root, to a file that is committed. */
const namedPath = /(?<![\w./-])(?:src-[a-z]+|build|docs|test)\/[\w./-]+\.(?:tsx?|mjs|md|css|html|png)\b/g;
/** Documents that are not in the repository, by the names they had where the project was planned, and numbers of their rows. */
const foreignDocuments = new RegExp(
  `\\b(?:${['sys' + 'tems', 'proto' + 'cols', 'tool' + 'chain', 'defects[-0-9]*', 'venues-' + 'next'].join('|')})\\.md|${'house' + ' plan'}|${'shared/' + 'design'}`,
);

/** Words that read like riddles, in strings, comments and documents alike; docs/glossary.md has the words to use. */
const riddles = new RegExp(
  `\\b(?:${['an' + 'ew', 'men' + '(?:d|ds|ded|ding)', 'he' + 'irs?', 'car' + 'go', 'carr' + 'iage', 'brief' + 'ings?', 'turned' + ' round', '(?:a|the)' + ' person'].join('|')})\\b`,
  'i',
);

/** Upper case is right for names that tools or custom prescribe. */
const prescribedName =
  /^(?:README|LICENSE|CHANGELOG|CONTRIBUTING|SECURITY)(?:\.md)?$|^ISSUE_TEMPLATE$|^pull_request_template\.md$|^\.[a-z]+|^tsconfig\.[a-z.]+$/;
const kebabName = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;

function matchingLines(text: string, pattern: RegExp, what: string): string[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${index + 1}: ${what}`] : []));
}

/** Problems that need the syntax tree: the visitor calls `report` with an offset and a sentence. */
function inTree(
  path: string,
  text: string,
  visitor: (report: (offset: number, what: string) => void) => ConstructorParameters<typeof Visitor>[0],
): string[] {
  const lineAt = lineCounter(text);
  const problems: string[] = [];
  new Visitor(visitor((offset, what) => problems.push(`${lineAt(offset)}: ${what}`))).visit(
    parseSync(path, text).program,
  );
  return problems;
}

const testWords = new Set(['test', 'it', 'describe', 'suite', 'bench']);
const forbiddenMarks = new Set(['only', 'skip', 'todo', 'fixme', 'fails']);
/** Parsing is slow, and few files need it. */
const mayBeMarked = new RegExp(`\\.(?:${[...forbiddenMarks].join('|')})\\b`);

export const tidyRules: TidyRule[] = [
  {
    title: `a file has at most ${linesMax} lines`,
    concerns: isStyled,
    find: (_path, text) => {
      const lines = text.trimEnd().split('\n').length;
      return lines > linesMax ? [`${lines}: lines, at most ${linesMax}; it is two nouns`] : [];
    },
    counterExample: { path: 'src-main/feed/pool.ts', text: `${'\n'.repeat(linesMax)}export {};` },
  },
  {
    title: 'files and folders are named in kebab-case',
    concerns: () => true,
    find: (path) =>
      path
        .split('/')
        .filter((name) => !kebabName.test(name) && !prescribedName.test(name))
        .map((name) => `1: '${name}' is not kebab-case`),
    counterExample: { path: 'src-main/feed/connectionPool.ts', text: '' },
  },
  {
    title: 'a source file opens with a comment',
    concerns: (path) => isSource(path) || isScript(path),
    find: (_path, text) => (/^(?:#!.*\n)?\s*\/[*/]/.test(text) ? [] : ['1: does not say what it decides and promises']),
    counterExample: { path: 'src-main/feed/pool.ts', text: "import { x } from './x.ts';\n/** Too late. */" },
  },
  {
    title: 'nothing is left for later',
    concerns: isText,
    find: (_path, text) => matchingLines(text, leftovers, 'is left for later'),
    counterExample: { path: 'build/run.mjs', text: `// ${'TO' + 'DO'}: finish` },
  },
  {
    title: 'no check is silenced',
    concerns: (path) => isSource(path) || isScript(path),
    find: (_path, text) => matchingLines(text, silencers, 'silences a check'),
    counterExample: { path: 'src-main/feed/pool.ts', text: `// @ts-${'ign' + 'ore'}` },
  },
  {
    title: 'no test is left out or left alone; what a machine cannot run is declared with skipIf',
    concerns: isTest,
    find: (path, text) =>
      !mayBeMarked.test(text)
        ? []
        : inTree(path, text, (report) => ({
            CallExpression({ callee, arguments: given, start }) {
              if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
              const object = callee.object.type === 'Identifier' ? callee.object.name : undefined;
              const mark = callee.property.name;
              if (!object || !testWords.has(object) || !forbiddenMarks.has(mark)) return;
              // Playwright has no skipIf: its form is test.skip(condition, reason).
              const [condition, reason] = given;
              const isDeclared =
                path.startsWith('test/e2e/') &&
                mark === 'skip' &&
                condition?.type !== 'Literal' &&
                reason?.type !== 'ArrowFunctionExpression';
              if (!isDeclared || given.length !== 2) report(start, `${object}.${mark}`);
            },
          })),
    counterExample: { path: 'test/unit/worker/book.test.ts', text: "test.only('applies a delta', () => {});" },
  },
  {
    title: "no file names a path of somebody's machine",
    concerns: isText,
    find: (_path, text) => matchingLines(text, machinePath, "names a path of somebody's machine"),
    counterExample: { path: 'README.md', text: `See \`/${'wo' + 'rk'}/main\`.` },
  },
  {
    title: 'no file cites a document that is not in the repository',
    concerns: isText,
    find: (_path, text) => matchingLines(text, foreignDocuments, 'cites a document that is not in the repository'),
    counterExample: { path: 'src-main/feed/pool.ts', text: `/** Two at most (${'sys' + 'tems'}.md P59). */` },
  },
  {
    title: 'no text uses a word that docs/glossary.md replaces',
    concerns: isText,
    find: (_path, text) => matchingLines(text, riddles, 'uses a word that docs/glossary.md replaces'),
    counterExample: { path: 'src-main/feed/pool.ts', text: `/** Opened ${'an' + 'ew'} when it broke. */` },
  },
  {
    title: 'every path that a document or a source names leads to a file',
    concerns: (path) => isMarkdown(path) || isSource(path) || isScript(path),
    find: (_path, text) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          [...line.matchAll(namedPath)]
            .filter(([named]) => !existsSync(join(root, named)))
            .map(([named]) => `${index + 1}: there is no ${named}`),
        ),
    counterExample: { path: 'docs/tables.md', text: 'See `src-main/feed/none.ts`.' },
  },
  {
    title: 'no line ends in white space, and every file ends in one line break',
    concerns: isText,
    find: (_path, text) => [
      ...matchingLines(text, /[ \t\r]$/, 'ends in white space'),
      ...(text === '' || /[^\n]\n$/.test(text) ? [] : ['1: does not end in one line break']),
    ],
    counterExample: { path: 'README.md', text: 'A line. \n' },
  },
  {
    title: 'Markdown has no tabs',
    concerns: isMarkdown,
    find: (_path, text) => matchingLines(text, /\t/, 'has a tab'),
    counterExample: { path: 'README.md', text: '\tcode\n' },
  },
];
