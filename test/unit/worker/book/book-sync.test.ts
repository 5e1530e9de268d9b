/** The life of a book: what each phase lets through. */
import { describe, expect, it } from 'vitest';
import { RESYNC_ATTEMPTS_MAX, RESYNC_INTERVAL_MS } from '../../../../src-shared/domain/limits.ts';
import { BookSync } from '../../../../src-worker/book/book-sync.ts';

const START_MS = 1_000_000;

function synced(): BookSync {
  const sync = new BookSync();
  sync.onConnected(START_MS);
  sync.onSnapshot();
  return sync;
}

describe('book sync', () => {
  it('suppresses changes until a snapshot is accepted', () => {
    const sync = new BookSync();
    sync.onConnected(START_MS);
    expect(sync.onChange(START_MS)).toBe('suppress');
    expect(sync.phase).toBe('waiting');
    expect(sync.onSnapshot()).toBe('apply');
    expect(sync.onChange(START_MS)).toBe('apply');
    expect(sync.phase).toBe('synced');
  });

  it('asks for a snapshot at once after a fault, then once per interval', () => {
    const sync = synced();
    expect(sync.onFault('sequence-gap', START_MS)).toBe('resync');
    expect([sync.phase, sync.reason]).toEqual(['recovering', 'sequence-gap']);
    expect(sync.onChange(START_MS + 1)).toBe('suppress');
    expect(sync.onTick(START_MS + RESYNC_INTERVAL_MS - 1)).toBe('suppress');
    expect(sync.onTick(START_MS + RESYNC_INTERVAL_MS)).toBe('resync');
  });

  it('gives the connection up when snapshots are asked for in vain', () => {
    const sync = synced();
    let nowMs = START_MS;
    const verdicts = [sync.onFault('crossed', nowMs)];
    for (let i = 0; i < RESYNC_ATTEMPTS_MAX; i++) {
      nowMs += RESYNC_INTERVAL_MS;
      verdicts.push(sync.onTick(nowMs));
    }
    expect(verdicts).toEqual([...Array.from({ length: RESYNC_ATTEMPTS_MAX }, () => 'resync'), 'replace']);
  });

  it('asks for the first snapshot again when subscribing did not bring it', () => {
    const sync = new BookSync();
    sync.onConnected(START_MS);
    expect(sync.onTick(START_MS + RESYNC_INTERVAL_MS)).toBe('resync');
  });

  it('asks for nothing while its connection is closed', () => {
    const sync = synced();
    sync.onDisconnected('disconnected');
    expect(sync.onTick(START_MS + 10 * RESYNC_INTERVAL_MS)).toBe('suppress');
    expect([sync.phase, sync.reason]).toEqual(['recovering', 'disconnected']);
  });

  it('is recovering, not new, in an engine that was started again', () => {
    const sync = new BookSync();
    sync.onDisconnected('engine-restarted');
    sync.onConnected(START_MS);
    expect([sync.phase, sync.reason]).toEqual(['recovering', 'engine-restarted']);
    expect(sync.onSnapshot()).toBe('apply');
  });

  it('asks again within an interval also when the clock is set back', () => {
    const sync = synced();
    expect(sync.onFault('crossed', START_MS)).toBe('resync');
    const earlierMs = START_MS - 8 * 3_600_000;
    expect(sync.onTick(earlierMs)).toBe('resync');
    expect(sync.onTick(earlierMs + 1)).toBe('suppress');
  });

  it('does not ask for what was just asked for when a frame’s clock is a little behind the connection’s', () => {
    const sync = new BookSync();
    sync.onConnected(START_MS);
    expect(sync.onChange(START_MS - 5)).toBe('suppress');
  });

  it('returns from stale to synced by a change, as its connection never broke', () => {
    const sync = synced();
    sync.onSilent('feed-silent');
    expect(sync.phase).toBe('stale');
    expect(sync.onChange(START_MS)).toBe('apply');
    expect(sync.phase).toBe('synced');
  });

  it('does not turn a recovering book stale, nor a stale one synced without being heard', () => {
    const sync = synced();
    sync.onFault('crossed', START_MS);
    sync.onSilent('feed-silent');
    expect(sync.phase).toBe('recovering');
    sync.onHeard();
    expect(sync.phase).toBe('recovering');
  });

  it('stays closed whatever comes', () => {
    const sync = synced();
    sync.onClosed('market-resolved');
    expect(sync.onSnapshot()).toBe('suppress');
    expect(sync.onFault('crossed', START_MS)).toBe('suppress');
    sync.onDisconnected('disconnected');
    expect([sync.phase, sync.reason]).toEqual(['closed', 'market-resolved']);
  });

  it('comes back from closed when the market is reopened, and then only with a snapshot', () => {
    const sync = synced();
    sync.onReopened();
    expect(sync.phase).toBe('synced');
    sync.onClosed('market-closed');
    sync.onReopened();
    expect([sync.phase, sync.reason]).toEqual(['recovering', 'no-snapshot-yet']);
    expect(sync.onChange(START_MS)).not.toBe('apply');
    expect(sync.onSnapshot()).toBe('apply');
    expect(sync.phase).toBe('synced');
  });
});
