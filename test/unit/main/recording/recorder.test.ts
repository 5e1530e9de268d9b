/** The states of a recorder: one session at a time, and a stop that counts whenever it comes. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Recorder } from '../../../../src-main/recording/recorder.ts';
import type { RecordingState } from '../../../../src-shared/domain/session.ts';
import { SubscriptionTable } from '../../../../src-shared/domain/subscription-table.ts';

async function withRecorder() {
  const folder = await mkdtemp(join(tmpdir(), 'crossbook-recorder-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const states: (RecordingState | null)[] = [];
  const codes: string[] = [];
  const recorder = new Recorder({
    folder,
    app: 'test',
    partBytesMax: 1e12,
    partMs: 1e12,
    keyframeMs: 1e9,
    settingsText: '{}',
    connections: new SubscriptionTable(),
    source: { listings: () => [], links: () => [], dumpBooks: () => Promise.resolve([]) },
    log: ({ code }) => codes.push(code),
    onState: (state) => states.push(state),
  });
  return { recorder, folder, states, codes };
}

describe('a recorder', () => {
  it('is idle, records, and is idle again', async () => {
    const { recorder, folder, states, codes } = await withRecorder();
    expect([recorder.state, recorder.capture, recorder.stop()]).toEqual([null, null, null]);
    const { ended } = await recorder.start([]);
    const path = recorder.state!.path;
    await expect(recorder.start([])).rejects.toThrow('running already');
    expect(recorder.stop()).toBe(recorder.stop());
    expect(await ended).toMatchObject({ why: 'asked', path, messages: 0, lost: 0, files: 1 });
    expect([recorder.state, states.at(-1), recorder.stop()]).toEqual([null, null, null]);
    expect(codes).toEqual(['RECORD_STARTED', 'RECORD_STOPPED']);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('begins nothing when it is stopped while it starts, and can start again', async () => {
    const { recorder, folder, codes } = await withRecorder();
    const starting = recorder.start([]);
    expect(recorder.stop()).toBeNull();
    await expect(starting).rejects.toThrow('stopped before it had begun');
    expect(await readdir(folder)).toEqual([]);
    expect(codes).toEqual([]);
    await recorder.start([]);
    expect((await recorder.stop())?.why).toBe('asked');
  });

  it('ends once when its thread is killed, whatever comes after', async () => {
    const { recorder, states, codes } = await withRecorder();
    const { ended } = await recorder.start([]);
    recorder.kill();
    recorder.kill();
    const { why, text } = await ended;
    expect(why).toBe('crashed');
    expect(text).toContain('its thread was killed');
    expect(states.slice(-2)).toMatchObject([{ warning: text }, null]);
    expect(codes).toEqual(['RECORD_STARTED', 'RECORD_FAILED']);
  });
});
