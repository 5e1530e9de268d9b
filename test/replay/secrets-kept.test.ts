/** The key of a venue, and what is signed with it, are nowhere but where they belong. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src-main/session/session-reader.ts';
import type { MainToWindow, WindowToMain } from '../../src-shared/contract/window-main.ts';
import { portPair } from '../unit/port-pair.ts';
import { type ExchangeApp, startExchangeApp } from './exchange-app.ts';

let running: ExchangeApp;
let pem = '';
let session = '';

beforeAll(async () => {
  running = await startExchangeApp(0);
  const { app, folder, exchange, settled } = running;
  const keyFile = (await filesBelow(folder)).find((path) => /\.(pem|key)$/.test(path));
  pem = await readFile(keyFile!, 'utf8');
  await settled();
  await app.recording.start([]);
  session = app.recording.state!.session;
  await exchange.advance(2_000);
  await settled();
  await app.recording.stop();
});

afterAll(() => running.stop());

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The lines of the key, and the words that stand beside a signature. */
function secrets(): RegExp[] {
  const lines = pem.split('\n').filter((line) => /^[A-Za-z0-9+/=]{40,}$/.test(line));
  expect(lines.length).toBeGreaterThan(5);
  return [...lines.map((line) => new RegExp(line.replace(/[+/]/g, '\\$&'))), /PRIVATE KEY/, /ACCESS-SIGNATURE/i];
}

const found = (text: string): string[] =>
  secrets()
    .filter((secret) => secret.test(text))
    .map(String);

describe('the key', () => {
  it('is in no file but its own', async () => {
    const files = await filesBelow(running.folder);
    expect(files.length).toBeGreaterThan(1);
    for (const path of files) {
      if (/\.(pem|key)$/.test(path)) continue;
      expect([path, found(await readFile(path, 'latin1'))]).toEqual([path, []]);
    }
  });

  it('is in no message, event or setting of a recorded session', async () => {
    const reader = await openSession(join(running.folder, 'sessions', session));
    let frames = 0;
    for await (const items of reader.items()) {
      for (const item of items) {
        if (item.kind === 'frame') frames++;
        const text = item.kind === 'frame' ? Buffer.from(item.bytes).toString('latin1') : JSON.stringify(item);
        expect(found(text)).toEqual([]);
      }
    }
    expect(frames).toBeGreaterThan(500);
    expect(found(JSON.stringify(await reader.catalog()))).toEqual([]);
  });

  it('is neither in the log, nor in the report, nor told to a window', async () => {
    const { app, folder } = running;
    const { near, far, heard } = portPair<MainToWindow, WindowToMain>();
    app.attachWindow(1, near);
    far.post({ kind: 'request', id: 1, name: 'report', ask: {} });
    await heard.until((items) => items.find((item) => 'kind' in item && item.kind === 'answer'));
    const told = heard.items.map((item) => JSON.stringify(item));
    expect(told.at(-1)).toContain('Last events');
    const all = [JSON.stringify(app.events()), JSON.stringify(app.health()), ...told];
    for (const text of all) {
      expect(found(text)).toEqual([]);
      // Nor is where it lies.
      expect(text).not.toContain(`${folder}/demo-`);
      expect(text).not.toMatch(/\.pem|\.key"/);
    }
  });
});
