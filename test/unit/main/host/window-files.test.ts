/** The built window as it is read from disk, and the policy it is served with. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WINDOW_FILES_MAX } from '../../../../src-main/host/bridge-limits.ts';
import { fileAt, readWindowFiles } from '../../../../src-main/host/window-files.ts';
import { windowHeaders } from '../../../../src-main/host/window-policy.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-window-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('the built window', () => {
  test('is every file below the folder, the page also under /', async () => {
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), 'page');
    await writeFile(join(folder, 'assets', 'font.woff2'), 'font');
    await writeFile(join(folder, 'assets', 'odd.xyz'), '?');
    const files = await readWindowFiles(folder);
    expect([...files.keys()].sort()).toEqual(['/', '/assets/font.woff2', '/assets/odd.xyz', '/index.html']);
    expect(files.get('/')).toBe(files.get('/index.html'));
    expect(files.get('/assets/font.woff2')?.type).toBe('font/woff2');
    expect(files.get('/assets/odd.xyz')?.type).toBe('application/octet-stream');
    expect(fileAt(files, '/index.html?x#y')?.type).toBe('text/html; charset=utf-8');
    expect(fileAt(files, '/assets')).toBeUndefined();
  });

  test('does not follow a link out of the folder', async () => {
    await writeFile(join(folder, 'index.html'), 'page');
    await symlink(import.meta.filename, join(folder, 'link.js'));
    expect([...(await readWindowFiles(folder)).keys()]).toEqual(['/index.html', '/']);
  });

  test('is missed with one sentence that says what to run', async () => {
    await expect(readWindowFiles(join(folder, 'none'))).rejects.toThrow(/^The window is not built .*npm run build/);
  });

  test('is refused when the folder is something else', async () => {
    await Promise.all(
      Array.from({ length: WINDOW_FILES_MAX + 1 }, (_, index) => writeFile(join(folder, `${index}`), '')),
    );
    await expect(readWindowFiles(folder)).rejects.toThrow(/more than a built window/);
  });
});

describe('the policy', () => {
  test('lets the page connect to the addresses given and to no others', () => {
    const policy = windowHeaders(['ws://127.0.0.1:1'])['Content-Security-Policy'] ?? '';
    expect(policy).toContain("connect-src 'self' ws://127.0.0.1:1;");
    expect(windowHeaders([])['Content-Security-Policy']).toContain("connect-src 'self';");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });
});
