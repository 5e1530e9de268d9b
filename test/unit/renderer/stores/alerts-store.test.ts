/** Checks that what the user does with the alert log can be undone. */
import { beforeEach, describe, expect, it } from 'vitest';
import { askAlertsWith, clearLog } from '../../../../src-renderer/stores/alerts-store.ts';
import { type Toast, toastsStore } from '../../../../src-renderer/stores/toasts-store.ts';

const asked: string[] = [];
let isRefused = false;

async function note(name: string): Promise<void> {
  asked.push(name);
  if (isRefused) throw new Error('no connection');
}

/** The next toast. */
const nextToast = (): Promise<Toast> =>
  new Promise((resolve) => {
    const end = toastsStore.subscribe((toasts) => {
      end();
      resolve(toasts.at(-1)!);
    });
  });

beforeEach(() => {
  asked.length = 0;
  isRefused = false;
  toastsStore.setState([], true);
  askAlertsWith({
    setAlertRules: () => note('setAlertRules'),
    acknowledgeAlerts: () => note('acknowledgeAlerts'),
    clearAlerts: () => note('clearAlerts'),
    restoreAlerts: () => note('restoreAlerts'),
  });
});

describe('the log of alerts', () => {
  it('offers to be brought back once it is cleared', async () => {
    const told = nextToast();
    clearLog();
    const { action } = await told;
    expect([asked, action?.label]).toEqual([['clearAlerts'], 'Undo']);
    action?.run();
    expect(asked).toEqual(['clearAlerts', 'restoreAlerts']);
  });

  it('offers nothing when it was not cleared, and says why', async () => {
    isRefused = true;
    const told = nextToast();
    clearLog();
    expect(await told).toMatchObject({
      level: 'error',
      text: 'The alerts were not saved: no connection',
      action: null,
    });
  });
});
