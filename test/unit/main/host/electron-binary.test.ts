/** Electron's executable: found without loading the package, fetched at most once a day, and never waited for long. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { electronVersion, findElectron, obtainElectron } from '../../../../src-main/host/electron-binary.ts';

const DAY_MS = 86_400_000;
const now = new Date('2026-01-02T03:04:05Z');

let root: string;
let packageFolder: string;
let starts: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'crossbook-electron-'));
  packageFolder = join(root, 'node_modules', 'electron');
  starts = [];
  await mkdir(packageFolder, { recursive: true });
  await writeFile(join(packageFolder, 'package.json'), '{"name":"electron","version":"45.1.2"}');
  await writeFile(join(packageFolder, 'index.js'), "throw new Error('nobody may load this');");
});

afterEach(() => rm(root, { recursive: true }));

/** An installer that counts its runs and then does as it is told. */
const installer = (body: string): Promise<void> =>
  writeFile(
    join(packageFolder, 'install.js'),
    `const fs = require('fs'); const path = require('path');
     fs.appendFileSync(path.join(__dirname, 'runs'), 'x');
     ${body}`,
  );

const runs = async (): Promise<number> => (await readFile(join(packageFolder, 'runs'), 'utf8').catch(() => '')).length;

const obtain = (atMs = 0) =>
  obtainElectron({
    root,
    cache: join(root, 'cache'),
    environment: { ...process.env, CROSSBOOK_ELECTRON: undefined, ELECTRON_OVERRIDE_DIST_PATH: undefined },
    now: new Date(now.getTime() + atMs),
    onStart: (version) => starts.push(version),
  });

async function unpack(): Promise<string> {
  await mkdir(join(packageFolder, 'dist'), { recursive: true });
  await writeFile(join(packageFolder, 'path.txt'), 'electron-here');
  await writeFile(join(packageFolder, 'dist', 'electron-here'), '');
  return join(packageFolder, 'dist', 'electron-here');
}

describe('Electron', () => {
  test('is found beside its package', async () => {
    expect(findElectron(root, {})).toEqual({
      found: false,
      version: '45.1.2',
      text: 'Electron 45.1.2 is not on this machine.',
    });
    expect(findElectron(root, {})).toMatchObject({ found: false });
    const path = await unpack();
    expect(findElectron(root, {})).toEqual({ found: true, path });
  });

  test('is not half a download', async () => {
    await unpack();
    await rm(join(packageFolder, 'path.txt'));
    expect(findElectron(root, {}).found).toBe(false);
  });

  test('is where the environment says, or nowhere', async () => {
    const path = await unpack();
    expect(findElectron(root, { CROSSBOOK_ELECTRON: path })).toEqual({ found: true, path });
    expect(findElectron(root, { CROSSBOOK_ELECTRON: '/none' })).toMatchObject({
      found: false,
      text: 'CROSSBOOK_ELECTRON names /none, which does not exist.',
    });
    const override = join(packageFolder, 'dist');
    await rm(join(packageFolder, 'package.json'));
    expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: override })).toEqual({ found: true, path });
  });

  test('may not be installed at all', async () => {
    await rm(packageFolder, { recursive: true });
    expect(electronVersion(root)).toBeNull();
    expect(await obtain()).toEqual({ found: false, version: null, text: 'The electron package is not installed.' });
    expect(starts).toEqual([]);
  });
});

describe('getting Electron', () => {
  test('runs its installer and finds what it left', async () => {
    await installer(`fs.mkdirSync(path.join(__dirname, 'dist'));
      fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), '');
      fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron');`);
    expect(await obtain()).toEqual({ found: true, path: join(packageFolder, 'dist', 'electron') });
    expect(starts).toEqual(['45.1.2']);
    await obtain();
    expect(await runs()).toBe(1);
  });

  test('fails in one sentence, and is tried again a day later', async () => {
    await installer("console.error('    at x\\nTypeError: fetch failed\\n    at y'); process.exit(1);");
    const failure = {
      found: false,
      version: '45.1.2',
      text: 'Electron 45.1.2 could not be downloaded (fetch failed).',
    };
    expect(await obtain()).toEqual(failure);
    expect(await obtain(DAY_MS - 1)).toEqual(failure);
    expect(await runs()).toBe(1);
    await obtain(DAY_MS);
    expect(await runs()).toBe(2);
    expect(starts).toHaveLength(2);
  });

  test('is tried at once for another version, and when the memory is damaged or from the future', async () => {
    await installer('process.exit(1);');
    await obtain();
    await obtain(-DAY_MS);
    await writeFile(join(root, 'cache', 'electron-45.1.2.json'), '{');
    await obtain();
    await writeFile(join(packageFolder, 'package.json'), '{"version":"45.1.3"}');
    await obtain();
    expect(starts).toEqual(['45.1.2', '45.1.2', '45.1.2', '45.1.3']);
  });

  test('fails when the installer succeeds and leaves nothing', async () => {
    await installer('');
    expect(await obtain()).toMatchObject({ found: false, text: expect.stringContaining('left nothing behind') });
  });
});
