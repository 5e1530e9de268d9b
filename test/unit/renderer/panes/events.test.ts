/** The filters of the event log. */
import { describe, expect, it } from 'vitest';
import { filterEvents } from '../../../../src-renderer/panes/health/filter-events.ts';
import type { LoggedEvent } from '../../../../src-renderer/stores/events-store.ts';

const event = (serial: number, level: LoggedEvent['level'], venue: string): LoggedEvent => ({
  serial,
  atMs: serial,
  level,
  code: 'TEST',
  venue,
  connection: null,
  listing: '',
  text: '',
});
const log = [event(1, 'info', 'x'), event(2, 'warn', 'y'), event(3, 'error', 'x'), event(4, 'info', '')];
const serials = (level: LoggedEvent['level'], venue: string, max = 10): readonly number[] =>
  filterEvents(log, level, venue, max).map((shown) => shown.serial);

describe('event filters', () => {
  it('shows the newest first', () => {
    expect(serials('info', '')).toEqual([4, 3, 2, 1]);
  });

  it('shows a level and what is worse', () => {
    expect(serials('warn', '')).toEqual([3, 2]);
    expect(serials('error', '')).toEqual([3]);
  });

  it('shows one venue, and stops at the limit', () => {
    expect(serials('info', 'x')).toEqual([3, 1]);
    expect(serials('info', '', 2)).toEqual([4, 3]);
  });
});
