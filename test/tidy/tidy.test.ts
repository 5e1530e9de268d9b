/** Keeps the house style where no formatter does: every rule holds in the repository, and every rule is able to fail. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, root, wings } from '../architecture/source-tree.ts';
import { tidyRules } from './tidy-rules.ts';

const folders = [...wings, 'test', 'build', 'docs', '.ci', '.github'];
const generated = new Set(['package-lock.json']);

const rootFiles = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isFile() && !generated.has(entry.name))
  .map((entry) => entry.name);

const files = [...rootFiles, ...folders.flatMap((folder) => filesBelow(folder))];
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the repository', () => {
  for (const { title, concerns, find } of tidyRules) {
    test(title, () => {
      const problems = files
        .filter(concerns)
        .flatMap((path) => find(path, read(path)).map((problem) => `${path}:${problem}`));
      expect(problems).toEqual([]);
    });
  }

  test('every relative link in Markdown leads to a file', () => {
    const broken = files
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) => brokenLinks(path, read(path)).map((link) => `${path} -> ${link}`));
    expect(broken).toEqual([]);
  });
});

describe('the lockfile', () => {
  const lock: unknown = JSON.parse(read('package-lock.json'));

  test('names no registry, so that everyone installs from their own', () => {
    expect(JSON.stringify(lock)).not.toContain('"resolved"');
    expect(read('.npmrc')).not.toMatch(/registry\s*=/);
  });

  test('holds a checksum for every package', () => {
    expect(packagesWithoutChecksum(lock)).toEqual([]);
  });

  test('holds every optional package, so that it installs on every platform', () => {
    expect(missingOptionalPackages(lock)).toEqual([]);
  });
});

describe('a rule that is broken says so', () => {
  for (const { title, concerns, find, counterExample } of tidyRules) {
    test(title, () => {
      expect(concerns(counterExample.path)).toBe(true);
      expect(find(counterExample.path, counterExample.text).length).toBeGreaterThan(0);
    });
  }

  test('a link to a file that is not there is found', () => {
    expect(brokenLinks('README.md', '[a](package.json) [b](https://example.org) [c](#x) [d](docs/none.md#x)')).toEqual([
      'docs/none.md#x',
    ]);
  });

  test('a package without a checksum or without one of its platforms is found', () => {
    const lock = { packages: { '': {}, 'node_modules/one': { optionalDependencies: { 'one-win32': '1' } } } };
    expect(packagesWithoutChecksum(lock)).toEqual(['node_modules/one']);
    expect(missingOptionalPackages(lock)).toEqual(['node_modules/one: one-win32']);
  });
});

interface LockedPackage {
  integrity?: string;
  optionalDependencies?: Record<string, string>;
}

function lockedPackages(lock: unknown): [string, LockedPackage][] {
  return Object.entries((lock as { packages: Record<string, LockedPackage> }).packages);
}

function packagesWithoutChecksum(lock: unknown): string[] {
  return lockedPackages(lock).flatMap(([path, { integrity }]) => (path === '' || integrity ? [] : [path]));
}

function missingOptionalPackages(lock: unknown): string[] {
  const locked = lockedPackages(lock).map(([path]) => path);
  return lockedPackages(lock).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !locked.some((other) => other.endsWith(`node_modules/${name}`)))
      .map((name) => `${path}: ${name}`),
  );
}

function brokenLinks(path: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^(?:[a-z]+:|#)/.test(link))
    .filter((link) => !existsSync(join(root, dirname(path), link.replace(/#.*$/, ''))));
}
