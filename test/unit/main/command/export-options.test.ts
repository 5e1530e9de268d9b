/** The command line of `crossbook export`. */
import { describe, expect, test } from 'vitest';
import { readCommand } from '../../../../src-main/command/command-line.ts';
import { UsageError } from '../../../../src-main/command/usage-error.ts';

const read = (line: string) => readCommand(['export', ...line.split(' ')], []);

describe('the export command', () => {
  test('has defaults for all but the session and the folder', () => {
    expect(readCommand(['export', 's', '--out', '/d'], [])).toEqual({
      command: 'export',
      json: false,
      session: 's',
      format: 'parquet',
      tables: [],
      out: '/d',
      from: null,
      to: null,
      markets: [],
      levels: 10,
      intervalMs: 1_000,
      originals: false,
      hive: false,
      dataDir: null,
    });
  });

  test('takes every option, before or behind the session', () => {
    const line =
      '--format csv.gz --tables trades,quotes s --out d --from 1.5 --to 2026-11-20T21:39:24Z --markets a,b --levels 3 --interval 0' +
      ' --originals --hive --data p --json';
    expect(read(line)).toEqual({
      command: 'export',
      json: true,
      session: 's',
      format: 'csv.gz',
      tables: ['trades', 'quotes'],
      out: 'd',
      from: { kind: 'after-start', micros: 1_500_000 },
      to: { kind: 'at', micros: Date.UTC(2026, 10, 20, 21, 39, 24) * 1_000 },
      markets: ['a', 'b'],
      levels: 3,
      intervalMs: 0,
      originals: true,
      hive: true,
      dataDir: 'p',
    });
  });

  test('shows help when asked', () => {
    expect(readCommand(['export', '--help'], [])).toMatchObject({ command: 'help' });
  });

  test('says in one sentence what it does not understand', () => {
    const problems = [
      ['--out d', 'crossbook export needs one SESSION'],
      ['a b --out d', 'crossbook export needs one SESSION'],
      ['s', 'crossbook export needs --out DIR'],
      ['s --out d --format xls', '--format takes parquet, csv,'],
      [
        's --out d --tables trades,books',
        "--tables takes trades, book_deltas, book_snapshots, quotes, spreads, events, markets, not 'books'.",
      ],
      ['s --out d --from soon', '--from is a time such as'],
      ['s --out d --levels 0', '--levels is a whole number from 1'],
      ['s --out d --colour', "crossbook export: Unknown option '--colour'"],
    ] as const;
    for (const [line, text] of problems) {
      expect(() => read(line), line).toThrow(UsageError);
      expect(() => read(line), line).toThrow(text);
    }
  });
});
