/**
 * Reads the sources the way the rules need them: which modules a file imports, which globals it uses, where its comments
 * are. A real parser does the reading, so a rule is neither fooled by a string nor by a line break.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { parseSync, Visitor } from 'vite';

export const root = resolve(import.meta.dirname, '..', '..');
export const wings = ['src-shared', 'src-exchange', 'src-main', 'src-worker', 'src-renderer'] as const;

export interface ImportLine {
  /** As written, without a bundler's query. */
  specifier: string;
  /** Path inside the repository for a relative import, otherwise undefined. */
  target: string | undefined;
  /** Imported names; `default` and `*` for the other two forms. */
  names: string[];
  /** True when the import leaves nothing behind at run time. */
  typeOnly: boolean;
  line: number;
}

/** A global read by a file: `Date.now`, `new Date()`, `setTimeout`. */
export interface GlobalUse {
  name: string;
  line: number;
}

export interface Source {
  path: string;
  text: string;
  imports: ImportLine[];
  globals: GlobalUse[];
  /** The text with comments blanked out, line breaks kept. */
  code: string;
}

/** Files below a folder of the repository, as posix paths relative to the root, in order. Fixtures are data, and packages others'. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath.slice(root.length + 1).replaceAll('\\', '/'), entry.name))
    .filter((path) => !path.includes('/fixtures/') && !path.includes('/node_modules/'))
    .sort();
}

/** Reads every TypeScript file of the wings. */
export function readWings(): Source[] {
  return wings
    .flatMap((wing) => filesBelow(wing))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

/** Parses one file. Throws when it is not TypeScript. */
export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path, text, { range: false });
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors.map((error) => error.message).join('; ')}`);
  const lineAt = lineCounter(text);
  const imports: ImportLine[] = [];
  const add = (specifier: string, offset: number, names: string[], typeOnly: boolean): void => {
    const clean = specifier.replace(/\?.*$/, '');
    const target = clean.startsWith('.') ? posix.join(posix.dirname(path), clean) : undefined;
    imports.push({ specifier: clean, target, names, typeOnly, line: lineAt(offset) });
  };
  const globals: GlobalUse[] = [];
  const use = (name: string, offset: number): void => {
    globals.push({ name, line: lineAt(offset) });
  };

  new Visitor({
    ImportDeclaration(node) {
      const names = node.specifiers.map((specifier) => {
        if (specifier.type === 'ImportDefaultSpecifier') return 'default';
        if (specifier.type === 'ImportNamespaceSpecifier') return '*';
        return specifier.imported.type === 'Literal' ? specifier.imported.value : specifier.imported.name;
      });
      const everyNameIsType = node.specifiers.length > 0 && node.specifiers.every(isTypeSpecifier);
      add(node.source.value, node.start, names, node.importKind === 'type' || everyNameIsType);
    },
    ExportNamedDeclaration(node) {
      if (!node.source) return;
      const names = node.specifiers.map(({ local }) => (local.type === 'Literal' ? local.value : local.name));
      add(node.source.value, node.start, names, node.exportKind === 'type');
    },
    ExportAllDeclaration(node) {
      add(node.source.value, node.start, ['*'], node.exportKind === 'type');
    },
    ImportExpression(node) {
      if (node.source.type === 'Literal') add(String(node.source.value), node.start, ['*'], false);
    },
    TSImportType(node) {
      add(node.source.value, node.start, ['*'], true);
    },
    CallExpression(node) {
      const [argument] = node.arguments;
      const { callee } = node;
      const isRequire =
        (callee.type === 'Identifier' && callee.name === 'require') ||
        (callee.type === 'MemberExpression' && nameOf(callee.object) === 'require');
      if (isRequire && argument?.type === 'Literal') add(String(argument.value), node.start, ['*'], false);
      if (nameOf(callee) === 'Date') use('Date()', node.start);
    },
    NewExpression(node) {
      const name = nameOf(node.callee);
      if (name) use(node.arguments.length === 0 ? `new ${name}()` : `new ${name}`, node.start);
    },
    MemberExpression(node) {
      const object = nameOf(node.object);
      const property = node.computed ? literalOf(node.property) : nameOf(node.property);
      if (object && property) use(`${object === 'globalThis' ? '' : `${object}.`}${property}`, node.start);
    },
    Identifier(node) {
      use(node.name, node.start);
    },
  }).visit(parsed.program);

  let code = text;
  for (const { start, end } of parsed.comments) {
    code = code.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + code.slice(end);
  }
  return { path, text, imports, globals, code };
}

function isTypeSpecifier(specifier: { type: string; importKind?: string | null }): boolean {
  return specifier.type === 'ImportSpecifier' && specifier.importKind === 'type';
}

function nameOf(node: { type: string; name?: unknown }): string | undefined {
  return node.type === 'Identifier' ? String(node.name) : undefined;
}

function literalOf(node: { type: string; value?: unknown }): string | undefined {
  return node.type === 'Literal' ? String(node.value) : undefined;
}

/** Returns a function from character offset to line number, counted from 1. */
export function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
