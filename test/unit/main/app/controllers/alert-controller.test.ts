/** The alerts' desk: what was seen becomes a line of the log, words and a notification, once; rules and log are remembered. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  AlertController,
  type AlertControllerOptions,
} from '../../../../../src-main/app/controllers/alert-controller.ts';
import type { MainToWindow } from '../../../../../src-shared/contract/window-main.ts';
import type { Alert, AlertMemory, AlertRule } from '../../../../../src-shared/domain/alert.ts';
import { ALERT_LOG_MAX } from '../../../../../src-shared/domain/limits.ts';
import type { Listing } from '../../../../../src-shared/domain/listing.ts';
import { alertRules, sighting } from '../../../../contract/alert-messages.ts';
import { app, BrowserWindow, Notification } from '../../../../fakes/electron.ts';

vi.mock('electron', () => import('../../../../fakes/electron.ts'));
const { electronNotifier } = await import('../../../../../src-main/host/electron/electron-notifier.ts');

const rules = alertRules.map((rule): AlertRule => ({ ...rule, enabled: true, notify: true }));
const byKind = (kind: string): AlertRule => rules.find(({ when }) => when.kind === kind)!;

class Desk {
  readonly pushed: MainToWindow[] = [];
  readonly saved: AlertMemory[] = [];
  readonly given: (readonly AlertRule[])[] = [];
  readonly desk: AlertController;

  constructor(changes: Partial<AlertControllerOptions> = {}) {
    this.desk = new AlertController({
      memory: { rules, log: [] },
      notifier: null,
      save: (memory) => this.saved.push(memory),
      push: (message) => this.pushed.push(message),
      listing: (id) => (id === 'one:0xabc' ? ({ title: 'Rain?', resolution: 'yes' } as Listing) : undefined),
      linkTitle: (id) => (id === 'link:rain' ? 'Rain, anywhere' : null),
      venueName: () => 'One',
      ...changes,
    });
    this.desk.changed.on((given) => this.given.push(given));
  }

  get told(): readonly string[] {
    return this.desk.greeting().log.map(({ title, text }) => `${title}: ${text}`);
  }
}

afterEach(() => {
  Notification.shown.length = 0;
  BrowserWindow.all.length = 0;
  BrowserWindow.inFront = null;
  app.removeAllListeners();
});

describe('what the engine saw', () => {
  test('is put into words by its kind', () => {
    const desk = new Desk();
    const see = (kind: string, more: object): void => desk.desk.take({ ...sighting, rule: byKind(kind).id, ...more });
    see('price', { priceMicros: 455_000 });
    see('spread', { priceMicros: -12_500 });
    see('edge', { listing: 'link:rain', priceMicros: 12_078, sizeMicros: 1_300_001_999 });
    see('wall', { priceMicros: 440_000, sizeMicros: 12_500_500_000, side: 'bid' });
    see('trade', { priceMicros: 410_000, sizeMicros: 1_219_512_196, side: 'ask' });
    see('feed', { listing: '', reason: 'disconnected', books: 25 });
    see('resolution', {});
    expect(desk.told).toEqual([
      'Rain?: Mid at 45.5¢ (alert at or above 45.5¢).',
      'Rain?: Spread at -1.25¢ (alert at or below -1¢).',
      'Rain, anywhere: Edge of 1.2¢ after fees for 1,300 contracts (alert at 1¢).',
      'Rain?: Bid wall: 12,500.5 at 44¢.',
      'Rain?: $500 sold: 1,219.51 at 41¢.',
      'One: 25 books are not live: The connection was lost. The last known levels are shown greyed until a new snapshot arrives.',
      'Rain?: Resolved: YES.',
    ]);
    expect(desk.pushed.map(({ kind }) => kind)).toEqual(Array.from({ length: 7 }, () => 'alert'));
    expect(desk.saved.at(-1)?.log).toEqual(desk.desk.greeting().log);
  });

  test('of a link has the link’s title and leads to the link', () => {
    const desk = new Desk({ memory: { rules: [{ ...rules[0]!, target: 'link:rain' }], log: [] } });
    desk.desk.take(sighting);
    expect(desk.desk.greeting().log[0]).toMatchObject({ title: 'Rain, anywhere', target: 'link:rain' });
  });

  test('by a rule that is gone or off since is nothing any more', () => {
    const desk = new Desk({ memory: { rules: [{ ...rules[0]!, enabled: false }], log: [] } });
    desk.desk.take(sighting);
    desk.desk.take({ ...sighting, rule: 'gone' });
    expect(desk.told).toEqual([]);
  });

  test('of a venue by several shards is told once in the quiet time', () => {
    const desk = new Desk();
    const see = (atMs: number): void =>
      desk.desk.take({ ...sighting, rule: byKind('feed').id, listing: '', books: 3, atMs });
    see(1_000);
    see(1_200);
    see(1_000 + byKind('feed').quietMs);
    expect(desk.told).toHaveLength(2);
  });
});

describe('the log', () => {
  test('is bounded, numbered on, marked as seen one by one or all, and cleared', () => {
    const alert: Alert = {
      ...new Desk().desk.greeting().log[0]!,
      id: 41,
      title: '',
      text: '',
      acknowledged: false,
    } as Alert;
    const desk = new Desk({ memory: { rules, log: [alert] } });
    const { acknowledgeAlerts, clearAlerts } = desk.desk.handlers();
    for (let at = 0; at < ALERT_LOG_MAX; at++) desk.desk.take(sighting);
    const { log } = desk.desk.greeting();
    expect([log.length, log[0]?.id, log.at(-1)?.id]).toEqual([ALERT_LOG_MAX, 42, 41 + ALERT_LOG_MAX]);
    acknowledgeAlerts({ ids: [42] });
    expect(desk.desk.greeting().log.filter(({ acknowledged }) => acknowledged)).toHaveLength(1);
    acknowledgeAlerts({ ids: [] });
    expect(desk.desk.greeting().log.every(({ acknowledged }) => acknowledged)).toBe(true);
    clearAlerts({});
    expect(desk.saved.at(-1)).toEqual({ rules, log: [] });
  });

  test('that was cleared comes back once, before what came since, and is remembered and shown', () => {
    const desk = new Desk();
    const { clearAlerts, restoreAlerts } = desk.desk.handlers();
    const ids = (): readonly number[] => desk.desk.greeting().log.map(({ id }) => id);
    desk.desk.take(sighting);
    desk.desk.take(sighting);
    clearAlerts({});
    // Another window clears what is empty already.
    clearAlerts({});
    desk.desk.take(sighting);
    restoreAlerts({});
    expect(ids()).toEqual([1, 2, 3]);
    expect(desk.saved.at(-1)?.log).toEqual(desk.desk.greeting().log);
    expect(desk.pushed.at(-1)).toEqual(desk.desk.greeting());
    restoreAlerts({});
    expect(ids()).toEqual([1, 2, 3]);
  });

  test('that was cleared stays bounded when it comes back', () => {
    const desk = new Desk();
    const { clearAlerts, restoreAlerts } = desk.desk.handlers();
    for (let at = 0; at < ALERT_LOG_MAX; at++) desk.desk.take(sighting);
    clearAlerts({});
    desk.desk.take(sighting);
    restoreAlerts({});
    const { log } = desk.desk.greeting();
    expect([log.length, log[0]?.id, log.at(-1)?.id]).toEqual([ALERT_LOG_MAX, 2, ALERT_LOG_MAX + 1]);
  });
});

describe('the rules', () => {
  test('go to the engine, to the windows and into memory, and say what must be followed', () => {
    const desk = new Desk({ memory: { rules: [], log: [] } });
    expect(desk.desk.targets()).toEqual([]);
    desk.desk.handlers().setAlertRules({ rules });
    expect(desk.given).toEqual([rules]);
    expect(desk.pushed).toEqual([{ kind: 'alerts', rules, log: [], notifies: false }]);
    expect(desk.saved).toEqual([{ rules, log: [] }]);
    expect(desk.desk.targets()).toEqual(['one:0xabc']);
  });
});

describe('a notification of the system', () => {
  test('is shown for rules that ask for one, while nobody looks at the window, and leads to the market', () => {
    const desk = new Desk({
      notifier: electronNotifier(),
      memory: { rules: [...rules.slice(0, 1), { ...rules[1]!, notify: false }], log: [] },
    });
    desk.desk.take({ ...sighting, rule: rules[1]!.id });
    expect(Notification.shown).toEqual([]);
    const window = new BrowserWindow({});
    desk.desk.take(sighting);
    expect(Notification.shown.map(({ options }) => options)).toEqual([
      { title: 'Rain?', body: 'Mid at 45.5¢ (alert at or above 45.5¢).', silent: true },
    ]);
    Notification.shown[0]!.emit('click');
    expect(window.focused).toBe(1);
    expect(desk.pushed.at(-1)).toEqual({ kind: 'open-market', target: 'one:0xabc' });
    BrowserWindow.inFront = window;
    desk.desk.take(sighting);
    expect(Notification.shown).toHaveLength(1);
  });
});
