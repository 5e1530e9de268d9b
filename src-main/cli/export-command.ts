/** `crossbook export`: a session's tables as files, without a window. Progress goes to people, the result to programs. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXPORT_TABLES, type ExportPlan, type ExportTable } from '../../src-shared/domain/session.ts';
import type { ExportCommand } from '../command/export-options.ts';
import type { Moment } from '../command/option-values.ts';
import { runExport } from '../export/export.ts';
import { openExportSource } from '../export/export-session.ts';
import { ExportError, type ExportSource } from '../export/export-source.ts';

const TELL_EVERY_MS = 1_000;
const MS_PER_SECOND = 1_000;

export type ExportCommandOptions = {
  readonly command: ExportCommand;
  readonly version: string;
  readonly tablesEntry: URL;
  readonly signal: AbortSignal;
  /** The path of a session of this machine; rejects with a sentence. */
  findSession(id: string): Promise<string>;
  say(text: string): void;
};

export type ExportReport = {
  readonly ok: true;
  readonly session: string;
  readonly out: string;
  readonly tables: Partial<Readonly<Record<ExportTable, { readonly rows: number }>>>;
  readonly rows: number;
  /** Relative to `out`. */
  readonly files: readonly string[];
  readonly bytes: number;
  readonly messages: number;
  readonly seconds: number;
};

/** Rejects with a sentence when nothing was written. */
export async function runExportCommand(options: ExportCommandOptions): Promise<ExportReport> {
  const { command, version, tablesEntry, signal, say } = options;
  const startMs = performance.now();
  const path = (await exists(command.session)) ? command.session : await options.findSession(command.session);
  const source = await openExportSource(path);
  let toldMs = startMs;
  const result = await runExport({
    source,
    plan: planOf(command, source),
    folder: resolve(command.out),
    version,
    tablesEntry,
    signal,
    onProgress: (progress) => {
      const nowMs = performance.now();
      if (nowMs - toldMs < TELL_EVERY_MS) return;
      toldMs = nowMs;
      say(`Exporting: ${Math.floor(progress * 100)} %`);
    },
  });
  return {
    ok: true,
    session: source.id,
    out: result.folder,
    tables: result.tables,
    rows: Object.values(result.tables).reduce((sum, { rows }) => sum + rows, 0),
    files: result.files.map(({ file }) => file),
    bytes: result.files.reduce((sum, { bytes }) => sum + bytes, 0),
    messages: result.messages,
    seconds: Math.round(performance.now() - startMs) / MS_PER_SECOND,
  };
}

/** What people read. */
export function exportText(report: ExportReport): string {
  const tables = Object.entries(report.tables).map(([table, { rows }]) => `  ${table.padEnd(15)} ${rows} rows`);
  const what = tables.length > 0 ? `${report.rows} rows` : `${report.messages} messages`;
  const summary = `${what} in ${report.files.length} files, ${report.seconds} s: ${report.out}`;
  return [...tables, summary, ''].join('\n');
}

function planOf(command: ExportCommand, source: ExportSource): ExportPlan {
  const { format, levels, intervalMs, originals, hive, tables } = command;
  return {
    session: source.id,
    format,
    tables: tables.length > 0 ? tables : EXPORT_TABLES,
    listings: command.markets.map((market) => listingOf(market, source)),
    fromMicros: momentOf(command.from, source),
    toMicros: momentOf(command.to, source),
    levels,
    intervalMs,
    originals,
    hive,
    out: command.out,
  };
}

function listingOf(market: string, { listings }: ExportSource): string {
  const found = listings.find(({ id, marketId }) => id === market || marketId === market);
  if (!found) throw new ExportError(`The session has no market ${market}.`);
  return found.id;
}

function momentOf(moment: Moment | null, { startMicros }: ExportSource): number | null {
  if (moment === null) return null;
  return moment.kind === 'at' ? moment.micros : Math.floor(startMicros) + moment.micros;
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
