/** What a part writes down of its own life. */
import { describe, expect, it } from 'vitest';
import { PartRecord } from '../../../../src-main/base/part-record.ts';

describe('the record of a part', () => {
  it('keeps its last trouble through the recovery, and since when it is as it is', () => {
    const record = new PartRecord();
    record.died('it was killed', 5);
    expect(record).toMatchObject({ state: 'restarting', restarts: 1, lastError: 'It was killed.' });
    const { sinceMs } = record;
    record.enter('restarting');
    expect(record.sinceMs).toBe(sinceMs);
    record.enter('running');
    expect(record).toMatchObject({ state: 'running', restarts: 1, lastError: 'It was killed.' });
    expect(record.lastErrorMs).not.toBeNull();
    record.ask();
    expect(record.died('it was ended', 5)).toBe(true);
    expect(record).toMatchObject({ state: 'restarting', restarts: 2, lastError: 'It was killed.' });
    expect(record.died('Again!', null)).toBe(false);
    expect(record).toMatchObject({ state: 'stopped', restarts: 2, lastError: 'Again!' });
  });
});
