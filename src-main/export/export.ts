/**
 * Exports a recording: reads it, has its tables made, writes them in one format, checks them, and only then shows them.
 *
 * Runs wherever it is called: the command line's process, or a thread of its own (export-thread.ts). A failed or cancelled export
 * leaves nothing behind.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MADE_TABLES, type MadeTable } from '../../src-shared/contract/tables.ts';
import { instrumentOf } from '../../src-shared/domain/instrument.ts';
import type { ExportPlan, ExportTable } from '../../src-shared/domain/session.ts';
import { checkBooks } from './export-check.ts';
import { exportColumns } from './export-columns.ts';
import { ExportFeed } from './export-feed.ts';
import { isTableFormat, writeTable } from './export-files.ts';
import { ExportFolder } from './export-folder.ts';
import { type ExportManifest, MANIFEST_FILE, MANIFEST_KIND, type ManifestTable } from './export-manifest.ts';
import { type NpzFile, writeNpzFiles } from './export-npz.ts';
import { isRawFormat, type RawFormat, writeRaw } from './export-raw.ts';
import { ExportError, type ExportSource } from './export-source.ts';
import { ExportStage } from './export-stage.ts';
import { isTardisTable, TARDIS_LEVELS, writeTardisFiles } from './export-tardis.ts';

/** Share of the progress that reading and making rows takes; the rest is writing files. */
const MAKING_SHARE = 0.7;

export type ExportOptions = {
  readonly source: ExportSource;
  readonly plan: ExportPlan;
  /** Folder the files go into; created. */
  readonly folder: string;
  /** The app's version, for the manifest. */
  readonly version: string;
  /** The file that the tables' thread runs. */
  readonly tablesEntry: URL;
  readonly signal?: AbortSignal;
  /** 0..1 */
  readonly onProgress?: (progress: number) => void;
};

export type ExportResult = {
  readonly tables: Partial<Readonly<Record<ExportTable, { readonly rows: number }>>>;
  readonly files: readonly { readonly file: string; readonly bytes: number }[];
  readonly folder: string;
  readonly messages: number;
};

/** Rejects with ExportError, or with the system's own error (a full disk), when nothing was written. */
export async function runExport(options: ExportOptions): Promise<ExportResult> {
  const { plan, source } = options;
  if (isRawFormat(plan.format)) return await runRawExport(options, plan.format);
  const tables = tablesOf(plan);
  const unknown = plan.listings.find((id) => !source.listings.some((listing) => listing.id === id));
  if (unknown !== undefined) throw new ExportError(`The session has no market ${unknown}.`);
  const folder = await ExportFolder.create(options.folder);
  try {
    const stage = await ExportStage.open(folder.scratch);
    const interrupt = (): void => stage.connection.interrupt();
    options.signal?.addEventListener('abort', interrupt);
    try {
      const manifest = await fill(options, tables, folder, stage);
      options.signal?.throwIfAborted();
      await writeFile(join(folder.path, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
      const files = await folder.files();
      await folder.publish();
      return {
        tables: Object.fromEntries(tables.map((table) => [table, { rows: stage.rows(table) }])),
        files,
        folder: options.folder,
        messages: manifest.checks.messages,
      };
    } finally {
      options.signal?.removeEventListener('abort', interrupt);
      stage.close();
    }
  } catch (error) {
    if (options.signal?.aborted) throw new ExportError('The export was cancelled; nothing was written.');
    throw error;
  } finally {
    await folder.discard();
  }
}

/** The messages themselves instead of tables. */
async function runRawExport(options: ExportOptions, format: RawFormat): Promise<ExportResult> {
  const { plan, source, version, signal, onProgress } = options;
  const folder = await ExportFolder.create(options.folder);
  try {
    const app = `Crossbook ${version}`;
    const raw = await writeRaw({ source, plan, format, folder: folder.path, app, signal, onProgress });
    const manifest: ExportManifest = {
      kind: MANIFEST_KIND,
      version: 1,
      app,
      session: source.id,
      format,
      range: { fromMicros: plan.fromMicros ?? source.startMicros, toMicros: plan.toMicros ?? source.endMicros },
      asked: askedOf(plan),
      tables: {},
      raw,
      checks: { messages: raw.messages, problems: 0, gaps: 0, books: null },
    };
    await writeFile(join(folder.path, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
    const files = await folder.files();
    await folder.publish();
    return { tables: {}, files, folder: options.folder, messages: raw.messages };
  } catch (error) {
    if (signal?.aborted) throw new ExportError('The export was cancelled; nothing was written.');
    throw error;
  } finally {
    await folder.discard();
  }
}

function askedOf({ session: _session, out: _out, ...asked }: ExportPlan): ExportManifest['asked'] {
  return asked;
}

/** The tables that are made; those that a format does not have are refused when nothing is left. */
function tablesOf({ tables, format, intervalMs }: ExportPlan): readonly ExportTable[] {
  const has = (table: ExportTable): boolean => {
    if (format === 'npz') return table === 'trades' || table === 'book_deltas';
    return format === 'tardis-csv' ? isTardisTable(table) : true;
  };
  const kept = [...new Set(tables)].filter(has);
  if (kept.length === 0) {
    const known = format === 'npz' ? 'trades and book_deltas' : 'trades, book_deltas, book_snapshots and quotes';
    throw new ExportError(tables.length === 0 ? 'No table was chosen.' : `${format} has ${known} only.`);
  }
  if (format === 'tardis-csv' && intervalMs === 0 && kept.includes('book_snapshots'))
    throw new ExportError('book_snapshot_25 needs an interval of at least 1 ms.');
  return kept;
}

async function fill(
  options: ExportOptions,
  tables: readonly ExportTable[],
  folder: ExportFolder,
  stage: ExportStage,
): Promise<ExportManifest> {
  const { plan, source } = options;
  const { fromMicros, toMicros, listings, format } = plan;
  const made = MADE_TABLES.filter((table) => tables.includes(table));
  const wanted = new Set(listings);
  await stage.begin(made, plan.originals, source.listings, source.links, (id) => wanted.size === 0 || wanted.has(id));
  const range = { fromMicros: fromMicros ?? source.startMicros, toMicros: toMicros ?? source.endMicros };
  const { frames, done } = await make(options, made, stage, range);
  stage.flush();
  const books = made.includes('book_deltas') ? await checkBooks(stage.connection, done.books) : null;
  let npz: readonly NpzFile[] | undefined;
  const filesOf = new Map<ExportTable, readonly string[]>();
  for (const [number, table] of tables.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.(MAKING_SHARE + ((1 - MAKING_SHARE) * number) / tables.length);
    if (isTableFormat(format)) await writeTable(stage.connection, folder.path, table, format, plan);
    else if (format === 'tardis-csv' && isTardisTable(table))
      filesOf.set(table, await writeTardisFiles(stage.connection, folder.path, table));
  }
  if (format === 'npz') {
    npz = await writeNpzFiles(stage.connection, folder.path, tables, (done, all) => {
      options.signal?.throwIfAborted();
      options.onProgress?.(MAKING_SHARE + ((1 - MAKING_SHARE) * done) / all);
    });
  }
  const files = await folder.files();
  const described = tables.map((table): [ExportTable, ManifestTable] => {
    const own = filesOf.get(table);
    const mine = files.filter(({ file }) => own?.includes(file) ?? (npz !== undefined || isOf(table, file)));
    const columns = isTableFormat(format) ? exportColumns(table, plan.originals && hasOriginals(table)) : [];
    return [table, { rows: stage.rows(table), files: mine, columns: columns.map(({ sql: _, ...column }) => column) }];
  });
  return {
    kind: MANIFEST_KIND,
    version: 1,
    app: `Crossbook ${options.version}`,
    session: source.id,
    format,
    range,
    asked: askedOf(plan),
    tables: Object.fromEntries(described),
    ...(npz ? { npz } : {}),
    checks: { messages: frames, problems: done.problems, gaps: done.gaps, books },
  };
}

type Range = { readonly fromMicros: number; readonly toMicros: number };

/** Reads the recording through the tables' thread into the stage. */
async function make(
  { source, plan, tablesEntry, signal, onProgress }: ExportOptions,
  tables: readonly MadeTable[],
  stage: ExportStage,
  range: Range,
): Promise<{ frames: number; done: Awaited<ReturnType<ExportFeed['end']>> }> {
  const { fromMicros, toMicros, listings, intervalMs, originals } = plan;
  const levels = plan.format === 'tardis-csv' ? TARDIS_LEVELS : plan.levels;
  const feed = new ExportFeed(
    tablesEntry,
    {
      kind: 'start',
      plan: { tables, listings, fromMicros, toMicros, levels, intervalMs, originals },
      instruments: source.listings.map(instrumentOf),
      links: source.links,
    },
    (columns) => stage.add(columns),
  );
  try {
    const length = Math.max(1, range.toMicros - source.startMicros);
    for await (const items of source.items(fromMicros)) {
      signal?.throwIfAborted();
      await feed.add(items, (item) => {
        if (item.atMicros >= (fromMicros ?? 0) && (toMicros === null || item.atMicros < toMicros)) stage.addEvent(item);
      });
      const last = items.at(-1);
      const atMicros = last === undefined ? 0 : last.kind === 'frame' ? last.receivedMicros : last.atMicros;
      if (toMicros !== null && atMicros >= toMicros) break;
      onProgress?.(MAKING_SHARE * Math.min(1, Math.max(0, (atMicros - source.startMicros) / length)));
    }
    const done = await feed.end();
    return { frames: feed.frames, done };
  } finally {
    await feed.close();
  }
}

function isOf(table: ExportTable, file: string): boolean {
  return file.startsWith(`${table}.`) || file.startsWith(`${table}/`);
}

function hasOriginals(table: ExportTable): boolean {
  return table === 'trades' || table === 'book_deltas';
}
