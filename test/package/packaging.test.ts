/**
 * What would be shipped: electron-builder runs with the project's own configuration on a stand-in for Electron's binary that has
 * room for fuses, and what comes out is looked at. The stand-in is never shipped; what it cannot show is that Electron obeys.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPackage } from '../../src-main/base/package-info.ts';

const { root } = findPackage(import.meta.dirname);
const run = promisify(execFile);
const BUILDER = createRequire(import.meta.url).resolve('electron-builder/cli.js');
/** Where Electron's fuses begin in its binary (@electron/fuses), their version, and how many there are. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const ON = '1'.charCodeAt(0);
/** As Electron comes: the interpreter, NODE_OPTIONS and --inspect on; cookies plain; the archive not checked. */
const AS_SHIPPED = '101100011';

let folder: string;
let executable: string;
let archive: string;
let files: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-package-'));
  const stub = join(folder, 'electron-dist');
  await mkdir(join(stub, 'locales'), { recursive: true });
  await mkdir(join(stub, 'resources'));
  const wire = Buffer.from([1, AS_SHIPPED.length]);
  await writeFile(
    join(stub, 'electron'),
    Buffer.concat([Buffer.alloc(64), Buffer.from(SENTINEL), wire, Buffer.from(AS_SHIPPED), Buffer.alloc(64)]),
  );
  await chmod(join(stub, 'electron'), 0o755);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version', 'locales/en-US.pak']) {
    await writeFile(join(stub, name), 'stand-in');
  }
  await run(process.execPath, [join(root, 'build', 'run.mjs'), 'build'], { cwd: root });
  const output = join(folder, 'dist');
  const overrides = [`-c.electronDist=${stub}`, `-c.directories.output=${output}`];
  await run(process.execPath, [BUILDER, '--linux', '--dir', ...overrides], { cwd: root });
  executable = join(output, 'linux-unpacked', 'crossbook');
  archive = join(output, 'linux-unpacked', 'resources', 'app.asar');
  files = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
}, 180_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the packaged app', () => {
  test('is no Node interpreter, cannot be debugged from outside, and runs only its own archive', async () => {
    const wire = await getCurrentFuseWire(executable);
    const on = (fuse: FuseV1Options): boolean => wire[fuse] === ON;
    expect({
      runAsNode: on(FuseV1Options.RunAsNode),
      nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
      cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
      archiveChecked: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyArchive: on(FuseV1Options.OnlyLoadAppFromAsar),
      filePrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      inspect: false,
      cookieEncryption: true,
      archiveChecked: true,
      onlyArchive: true,
      filePrivileges: false,
    });
  });

  test('holds what it runs and nothing of how it was made', () => {
    for (const path of [
      '/package.json',
      '/LICENSE',
      '/out/main/main.js',
      '/out/main/worker.js',
      '/out/preload/preload.cjs',
      '/out/renderer/index.html',
      '/node_modules/ws/package.json',
    ]) {
      expect(files).toContain(path);
    }
    const own = files.filter((path) => !path.startsWith('/node_modules'));
    const top = new Set(own.map((path) => path.split('/')[1]));
    expect([...top].sort()).toEqual(['LICENSE', 'out', 'package.json']);
    expect(own.filter((path) => /\.(ts|tsx|pem|key|env|mcap)$/.test(path))).toEqual([]);
    for (const tool of ['vite', 'electron', 'electron-builder', 'vitest', 'typescript', '@playwright']) {
      expect(files.filter((path) => path.startsWith(`/node_modules/${tool}/`))).toEqual([]);
    }
  });

  test('starts at main, in the version of the sources', async () => {
    const shipped = JSON.parse(extractFile(archive, 'package.json').toString());
    const source = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    expect([shipped.main, shipped.version, shipped.type]).toEqual([source.main, source.version, 'module']);
    expect(shipped.devDependencies).toBeUndefined();
  });

  test('has a preload that loads nothing but Electron', () => {
    const preload = extractFile(archive, 'out/preload/preload.cjs').toString();
    expect([...preload.matchAll(/require\(["']([^"']+)["']\)/g)].map(([, name]) => name)).toEqual(['electron']);
  });

  test('has native libraries outside of the archive, where they can be loaded from', async () => {
    const unpacked = await readdir(`${archive}.unpacked`, { recursive: true });
    expect(unpacked.filter((path) => path.endsWith('.node')).length).toBeGreaterThan(0);
  });
});
