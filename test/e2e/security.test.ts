/** The page is anybody's to fetch; the data is not. What the page may not do, and who can see its key. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { makeProfile } from './app/profile.ts';
import { expect, test } from './fixtures.ts';
import { LOST_CONNECTION } from './window/page-watch.ts';
import { shoot } from './window/shot.ts';

test.skip(({ targetName }) => targetName === 'electron', 'The window of the desktop app has no address.');

test('the token leaves the address bar, and a reload still works', async ({ open }) => {
  const { page, url } = await open('live');
  await expect(page.getByTestId('mode')).toHaveText('LIVE');
  expect(new URL(url!).hash).toMatch(/^#token=.{43}$/);
  expect(new URL(page.url()).hash).toBe('');
  await page.reload();
  await expect(page.getByTestId('mode')).toHaveText('LIVE');
});

for (const [title, says, change] of [
  [
    'with a wrong token',
    'its key is not the one of this start',
    (url: string) => url.replace(/token=.{4}/, 'token=0000'),
  ],
  ['without a token', 'opened without its key', (url: string) => url.replace(/#.*/, '')],
] as const) {
  test(`opened ${title} the page says what to do and shows no data`, async ({ open, exchange }) => {
    const { page, url, watch } = await open('live');
    await expect(page.getByTestId('mode')).toHaveText('LIVE');
    watch.allow(LOST_CONNECTION);
    await page.evaluate(() => sessionStorage.clear());
    await page.goto('about:blank');
    await page.goto(change(url!));
    const banner = page.getByRole('status').filter({ hasText: 'Open the whole address that Crossbook printed' });
    await expect(banner).toContainText(says);
    await expect(page.getByTestId('mode')).not.toHaveText(/LIVE|DEMO/);
    await expect(page.getByRole('tab')).toHaveCount(0);
    const text = await page.locator('body').innerText();
    for (const { title: market } of exchange.links) expect(text).not.toContain(market);
    await shoot(page, `18-${title.replaceAll(' ', '-')}`);
  });
}

test('the page runs no script but its own, and reaches no address but its own', async ({ open }) => {
  const { page, watch } = await open('live');
  await expect(page.getByTestId('mode')).toHaveText('LIVE');
  watch.allow(
    /Content Security Policy|violates the following|Refused to|Failed to fetch|ERR_BLOCKED_BY_CSP|request to https:\/\/evil\.example/,
  );
  const refused = await page.evaluate(async () => {
    const told: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => told.push(event.effectiveDirective));
    const add = (tag: string, set: (element: HTMLElement) => void): Promise<void> =>
      new Promise((resolve) => {
        const before = told.length;
        const element = document.createElement(tag);
        set(element);
        document.body.append(element);
        const look = (): void => {
          if (told.length > before) {
            element.remove();
            resolve();
          } else setTimeout(look, 5);
        };
        look();
      });
    await add('script', (element) => {
      element.textContent = 'window.ran = true';
    });
    await add('script', (element) => element.setAttribute('src', 'https://evil.example/x.js'));
    await add('iframe', (element) => element.setAttribute('src', 'https://evil.example/'));
    await add('img', (element) => element.setAttribute('src', 'https://evil.example/x.png'));
    await add('div', (element) => element.setAttribute('onclick', 'window.ran = true'));
    await fetch('https://evil.example/').catch(() => {});
    try {
      new WebSocket('ws://127.0.0.1:1/');
    } catch {
      // Some versions throw, others only tell.
    }
    let evaluated = true;
    try {
      // biome-ignore lint/security/noGlobalEval: that it cannot be used is what is shown.
      evaluated = globalThis.eval('true') === true;
    } catch {
      evaluated = false;
    }
    await new Promise((resolve) => setTimeout(resolve));
    return { told: [...new Set(told)].sort(), ran: 'ran' in window, evaluated };
  });
  expect(refused.ran).toBe(false);
  expect(refused.evaluated).toBe(false);
  expect(refused.told).toEqual(
    expect.arrayContaining(['connect-src', 'frame-src', 'img-src', 'script-src-attr', 'script-src-elem']),
  );
});

test('the page’s key is on no command line, and what led the browser to it is gone', async ({ executable }) => {
  test.skip(process.platform !== 'linux', 'Other systems do not list processes in files.');
  const { dataDir, remove } = await makeProfile(null, 'none');
  const cli = fileURLToPath(new URL('../../src-main/cli.ts', import.meta.url));
  // A browser that needs no screen, otherwise started as Crossbook starts it.
  const browser = join(dataDir, 'browser-without-screen');
  await mkdir(dataDir, { recursive: true });
  await writeFile(browser, `#!/bin/sh\nexec '${executable}' --headless=new --no-sandbox "$@"\n`);
  await chmod(browser, 0o700);
  const app = spawn(
    process.execPath,
    [cli, 'demo', '--host', 'node', '--json', '--data', dataDir, '--exit-with-stdin'],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, CROSSBOOK_BROWSER: browser, DISPLAY: process.env.DISPLAY ?? ':0' },
    },
  );
  const ended = once(app, 'exit');
  try {
    const [line] = (await once(createInterface({ input: app.stdout }), 'line')) as [string];
    const token = new URL((JSON.parse(line) as { url: string }).url).hash.slice('#token='.length);
    expect(token).toHaveLength(43);
    const opening = join(dataDir, 'browser', 'opening.html');
    // The file goes when the page has connected, so the page had the key.
    await expect.poll(() => existsSync(join(dataDir, 'browser', 'Local State'))).toBe(true);
    await expect.poll(() => existsSync(opening), { timeout: 20_000 }).toBe(false);
    const lines = await commandLines();
    expect(lines.filter((one) => one.includes('opening.html'))).not.toEqual([]);
    expect(lines.filter((one) => one.includes(token))).toEqual([]);
  } finally {
    app.stdin.end();
    await ended;
    await remove();
  }
});

/** The command lines of all processes, as any user of the machine can read them. */
async function commandLines(): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')));
}
