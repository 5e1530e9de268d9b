/** Runs an export of a recording into a folder of its own, and asks the files by SQL. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { type ExportOptions, type ExportResult, runExport } from '../../../../src-main/export/export.ts';
import type { ExportManifest } from '../../../../src-main/export/export-manifest.ts';
import type { ExportSource } from '../../../../src-main/export/export-source.ts';
import { EXPORT_TABLES, type ExportPlan } from '../../../../src-shared/domain/session.ts';

export const TABLES_ENTRY = new URL('../../../../src-worker/tables.ts', import.meta.url);

export const WHOLE: ExportPlan = {
  session: '',
  format: 'parquet',
  tables: EXPORT_TABLES,
  listings: [],
  fromMicros: null,
  toMicros: null,
  levels: 5,
  intervalMs: 1_000,
  originals: false,
  hive: false,
  out: '',
};

export class ExportRun {
  readonly parent: string;
  private readonly instance: DuckDBInstance;

  private constructor(parent: string, instance: DuckDBInstance) {
    this.parent = parent;
    this.instance = instance;
  }

  static async create(): Promise<ExportRun> {
    return new ExportRun(await mkdtemp(join(tmpdir(), 'crossbook-export-')), await DuckDBInstance.create(':memory:'));
  }

  get folder(): string {
    return join(this.parent, 'out');
  }

  export(
    source: ExportSource,
    plan: Partial<ExportPlan> = {},
    more: Partial<ExportOptions> = {},
  ): Promise<ExportResult> {
    return runExport({
      source,
      plan: { ...WHOLE, ...plan },
      folder: this.folder,
      version: '1.2.3',
      tablesEntry: TABLES_ENTRY,
      ...more,
    });
  }

  async manifest(): Promise<ExportManifest> {
    return JSON.parse(await readFile(join(this.folder, 'manifest.json'), 'utf8')) as ExportManifest;
  }

  /** Rows of a query; `$name` stands for a file of the export. */
  async rows(sql: string): Promise<readonly (readonly DuckDBValue[])[]> {
    const connection = await this.instance.connect();
    try {
      const asked = sql.replaceAll(/\$([\w./*=-]+)/g, (_, file: string) => `'${join(this.folder, file)}'`);
      return (await connection.runAndReadAll(asked)).getRows();
    } finally {
      connection.closeSync();
    }
  }

  /** The final book of a listing, from its changes alone: `side price size` in millionths, sorted. */
  async fold(
    listing: string,
    how: 'sum(change)' | 'arg_max(size, seq)',
    file = 'book_deltas.parquet',
  ): Promise<string[]> {
    const rows = await this.rows(
      `SELECT side, (price * 1000000)::BIGINT, (${how} * 1000000)::BIGINT FROM read_parquet($${file}) WHERE listing = '${listing}' GROUP BY side, price HAVING ${how} <> 0`,
    );
    return rows.map((row) => row.join(' ')).sort();
  }

  async remove(): Promise<void> {
    this.instance.closeSync();
    await rm(this.parent, { recursive: true, force: true });
  }
}
