/** What to export of a session, and how. */
import { useState } from 'react';
import {
  EXPORT_FORMATS,
  EXPORT_TABLES,
  type ExportFormat,
  type ExportTable,
  type SessionCard,
} from '../../../src-shared/domain/session.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { exportSession } from './session-requests.ts';

const FORMAT_TEXT: Readonly<Record<ExportFormat, string>> = {
  parquet: 'Parquet (zstd)',
  csv: 'CSV',
  'csv.gz': 'CSV, gzip',
  ndjson: 'NDJSON',
  npz: 'hftbacktest events (.npz)',
  'tardis-csv': 'tardis-style CSV',
};

const LEVELS = 10;
const LEVELS_MAX = 100;
const INTERVAL_MS = 1_000;

type ExportDialogProps = { readonly session: SessionCard; readonly onClose: () => void };

export function ExportDialog({ session, onClose }: ExportDialogProps) {
  const [format, setFormat] = useState<ExportFormat>('parquet');
  const [tables, setTables] = useState<ReadonlySet<ExportTable>>(new Set(EXPORT_TABLES));
  const [levels, setLevels] = useState(LEVELS);
  const [intervalMs, setIntervalMs] = useState(INTERVAL_MS);
  const [originals, setOriginals] = useState(false);
  const [hive, setHive] = useState(false);
  const [out, setOut] = useState('');
  const toggle = (table: ExportTable): void => {
    const next = new Set(tables);
    if (!next.delete(table)) next.add(table);
    setTables(next);
  };
  return (
    <Dialog label={`Export ${session.name}`} className="export" onClose={onClose}>
      <form
        className="export-form"
        onSubmit={(event) => {
          event.preventDefault();
          exportSession({
            session: session.id,
            format,
            tables: EXPORT_TABLES.filter((table) => tables.has(table)),
            listings: [],
            fromMicros: null,
            toMicros: null,
            levels,
            intervalMs,
            originals,
            hive,
            out: out.trim(),
          });
          onClose();
        }}
      >
        <h2>Export {session.name}</h2>
        <label className="export-line">
          Format
          <select value={format} onChange={(event) => setFormat(event.currentTarget.value as ExportFormat)}>
            {EXPORT_FORMATS.map((each) => (
              <option key={each} value={each}>
                {FORMAT_TEXT[each]}
              </option>
            ))}
          </select>
        </label>
        <fieldset className="export-tables">
          <legend>Tables</legend>
          {EXPORT_TABLES.map((table) => (
            <label key={table}>
              <input type="checkbox" checked={tables.has(table)} onChange={() => toggle(table)} /> {table}
            </label>
          ))}
        </fieldset>
        <label className="export-line">
          Levels a side in book_snapshots
          <input
            type="number"
            min={1}
            max={LEVELS_MAX}
            value={levels}
            onChange={(event) => setLevels(Math.min(LEVELS_MAX, Math.max(1, event.currentTarget.valueAsNumber || 1)))}
          />
        </label>
        <label className="export-line">
          Every so many milliseconds
          <input
            type="number"
            min={10}
            step={10}
            value={intervalMs}
            onChange={(event) => setIntervalMs(Math.max(10, event.currentTarget.valueAsNumber || INTERVAL_MS))}
          />
        </label>
        <label>
          <input type="checkbox" checked={originals} onChange={() => setOriginals(!originals)} /> Keep the exchange's
          own text of prices and sizes
        </label>
        <label>
          <input type="checkbox" checked={hive} onChange={() => setHive(!hive)} /> Folders by date
        </label>
        <label className="export-line">
          Folder
          <input
            value={out}
            placeholder="exports, beside the sessions"
            onChange={(event) => setOut(event.currentTarget.value)}
          />
        </label>
        <div className="export-buttons">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary" disabled={tables.size === 0}>
            Export
          </button>
        </div>
      </form>
    </Dialog>
  );
}
