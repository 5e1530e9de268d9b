/** docs/tables.md says of every column what the export itself says. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { exportColumns } from '../../../../src-main/export/export-columns.ts';
import { EXPORT_TABLES } from '../../../../src-shared/domain/session.ts';

describe('docs/tables.md', () => {
  it('has every column of every table with its type, unit and meaning, and no other', async () => {
    const text = await readFile(new URL('../../../../docs/tables.md', import.meta.url), 'utf8');
    for (const table of EXPORT_TABLES) {
      const section = text.split(`### ${table}\n`)[1]?.split('\n##')[0] ?? '';
      const rows = section.split('\n').filter((line) => line.startsWith('| ') && !/^\| (column|---) /.test(line));
      expect(rows, table).toEqual(
        exportColumns(table, true).map(({ name, type, unit, text }) => `| ${name} | ${type} | ${unit} | ${text} |`),
      );
    }
  });
});
