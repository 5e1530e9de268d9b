/** Checks how the choices of the export dialog become the plan that main gets. */
import { describe, expect, it } from 'vitest';
import {
  chosenTables,
  type ExportChoice,
  FORMATS,
  faultOf,
  fieldTime,
  lastChoice,
  planOf,
  rememberChoice,
} from '../../../../src-renderer/panes/sessions/export-choice.ts';
import { EXPORT_FORMATS, EXPORT_TABLES } from '../../../../src-shared/domain/session.ts';

const choice = (change: Partial<ExportChoice> = {}): ExportChoice => ({
  format: 'parquet',
  tables: EXPORT_TABLES,
  levels: 10,
  intervalMs: 1_000,
  originals: false,
  hive: false,
  out: '',
  listings: null,
  part: null,
  ...change,
});

describe('the choice of an export', () => {
  it('offers every format there is, once', () => {
    expect(FORMATS.map(({ format }) => format).toSorted()).toEqual([...EXPORT_FORMATS].toSorted());
  });

  it('asks for the tables that the format has', () => {
    expect(planOf('s', choice({ format: 'npz' })).tables).toEqual(['trades', 'book_deltas']);
    expect(chosenTables(choice({ format: 'tardis-csv', tables: ['events', 'quotes'] }))).toEqual(['quotes']);
  });

  it('takes whole messages of all markets where the format has no tables', () => {
    const plan = planOf('s', choice({ format: 'raw.zst', tables: [], listings: ['a:1'] }));
    expect([plan.tables, plan.listings]).toEqual([EXPORT_TABLES, []]);
    expect(faultOf(choice({ format: 'raw', tables: [], listings: [] }))).toBe('');
  });

  it('says what is missing', () => {
    expect(faultOf(choice())).toBe('');
    expect(faultOf(choice({ tables: [] }))).toBe('Choose a table.');
    expect(faultOf(choice({ listings: [] }))).toBe('Choose a market.');
    expect(faultOf(choice({ part: { from: '', to: '2026-11-20T10:00:00' } }))).toBe('Enter both times.');
    const backwards = { from: '2026-11-20T10:00:01', to: '2026-11-20T10:00:00' };
    expect(faultOf(choice({ part: backwards }))).toBe('The end is before the beginning.');
  });

  it('gives times of the clock on the wall as the moments they are, and a session’s own times hold all of it', () => {
    const startMicros = Date.UTC(2026, 10, 20, 21, 39, 24) * 1_000 + 250_000;
    const endMicros = startMicros + 90_300_000;
    const part = { from: fieldTime(startMicros, 'down'), to: fieldTime(endMicros, 'up') };
    const { fromMicros, toMicros } = planOf('s', choice({ part }));
    expect(fromMicros).toBe(Date.UTC(2026, 10, 20, 21, 39, 24) * 1_000);
    expect(toMicros).toBe(Date.UTC(2026, 10, 20, 21, 40, 55) * 1_000);
  });

  it('is remembered, but for what belongs to one session', () => {
    rememberChoice(choice({ format: 'csv.gz', hive: true, listings: ['a:1'], part: { from: 'x', to: 'y' } }));
    expect(lastChoice()).toEqual(choice({ format: 'csv.gz', hive: true }));
  });
});
