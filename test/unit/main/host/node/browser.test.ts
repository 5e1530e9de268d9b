/** The system's browser: where it is looked for, how it is started, what its end means. */
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasDisplay, searchBrowser } from '../../../../../src-main/host/node/browser.ts';
import { browserArguments, openBrowserWindow } from '../../../../../src-main/host/node/browser-window.ts';

const only =
  (...paths: string[]) =>
  (path: string): boolean =>
    paths.includes(path);

describe('the browser', () => {
  test('is the one that CROSSBOOK_BROWSER names, or none', () => {
    const environment = { CROSSBOOK_BROWSER: '/opt/mine', PATH: '/usr/bin' };
    const place = { platform: 'linux', environment } as const;
    expect(searchBrowser({ ...place, isExecutable: only('/opt/mine', '/usr/bin/chromium') })).toEqual({
      found: true,
      path: '/opt/mine',
    });
    expect(searchBrowser({ ...place, isExecutable: only('/usr/bin/chromium') })).toEqual({
      found: false,
      text: 'CROSSBOOK_BROWSER names /opt/mine, which is not a program here.',
    });
  });

  test.each([
    ['linux', { PATH: '/a:/b' }, '/b/chromium'],
    ['linux', { PATH: '' }, '/usr/bin/google-chrome'],
    ['linux', {}, '/snap/bin/chromium'],
    ['darwin', { HOME: '/Users-me' }, '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
    ['darwin', { HOME: '/Users-me' }, '/Users-me/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['win32', { ProgramFiles: 'C:\\P' }, 'C:\\P\\Google\\Chrome\\Application\\chrome.exe'],
    ['win32', { 'ProgramFiles(x86)': 'C:\\X' }, 'C:\\X\\Microsoft\\Edge\\Application\\msedge.exe'],
  ] as const)('is found on %s with %j at %s', (platform, environment, path) => {
    expect(searchBrowser({ platform, environment, isExecutable: only(path) })).toEqual({ found: true, path });
  });

  test('is missed with a sentence that helps', () => {
    const search = searchBrowser({ platform: 'linux', environment: { PATH: '/a' }, isExecutable: () => false });
    expect(search).toMatchObject({ found: false, text: expect.stringContaining('CROSSBOOK_BROWSER') });
  });

  test('can be seen where there is a display', () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('darwin', {})).toBe(true);
    expect(hasDisplay('win32', {})).toBe(true);
  });
});

describe('the browser as a window', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crossbook-browser-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** A program that notes its arguments and then does as it is told. */
  async function program(body: string): Promise<string> {
    const path = join(folder, 'program');
    await writeFile(path, `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/arguments'\n${body}\n`);
    await chmod(path, 0o700);
    return path;
  }

  const URL_WITH_KEY = 'http://127.0.0.1:1/#token=x&host="<y';

  const opened = (executable: string) => {
    const { promise, resolve } = Promise.withResolvers<string | null>();
    const profile = join(folder, 'profile');
    const window = openBrowserWindow({ executable, url: URL_WITH_KEY, profile, isRoot: false, onEnd: resolve });
    return { end: promise, window };
  };

  const opening = (): string => join(folder, 'profile', 'opening.html');

  test('is in app mode, has a profile of its own and says nothing in the background', async () => {
    expect(await opened(await program('exit 0')).end).toBeNull();
    const given = (await readFile(join(folder, 'arguments'), 'utf8')).trim().split('\n');
    expect(given).toEqual(browserArguments(pathToFileURL(opening()).href, join(folder, 'profile'), false));
    expect(given).toContain(`--user-data-dir=${join(folder, 'profile')}`);
    for (const word of [
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ]) {
      expect(given).toContain(word);
    }
    expect(given).not.toContain('--no-sandbox');
  });

  test('is led to its address by a file that only its owner can read, and that goes when the page has come', async () => {
    const { end, window } = opened(await program('exit 0'));
    expect(await readFile(opening(), 'utf8')).toContain(
      'content="0;url=http://127.0.0.1:1/#token=x&amp;host=&quot;&lt;y"',
    );
    expect((await stat(opening())).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'profile'))).mode & 0o777).toBe(0o700);
    await end;
    expect(await readFile(join(folder, 'arguments'), 'utf8')).not.toContain('token');
    window.arrived();
    expect(await readdir(join(folder, 'profile'))).toEqual([]);
  });

  test('takes the file away that a crash left, whatever it is now', async () => {
    await mkdir(join(folder, 'profile'), { mode: 0o700 });
    await writeFile(join(folder, 'kept'), 'kept');
    await symlink(join(folder, 'kept'), opening());
    const { end, window } = opened(await program('exit 0'));
    await end;
    expect(await readFile(join(folder, 'kept'), 'utf8')).toBe('kept');
    expect((await lstat(opening())).isFile()).toBe(true);
    window.close();
    window.arrived();
    expect(await readdir(join(folder, 'profile'))).toEqual([]);
  });

  test('gives up its sandbox for root alone', () => {
    expect(browserArguments('u', 'p', true)).toContain('--no-sandbox');
  });

  test('says what went wrong', async () => {
    const path = await program('exit 3');
    expect(await opened(path).end).toBe(`${path} ended with code 3.`);
    expect(await opened(join(folder, 'none')).end).toMatch(/could not be started/);
  });

  test('is closed with Crossbook', async () => {
    const { end, window } = opened(await program('exec sleep 60'));
    window.close();
    expect(await end).toBeNull();
    window.close();
    expect(await readdir(join(folder, 'profile'))).toEqual([]);
  });
});
