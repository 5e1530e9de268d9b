/** The status in the terminal. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { showStatus, statusLine, statusTable } from '../../../../../src-main/host/node/terminal-status.ts';
import type { AppHealth } from '../../../../../src-shared/domain/health.ts';
import { mainToWindow } from '../../../../contract/messages.ts';

const health: AppHealth = mainToWindow.health[0]!.health;
const quiet: AppHealth = { ...health, connections: [], engine: null, engineState: 'starting' };

describe('the status', () => {
  test('says the same in one line', () => {
    expect(statusLine(health)).toBe(
      '1/1 connections open, 1/1 books synced, 1,204 msg/s, engine running, receipt to book not measured, 1 gaps',
    );
    expect(statusLine(quiet)).toContain('no books yet, 0 msg/s, engine starting');
    expect(statusLine({ ...health, engineRestarts: 2, droppedFrames: 5 })).toContain('engine running (2 restarts)');
    expect(statusLine({ ...health, droppedFrames: 5 })).toContain('5 dropped');
  });

  test('has a row a connection, columns under their heads', () => {
    const [, head, row] = statusTable(health);
    expect(head).toMatch(/^connection {2}state {2}books {2}msg\/s/);
    expect(row).toMatch(/^one 1 +open +1\/2 +0 +- +0 +0$/);
    expect(head?.indexOf('state')).toBe(row?.indexOf('open'));
  });

  test('calls polled books polled', () => {
    const connections = [{ ...health.connections[0]!, transport: 'poll' as const }];
    expect(statusTable({ ...health, connections })[2]).toContain('polled');
  });
});

describe('showing it', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('redraws in place on a terminal', () => {
    const written: string[] = [];
    const stop = showStatus(() => health, { isTTY: true, columns: 40, write: (text) => written.push(text) });
    expect(written[0]).not.toContain('\u001b[3A');
    vi.advanceTimersByTime(1_000);
    expect(written[1]).toContain('\u001b[3A');
    for (const line of written[1]!.split('\n').slice(1)) expect(line.length).toBeLessThan(40);
    stop();
    const count = written.length;
    vi.advanceTimersByTime(10_000);
    expect(written).toHaveLength(count);
  });

  test('writes a plain line now and then elsewhere', () => {
    const written: string[] = [];
    const stop = showStatus(() => quiet, { write: (text) => written.push(text) });
    expect(written).toEqual([]);
    vi.advanceTimersByTime(30_000);
    stop();
    expect(written).toEqual([`${statusLine(quiet)}\n`, `${statusLine(quiet)}\n`]);
  });
});
