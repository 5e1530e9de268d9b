/** Electron's entry: what happens before Electron is ready, and how failures end. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { app, privilegedSchemes } from '../../fakes/electron-app.ts';

vi.mock('electron', () => import('../../fakes/electron.ts'));

const host = vi.hoisted(() => ({ run: async (_options: unknown): Promise<number> => 0 }));
vi.mock('../../../src-main/host/electron/electron-host.ts', () => ({
  runElectronHost: (options: unknown) => host.run(options),
}));

const argv = process.argv;
let written: string[];
let entries = 0;

beforeEach(() => {
  app.removeAllListeners();
  app.ready = false;
  app.hasLock = true;
  privilegedSchemes.length = 0;
  written = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
});

afterEach(() => {
  process.argv = argv;
  vi.restoreAllMocks();
});

/** Runs the entry as `electron ...args` would, freshly each time; resolves with the code that Electron was told to end with. */
async function enter(...args: readonly string[]): Promise<number> {
  process.argv = ['electron', ...args];
  const ended = new Promise<number>((resolve) => {
    app.once('fake-exit', resolve);
  });
  const entry = `../../../src-main/main.ts?entry=${++entries}`;
  await import(entry);
  return ended;
}

describe('Electron’s entry', () => {
  test('makes the scheme before it is ready, keeps to the profile, and ends with the host’s code', async () => {
    let given: unknown;
    host.run = async (options) => {
      given = options;
      return 3;
    };
    expect(await enter('--no-sandbox', '/app', 'demo', '--data', '/d', '--rate', '7')).toBe(3);
    expect(privilegedSchemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
    expect(app.paths.get('userData')).toBe(join('/d', 'electron'));
    expect(given).toMatchObject({
      version: '0.0.0-fake',
      command: { command: 'demo', demo: { rate: 7 }, dataDir: '/d' },
    });
  });

  test('steps back when Crossbook is already open with the profile', async () => {
    host.run = () => Promise.reject(new Error('nobody may start it'));
    app.hasLock = false;
    expect(await enter('.')).toBe(0);
    expect(written.join()).toContain('already open');
  });

  test('ends with 1 and a sentence when the host cannot start', async () => {
    host.run = () => Promise.reject(new Error('The window is not built.'));
    expect(await enter('.', 'start')).toBe(1);
    expect(written.join('')).toBe('crossbook: The window is not built.\n');
  });

  test('ends with 1 and a sentence at a command line it does not understand', async () => {
    expect(await enter('.', 'demo', '--frob')).toBe(1);
    expect(written.join('')).toContain("'--frob'");
  });
});
