/** Which host shows the app, and what the user is told about it. */
import { describe, expect, test } from 'vitest';
import type { ElectronSearch } from '../../../../src-main/host/electron-binary.ts';
import { chooseHost, type HostChoice, type HostQuestion } from '../../../../src-main/host/host-choice.ts';

const present: ElectronSearch = { found: true, path: '/e' };
const absent: ElectronSearch = { found: false, version: '45.0.0', text: 'Electron 45.0.0 is not here.' };
const window = { opensWindow: true, host: null, devUrl: null } as const;

/** Chooses, and notes whether Electron was looked for. */
async function choose(
  question: Partial<HostQuestion>,
  electron = absent,
): Promise<{ choice: HostChoice; asked: boolean }> {
  let asked = false;
  const choice = await chooseHost({
    command: window,
    environment: {},
    hasDisplay: true,
    ...question,
    async electron() {
      asked = true;
      return electron;
    },
  });
  return { choice, asked };
}

describe('the host', () => {
  test('is Electron where it can be had', async () => {
    expect((await choose({}, present)).choice).toEqual({ host: 'electron', executable: '/e' });
  });

  test('is Node otherwise, with one sentence', async () => {
    expect((await choose({})).choice).toEqual({
      host: 'node',
      text: 'Electron 45.0.0 is not here. Crossbook runs on Node instead and looks the same.',
    });
  });

  test.each([
    [{ environment: { CROSSBOOK_HOST: 'node' } }],
    [{ command: { ...window, host: 'node' } }],
    [{ command: { ...window, opensWindow: false } }],
    [{ command: { ...window, devUrl: 'http://localhost:5173' } }],
  ] as const)('is Node without a word or a look when it is asked for by %j', async (question) => {
    expect(await choose(question, present)).toEqual({ choice: { host: 'node', text: '' }, asked: false });
  });

  test('is Node where no window can be seen, and Electron is not fetched', async () => {
    const { choice, asked } = await choose({ hasDisplay: false }, present);
    expect(choice).toEqual({
      host: 'node',
      text: 'There is no display on this machine, so Crossbook opens no window.',
    });
    expect(asked).toBe(false);
  });

  test('is none when Electron is demanded and cannot be', async () => {
    const demands = [{ environment: { REQUIRE_ELECTRON: '1' } }, { command: { ...window, host: 'electron' } }] as const;
    for (const demand of demands) {
      expect((await choose(demand)).choice).toEqual({
        host: 'none',
        text: 'Electron is required: Electron 45.0.0 is not here.',
      });
      expect((await choose({ ...demand, hasDisplay: false }, present)).choice).toMatchObject({ host: 'none' });
      expect((await choose(demand, present)).choice).toMatchObject({ host: 'electron' });
    }
  });

  test('on the command line beats the one in the environment', async () => {
    const command = { ...window, host: 'electron' } as const;
    const environment = { CROSSBOOK_HOST: 'node' };
    expect((await choose({ command, environment }, present)).choice).toMatchObject({ host: 'electron' });
  });

  test('cannot be Electron without a window', async () => {
    const command = { ...window, opensWindow: false, host: 'electron' } as const;
    expect((await choose({ command }, present)).choice).toMatchObject({
      host: 'none',
      text: expect.stringContaining('--no-open'),
    });
  });
});
