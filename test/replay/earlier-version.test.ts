/**
 * What version 0.1.0 wrote opens unchanged. The files under test/fixtures/0.1.0 were written by that version: a session of streamed and
 * polled books with a hand-over and a disconnect, and the files of a profile. The numbers and hashes below are what it said of them.
 */
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ReplayApp } from '../../src-main/app/replay-app.ts';
import { openExportSource } from '../../src-main/export/export-session.ts';
import { LinkStore } from '../../src-main/links/link-store.ts';
import { loadSettings } from '../../src-main/profile/settings.ts';
import { openState } from '../../src-main/profile/state.ts';
import { openSession } from '../../src-main/session/session-reader.ts';
import { verifySession } from '../../src-main/session/session-verify.ts';
import { SessionsStore } from '../../src-main/session/sessions-store.ts';
import { VENUES } from '../../src-shared/venues/index.ts';
import { ExportRun } from '../unit/main/export/export-run.ts';
import { hashOf, startExchangeApp } from './exchange-app.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', '0.1.0');
const SESSIONS = join(FIXTURES, 'sessions');
const ID = '2026-11-30T20-57-05Z';
const PATH = join(SESSIONS, ID);
const START_MICROS = 1_796_072_225_742_000;
const MIDDLE_MICROS = 1_796_072_231_382_500;

describe('a session of version 0.1.0', () => {
  it('is listed whole', async () => {
    const [card, ...others] = await new SessionsStore(SESSIONS).list();
    expect(others).toEqual([]);
    expect(card).toMatchObject({
      id: ID,
      state: 'whole',
      text: '',
      bytes: 103_172,
      files: 1,
      messages: 330,
      markets: 24,
      gaps: 0,
      startMicros: START_MICROS,
    });
  });

  it('opens with its connections, its markets and its hand-over', async () => {
    const reader = await openSession(PATH);
    expect(reader.summary.connections.map(({ transport, messages }) => [transport, messages])).toEqual([
      ['poll', 5],
      ['stream', 141],
      ['stream', 184],
    ]);
    expect((await reader.catalog()).listings).toHaveLength(24);
    const events = await reader.eventsBefore(330);
    expect(events.filter(({ event }) => event.kind === 'handover')).toHaveLength(1);
    expect(reader.damage).toEqual([]);
  });

  it('verifies without a fault', async () => {
    expect(await verifySession(PATH)).toMatchObject({
      ok: true,
      messages: 330,
      events: 16,
      keyframes: 1,
      lost: 0,
      disconnects: 2,
      finished: true,
      problems: [],
    });
  });

  it('replays to the same books at its start, its middle and its end', async () => {
    const running = await startExchangeApp(0);
    onTestFinished(() => running.stop());
    await cp(SESSIONS, join(running.folder, 'sessions'), { recursive: true });
    const replay = (await running.app.replay(ID)) as ReplayApp;
    const { playback } = replay;
    const books = async (): Promise<string> => hashOf(await replay.dumpBooks());
    expect(await books()).toBe('8029611d921310902feaba7f8d798f55499e4567a614bb98c6cc28422f7c42d0');
    await playback.step(() => false);
    expect(playback.message).toBe(330);
    expect(await books()).toBe('16319f1df193ec837c3cd98fef6dd6ee2ee43ed66d154730e5304f07719e250f');
    await playback.seek(MIDDLE_MICROS);
    expect(playback.message).toBe(233);
    expect(await books()).toBe('29f41124c95df2846a8f923702cfbf60f6eb84d2a93ca3222d9a94192332f75c');
  }, 60_000);

  it('exports the same rows', async () => {
    const run = await ExportRun.create();
    onTestFinished(() => rm(run.parent, { recursive: true, force: true }));
    const { tables } = await run.export(await openExportSource(PATH), { format: 'ndjson', levels: 10 });
    expect(tables).toEqual({
      trades: { rows: 10 },
      book_deltas: { rows: 12_032 },
      book_snapshots: { rows: 2_160 },
      quotes: { rows: 125 },
      spreads: { rows: 125 },
      events: { rows: 16 },
      markets: { rows: 24 },
    });
    const trades = (await readFile(join(run.folder, 'trades.ndjson'), 'utf8')).trim().split('\n');
    expect(trades).toHaveLength(10);
  }, 60_000);
});

describe('a profile of version 0.1.0', () => {
  it('loads with nothing set aside', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'crossbook-profile-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await cp(join(FIXTURES, 'profile'), folder, { recursive: true });
    const now = new Date();
    const problems: string[] = [];
    const file = (name: string): string => join(folder, name);

    const loaded = await loadSettings({ file: file('settings.json'), environment: {}, venues: VENUES, now });
    const written = JSON.parse(await readFile(file('settings.json'), 'utf8'));
    expect(loaded.warnings).toEqual([]);
    expect(loaded.settings).toMatchObject(written);

    const { state, warnings } = await openState(file('state.json'), now, (text) => problems.push(text));
    expect(warnings).toEqual([]);
    const saved = state.get();
    const kept = JSON.parse(await readFile(file('state.json'), 'utf8'));
    // What is new since has its usual value.
    expect(saved).toEqual({ ...kept, preferences: { timeZone: 'local', ...kept.preferences } });
    expect(saved.watchlist).toHaveLength(3);
    expect(saved.alerts.rules.map(({ when }) => when.kind)).toEqual(['price', 'feed', 'wall']);
    expect(saved.alerts.log).toHaveLength(1);

    const links = await LinkStore.open(file('links.json'), now);
    expect(links.warnings).toEqual([]);
    expect(links.store.all().map(({ status }) => status)).toEqual(['confirmed', 'rejected']);

    expect(problems).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(['links.json', 'settings.json', 'state.json']);
  });
});
