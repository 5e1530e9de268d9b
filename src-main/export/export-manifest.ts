/** The manifest of an export: what was requested, what is in which file, in which unit, and what was checked. */
import type { ExportFormat, ExportPlan, ExportTable } from '../../src-shared/domain/session.ts';
import type { BookCheck } from './export-check.ts';
import type { ExportColumn } from './export-columns.ts';
import type { NpzFile } from './export-npz.ts';
import type { RawResult } from './export-raw.ts';

export const MANIFEST_FILE = 'manifest.json';
/** By this a folder of ours is known. */
export const MANIFEST_KIND = 'crossbook-export';

export type ManifestFile = { readonly file: string; readonly bytes: number };

export type ManifestTable = {
  readonly rows: number;
  readonly files: readonly ManifestFile[];
  /** Empty for a layout of another tool. */
  readonly columns: readonly Omit<ExportColumn, 'sql'>[];
};

export type ExportManifest = {
  readonly kind: typeof MANIFEST_KIND;
  readonly version: 1;
  readonly app: string;
  readonly session: string;
  readonly format: ExportFormat;
  /** µs since 1970 UTC: the time that was exported. */
  readonly range: { readonly fromMicros: number; readonly toMicros: number };
  readonly asked: Omit<ExportPlan, 'session' | 'out'>;
  readonly tables: Partial<Readonly<Record<ExportTable, ManifestTable>>>;
  /** Markets of the .npz layout. */
  readonly npz?: readonly NpzFile[];
  /** What a raw export holds; it has no tables. */
  readonly raw?: RawResult;
  readonly checks: {
    /** Messages read. */
    readonly messages: number;
    /** Messages, or parts of them, that could not be read. */
    readonly problems: number;
    readonly gaps: number;
    /** The changes folded up are the final books; null: `book_deltas` was not asked for. */
    readonly books: BookCheck | null;
  };
};
