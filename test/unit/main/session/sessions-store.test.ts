/** The list of recordings, their names, the trash, and the work that windows start on them. */
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Jobs } from '../../../../src-main/app/answers/jobs.ts';
import { sessionHandlers } from '../../../../src-main/app/answers/session-handlers.ts';
import { setRecordingMark } from '../../../../src-main/session/recording-mark.ts';
import { SessionsClient } from '../../../../src-main/session/sessions-client.ts';
import { SessionsStore } from '../../../../src-main/session/sessions-store.ts';
import type { MainToWindow } from '../../../../src-shared/contract/window-main.ts';
import type { JobState } from '../../../../src-shared/domain/session.ts';
import { START_MICROS, writeSample } from './sample-session.ts';

let data = '';
let folder = '';
let store: SessionsStore;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'crossbook-store-'));
  folder = join(data, 'sessions');
  store = new SessionsStore(folder);
});
afterEach(() => rm(data, { recursive: true, force: true }));

describe('SessionsStore', () => {
  it('lists nothing where there is nothing', async () => {
    expect(await store.list()).toEqual([]);
  });

  it('describes sessions, and keeps what the user wrote', async () => {
    writeSample(folder, 'a', { frames: 300 });
    await store.describe('a', 'Election night', 'two machines');
    const [card] = await new SessionsStore(folder).list();
    expect(card).toMatchObject({ id: 'a', name: 'Election night', note: 'two machines', state: 'whole', text: '' });
    expect(card).toMatchObject({
      messages: 300,
      gaps: 3,
      markets: 2,
      venues: ['one', 'two'],
      startMicros: START_MICROS,
    });
    expect(card!.bytes).toBe(readFileSync(join(folder, 'a', '0001.mcap')).length);
  });

  it('keeps a name and a note that come at once, and changes one without the other', async () => {
    writeSample(folder, 'a', { frames: 10 });
    await Promise.all([store.describe('a', 'Election night', null), store.describe('a', null, 'two machines')]);
    expect(await store.list()).toMatchObject([{ name: 'Election night', note: 'two machines' }]);
    await expect(store.describe('gone', 'x', null)).rejects.toThrow('no session');
    await store.describe('a', '', null);
    expect(await store.list()).toMatchObject([{ name: '', note: 'two machines' }]);
  });

  it('marks what is being recorded, what was cut, and what is no session', async () => {
    for (const id of ['cut', 'running'])
      truncateSync(join(writeSample(folder, id, { frames: 300 }), '0001.mcap'), 9_000);
    setRecordingMark(join(folder, 'running'));
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'x.mcap'), 'no');
    const states = Object.fromEntries((await store.list()).map(({ id, state, text }) => [id, [state, text !== '']]));
    expect(states).toEqual({
      cut: ['damaged', true],
      running: ['recording', true],
      other: ['damaged', true],
      x: ['damaged', true],
    });
    await expect(store.remove('running')).rejects.toThrow('being recorded');
  });

  it('moves to the trash and back', async () => {
    writeSample(folder, 'a', { frames: 10 });
    await store.remove('a');
    expect(await store.list()).toEqual([]);
    await store.restore('a');
    expect((await store.list()).map(({ id }) => id)).toEqual(['a']);
    await expect(store.restore('a')).rejects.toThrow("no session 'a' in the trash");
  });

  it('finds no session by a path', async () => {
    for (const id of ['../sessions', '..', '/etc', 'a/b', ''])
      await expect(store.find(id)).rejects.toThrow('no session');
  });
});

describe('the requests of windows', () => {
  it('verify as a job with an end, refuse what is not theirs, and tell every change of the list', async () => {
    writeSample(folder, 'a', { frames: 300 });
    const pushed: MainToWindow[] = [];
    const ended = Promise.withResolvers<JobState>();
    const sessions = new SessionsClient(folder);
    onTestFinished(() => sessions.stop());
    const handlers = sessionHandlers({
      sessions,
      jobs: new Jobs(),
      revealed: [folder],
      push: (message) => {
        pushed.push(message);
        if (message.kind === 'job' && message.job.state === 'done') ended.resolve(message.job);
      },
      reveal: async () => {},
      importRecording: () => Promise.reject(new Error('not here')),
    });
    await handlers.verifySession({ session: 'a' });
    expect(await ended.promise).toMatchObject({
      kind: 'verify',
      state: 'done',
      progress: 1,
      text: expect.stringContaining('300 messages'),
    });
    await expect(handlers.reveal({ path: '/etc/passwd' })).rejects.toThrow('Only sessions');
    await expect(handlers.reveal({ path: join(folder, '../sessions-else') })).rejects.toThrow('Only sessions');
    expect(await handlers.reveal({ path: join(folder, 'a') })).toBeNull();
    await handlers.describeSession({ session: 'a', name: 'n', note: '' });
    expect(pushed.at(-1)).toMatchObject({ kind: 'sessions', sessions: [{ name: 'n' }] });
  });

  it('cancel a job', async () => {
    const jobs = new Jobs();
    const ended = Promise.withResolvers<JobState>();
    jobs.onJob = (job) => job.state === 'cancelled' && ended.resolve(job);
    const job = jobs.start('import', 'Import', ({ signal }) => {
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    });
    jobs.cancel(job);
    expect(await ended.promise).toMatchObject({ job, state: 'cancelled' });
    expect(() => jobs.cancel(99)).toThrow('no job 99');
  });
});
