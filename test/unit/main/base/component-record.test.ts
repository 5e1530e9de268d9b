/** The health that a component keeps of itself. */
import { describe, expect, it } from 'vitest';
import { ComponentRecord } from '../../../../src-main/base/component-record.ts';

describe('a component record', () => {
  it('keeps the last error through a recovery, and the time of the last change of state', () => {
    const record = new ComponentRecord();
    record.ended('it was killed', true);
    expect(record).toMatchObject({ state: 'restarting', restarts: 1, lastError: 'It was killed.' });
    const { sinceMs } = record;
    record.enter('restarting');
    expect(record.sinceMs).toBe(sinceMs);
    record.enter('running');
    expect(record).toMatchObject({ state: 'running', restarts: 1, lastError: 'It was killed.' });
    expect(record.lastErrorMs).not.toBeNull();
    record.requestRestart();
    expect(record.ended('it was ended', true)).toBe(true);
    expect(record).toMatchObject({ state: 'restarting', restarts: 2, lastError: 'It was killed.' });
    expect(record.ended('Again!', false)).toBe(false);
    expect(record).toMatchObject({ state: 'stopped', restarts: 2, lastError: 'Again!' });
  });
});
