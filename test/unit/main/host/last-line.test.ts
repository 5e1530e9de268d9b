/** Errors that nothing handled, in a process of their own: they would end this one. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const source = (path: string): string => new URL(`../../../../src-main/${path}`, import.meta.url).href;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-last-line-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs `body` under the handlers. `stop` prints, and takes a moment as closing a recording does. */
function run(body: string): Promise<{ code: number; printed: string; said: string }> {
  const script = `
    import { openLogFile } from '${source('base/log-file.ts')}';
    import { EventLog } from '${source('app/controllers/event-log.ts')}';
    import { guardProcess } from '${source('host/last-line.ts')}';
    const logFile = await openLogFile({ folder: ${JSON.stringify(folder)}, level: 'info', secrets: [], onFailure: console.error });
    const log = new EventLog();
    log.added.on(({ code }) => console.log('shown ' + code));
    const stop = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      console.log('recording closed');
      await logFile.close();
    };
    const say = (text) => console.error(text);
    guardProcess({ opened: { log, logFile, stop }, say, exit: process.exit });
    ${body}`;
  return new Promise((resolve) => {
    execFile(process.execPath, ['--input-type=module', '-e', script], (error, printed, said) =>
      resolve({ code: Number(error?.code ?? 0), printed, said }),
    );
  });
}

async function logged(): Promise<readonly Record<string, unknown>[]> {
  const [file] = await readdir(folder);
  const text = await readFile(join(folder, file!), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

test('an exception is logged and shown, and the app ends in order', async () => {
  const { code, printed, said } = await run(
    "setTimeout(() => { throw new Error('a wheel came off'); }, 1); setInterval(() => {}, 1e6);",
  );
  expect(code).toBe(1);
  expect(printed.trim().split('\n')).toEqual(['shown APP_EXCEPTION', 'recording closed']);
  expect(said.trim()).toBe('Crossbook failed (a wheel came off) and is closing.');
  expect(await logged()).toMatchObject([
    { level: 'error', code: 'APP_EXCEPTION', stack: expect.stringContaining('a wheel came off\n    at') },
  ]);
});

test('a rejected promise is logged and shown, and the app goes on', async () => {
  const { code, printed } = await run(
    "Promise.reject(new Error('no answer')); setTimeout(async () => { console.log('still here'); await stop(); }, 50);",
  );
  expect(code).toBe(0);
  expect(printed.trim().split('\n')).toEqual(['shown APP_REJECTION', 'still here', 'recording closed']);
  expect(await logged()).toMatchObject([{ code: 'APP_REJECTION', text: expect.stringContaining('(no answer)') }]);
});
