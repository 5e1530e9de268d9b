/** The log on disk: what is written, what is not, and how much of it is kept. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type LogFileOptions, openLogFile, redactor } from '../../../../src-main/base/log-file.ts';

let parent: string;
let folder: string;
const failures: string[] = [];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'crossbook-log-'));
  folder = join(parent, 'log');
  failures.length = 0;
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const open = (options: Partial<LogFileOptions> = {}) =>
  openLogFile({ folder, level: 'info', secrets: [], onFailure: (text) => failures.push(text), ...options });

async function lines(): Promise<Record<string, unknown>[]> {
  const files = (await readdir(folder)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.flatMap((text) => text.split('\n').filter(Boolean)).map((line) => JSON.parse(line));
}

test('writes events as lines of JSON that only the owner may read', async () => {
  const log = await open();
  log.write('warn', { code: 'FEED_CLOSED', connection: 3 }, 'It closed.');
  await log.close();
  expect(await lines()).toMatchObject([
    { level: 'warn', code: 'FEED_CLOSED', connection: 3, text: 'It closed.', time: expect.stringMatching(/Z$/) },
  ]);
  const [file] = await readdir(folder);
  if (process.platform !== 'win32') expect((await stat(join(folder, file!))).mode & 0o077).toBe(0);
});

test.each([
  ['debug', ['debug', 'info', 'warn', 'error']],
  ['warn', ['warn', 'error']],
  ['error', ['error']],
] as const)('at level %s writes %j', async (level, written) => {
  const log = await open({ level });
  for (const one of ['debug', 'info', 'warn', 'error'] as const) log.write(one, {}, one);
  await log.close();
  expect((await lines()).map((line) => line.level)).toEqual(written);
});

test('writes no key, token, signature or path of a private key', async () => {
  const path = '/home/me/keys/venue.pem';
  const secrets = ['/home/me/keys', path, 'a952bcbe-ec3b', 'C:\\keys\\mine.pem'];
  const log = await open({ secrets });
  log.write(
    'error',
    { stack: `at ${path}:1 token=abcdef0123&x=1` },
    `The key file ${path} of a952bcbe-ec3b "is" gone.`,
  );
  log.write('info', { url: 'http://127.0.0.1:1/#token=deadbeef', file: secrets[3] }, 'wss://me:pass@host/ws');
  log.write('info', {}, `-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- stays`);
  log.write('info', {}, `-----BEGIN PRIVATE KEY-----\nMIIE cut`);
  await log.close();
  const written = await lines();
  expect(written).toMatchObject([
    { stack: 'at [redacted]:1 token=[redacted]&x=1', text: 'The key file [redacted] of [redacted] "is" gone.' },
    { url: 'http://127.0.0.1:1/#token=[redacted]', file: '[redacted]', text: 'wss://[redacted]@host/ws' },
    { text: '[redacted] stays' },
    { text: '[redacted]' },
  ]);
});

test('leaves texts without a secret as they are', () => {
  const line = '{"text":"The key: none. A token is wanted, see https://example.com/a@b."}\n';
  expect(redactor(['abc', ''])(line)).toBe(line);
});

test('keeps three files, the newest', async () => {
  const log = await open({ fileMibMax: 0.001 });
  const names = (): Promise<string[]> => readdir(folder);
  for (let number = 2; number <= 6; number++) {
    log.write('info', { number }, 'x'.repeat(2_000));
    await vi.waitFor(async () => expect(await names()).toContain(`crossbook.${number}.log`), { timeout: 10_000 });
  }
  await vi.waitFor(async () => expect((await names()).sort()).toEqual([4, 5, 6].map((at) => `crossbook.${at}.log`)));
  await log.close();
  expect((await lines()).map(({ number }) => number)).toEqual([5, 6]);
});

test('a folder that cannot be made costs the log, not the app', async () => {
  await writeFile(folder, 'in the way');
  const log = await open();
  log.write('error', {}, 'lost');
  await log.close();
  expect(failures).toEqual([
    expect.stringMatching(/^The log in .* cannot be written \(.*\); Crossbook works without it\.$/),
  ]);
});
