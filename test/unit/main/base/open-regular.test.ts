/** Files that are named by a user or found in a folder: only regular ones are opened, and nothing waits for a pipe. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorText } from '../../../../src-main/base/error-text.ts';
import { withFileLock } from '../../../../src-main/base/file-lock.ts';
import { readJsonFile } from '../../../../src-main/base/json-file.ts';
import { openRegular, readRegular } from '../../../../src-main/base/open-regular.ts';
import { readProcessMark } from '../../../../src-main/base/process-mark.ts';
import { CatalogStore } from '../../../../src-main/catalog/catalog-store.ts';
import { runLinksCommand } from '../../../../src-main/cli/links-command.ts';
import { importRecording } from '../../../../src-main/import/session-import.ts';
import { loadKey } from '../../../../src-main/profile/secrets.ts';
import { recoverSessions } from '../../../../src-main/session/recovery.ts';
import { openSession } from '../../../../src-main/session/session-reader.ts';
import { SessionsStore } from '../../../../src-main/session/sessions-store.ts';

const PIPE = 'it is not a regular file but a pipe, a socket or a device';
const isPosix = process.platform !== 'win32';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-regular-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A named pipe that nobody ever writes to. */
function pipe(...name: string[]): string {
  const path = join(folder, ...name);
  execFileSync('mkfifo', [path]);
  return path;
}

const textOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'it was opened', errorText);

describe('a regular file', () => {
  test('is read whole, through a link too, up to the limit', async () => {
    const path = join(folder, 'file');
    await writeFile(path, 'text');
    await symlink(path, join(folder, 'link'));
    expect(String(await readRegular(join(folder, 'link'), 4))).toBe('text');
    expect(await textOf(readRegular(path, 3))).toBe('it has more than 3 bytes');
    await (await openRegular(path)).close();
  });

  test('is told from a folder, and from nothing', async () => {
    await mkdir(join(folder, 'sub'));
    expect(await textOf(openRegular(join(folder, 'sub')))).toBe('it is a folder');
    expect(await textOf(openRegular(join(folder, 'none')))).toBe('it does not exist');
  });

  test.skipIf(!isPosix)('is told from a pipe, a device and a socket', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve));
    try {
      for (const path of [pipe('pipe'), '/dev/zero', join(folder, 'socket')]) {
        expect([path, await textOf(openRegular(path))]).toEqual([path, PIPE]);
        expect(await textOf(readRegular(path, 9))).toBe(PIPE);
      }
    } finally {
      server.close();
    }
  });
});

describe.skipIf(!isPosix)('a pipe in the place of', () => {
  test('settings, a lock or a mark is passed over', async () => {
    const settings = pipe('settings.json');
    expect(await readJsonFile(settings, new Date(0))).toEqual({
      found: 'broken',
      text: `${settings} cannot be read (${PIPE})`,
    });
    expect(await readProcessMark(pipe('mark.json'))).toBe('none');
    pipe('links.json.lock');
    await expect(withFileLock(join(folder, 'links.json'), async () => {}, 50)).rejects.toThrow(
      'Another program is changing links.json. Try again in a moment.',
    );
  });

  test('a key is told in words', async () => {
    const key = { keyId: 'abc', privateKeyPath: pipe('key.pem') };
    const settings = { enabled: true, endpoints: {}, key };
    expect(await loadKey({ venue: { id: 'one', name: 'One' }, settings, folder, vault: null })).toEqual({
      ok: false,
      problem: 'unreadable',
      text: `One's key file ${key.privateKeyPath} cannot be read (${PIPE}), so its books are polled, not streamed. Point privateKeyPath in settings.json at a file that you may read.`,
    });
  });

  test('links or a recording to import is refused', async () => {
    const path = pipe('given');
    const command = { command: 'links', action: 'import', operands: [path] } as unknown as Parameters<
      typeof runLinksCommand
    >[0];
    await expect(runLinksCommand(command, join(folder, 'links.json'), new Date(0))).rejects.toThrow(
      `${path} cannot be read: ${PIPE}.`,
    );
    await expect(importRecording({ path, folder: join(folder, 'sessions'), app: 'test' })).rejects.toThrow(
      `${path} cannot be read: ${PIPE}.`,
    );
  });

  test('a part of a session is damage, and stops no list and no repair', async () => {
    await mkdir(join(folder, '2026-05-04T14-00-00Z'));
    pipe('2026-05-04T14-00-00Z', '0001.mcap');
    pipe('alone.mcap');
    const cards = await new SessionsStore(folder).list();
    expect(cards.map(({ id, state }) => [id, state]).sort()).toEqual([
      ['2026-05-04T14-00-00Z', 'damaged'],
      ['alone', 'damaged'],
    ]);
    for (const { text } of cards) expect(text).toContain(PIPE);
    const repaired = await recoverSessions(folder);
    expect(repaired.map(({ text }) => text)).toEqual([
      `The session 2026-05-04T14-00-00Z could not be looked at for repair (${PIPE}); its files are as they were.`,
    ]);
    await expect(openSession(join(folder, '2026-05-04T14-00-00Z'))).rejects.toThrow(PIPE);
  });

  test('the list of markets is set aside', () => {
    const store = CatalogStore.open(pipe('catalog.sqlite'), 0);
    expect(store.problem).toContain(`could not be read (${PIPE}); it was set aside as`);
    store.close();
  });
});
