/** Alerts in a replay: the same at the same messages each time, and heard by nobody outside of it. */
import { afterEach, expect, it } from 'vitest';
import type { ReplayApp } from '../../src-main/app/replay-app.ts';
import type { MainToWindow, WindowToMain } from '../../src-shared/contract/window-main.ts';
import { type AlertRule, ANY_MARKET, RULE_DEFAULTS } from '../../src-shared/domain/alert.ts';
import { type PortPair, portPair } from '../unit/port-pair.ts';
import { type ExchangeApp, startExchangeApp } from './exchange-app.ts';

const RULE: AlertRule = {
  id: 'large',
  target: ANY_MARKET,
  when: { kind: 'trade', notionalMicros: 100_000_000 },
  ...RULE_DEFAULTS,
  quietMs: 1_000,
};

type Window = PortPair<MainToWindow, WindowToMain>;

let running: ExchangeApp | null = null;

afterEach(async () => {
  await running?.stop();
  running = null;
});

const alertsOf = ({ heard }: Window): readonly string[] =>
  heard.items.flatMap((item) =>
    'kind' in item && item.kind === 'alert' ? [`${item.alert.atMs} ${item.alert.target} ${item.alert.text}`] : [],
  );

it('tells the same alerts at the same messages, in its own windows alone', async () => {
  running = await startExchangeApp(0);
  const { app, exchange, settled } = running;
  await settled();
  await app.recording.start([]);
  const session = app.recording.state!.session;
  await exchange.advance(4_000);
  await settled();
  await app.recording.stop();
  const live: Window = portPair();
  app.attachWindow(1, live.near);
  const replay = (await app.replay(session)) as ReplayApp;
  const window: Window = portPair();
  replay.attachWindow(1, window.near);
  let asked = 0;
  /** Whatever was said to the window before the answer has arrived. */
  const answered = async (message: Pick<WindowToMain, 'name' | 'ask'>): Promise<void> => {
    const id = ++asked;
    window.far.post({ kind: 'request', id, ...message } as WindowToMain);
    await window.heard.until((items) =>
      items.some((item) => 'kind' in item && item.kind === 'answer' && item.id === id),
    );
  };
  await answered({ name: 'setAlertRules', ask: { rules: [RULE] } });
  const play = async (): Promise<readonly string[]> => {
    const before = alertsOf(window).length;
    await replay.playback.seek(0);
    await replay.playback.step(() => false);
    // Asked for behind the last frame, so all that it led to was told.
    await replay.dumpBooks();
    await answered({ name: 'listings', ask: { ids: [] } });
    return alertsOf(window).slice(before);
  };
  const first = await play();
  expect(first.length).toBeGreaterThan(3);
  expect(await play()).toEqual(first);
  expect(alertsOf(live)).toEqual([]);
  const greeting = live.heard.items.find((item) => 'kind' in item && item.kind === 'alerts');
  expect(greeting).toMatchObject({ rules: [], log: [] });
}, 60_000);
