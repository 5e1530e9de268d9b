/** The recordings as a table, newest first, with the actions on each and the running jobs above. */
import { Upload } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SessionCard } from '../../../src-shared/domain/session.ts';
import { mainClient } from '../../stores/clients.ts';
import { sessionsStore, useSessions } from '../../stores/sessions-store.ts';
import { formatBytes, formatCount } from '../../text/format.ts';
import { type Column, HeadCells } from '../../widgets/figure-table.tsx';
import { useNow } from '../../widgets/use-now.ts';
import type { PaneProps } from '../pane.ts';
import { ExportDialog } from './export-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { Jobs } from './jobs.tsx';
import { SessionRow } from './session-row.tsx';
import './sessions.css';

const MICROS_PER_MS = 1_000;

export function SessionsView({ visible }: PaneProps) {
  const sessions = useSessions((state) => state.sessions);
  const [exporting, setExporting] = useState<SessionCard | null>(null);
  const [isImporting, setImporting] = useState(false);
  useEffect(() => {
    if (!visible) return;
    mainClient.request('sessions', {}).then(
      (answer) => sessionsStore.setState({ sessions: answer }),
      () => undefined,
    );
  }, [visible]);
  return (
    <div className="sessions">
      <div className="sessions-head">
        <span className="dim">{sessions === null ? 'Loading recordings' : summaryOf(sessions)}</span>
        <button type="button" className="button" onClick={() => setImporting(true)}>
          <Upload size={13} aria-hidden="true" /> Import a recording
        </button>
      </div>
      <Jobs />
      {sessions !== null && sessions.length === 0 ? <Empty /> : null}
      {sessions === null || sessions.length === 0 ? null : <List sessions={sessions} onExport={setExporting} />}
      {exporting === null ? null : <ExportDialog session={exporting} onClose={() => setExporting(null)} />}
      {isImporting ? <ImportDialog onClose={() => setImporting(false)} /> : null}
    </div>
  );
}

function summaryOf(sessions: readonly SessionCard[]): string {
  const bytes = sessions.reduce((sum, session) => sum + session.bytes, 0);
  return `${formatCount(sessions.length)} ${sessions.length === 1 ? 'session' : 'sessions'}, ${formatBytes(bytes)}`;
}

function Empty() {
  return (
    <div className="sessions-empty">
      <h2>Nothing recorded yet</h2>
      <p>
        Press R, or REC above, to record every message that arrives, exactly as it was sent. A recording can be replayed
        as if live, checked, and exported to Parquet, CSV and the layouts research tools read.
      </p>
    </div>
  );
}

const COLUMNS: readonly Column[] = [
  ...['Session', 'Note', 'Venues', 'State'].map((name) => ({ name })),
  ...['Length', 'Size', 'Markets', 'Messages', 'Gaps'].map((name) => ({ name, isNumber: true })),
  { name: 'Actions', isHidden: true },
];

type ListProps = { readonly sessions: readonly SessionCard[]; readonly onExport: (session: SessionCard) => void };

function List({ sessions, onExport }: ListProps) {
  const recording = useSessions((state) => state.recording);
  const nowMs = useNow(recording !== null);
  return (
    <div className="sessions-scroll">
      <table className="sessions-table" aria-label="Sessions">
        <thead>
          <tr>
            <HeadCells columns={COLUMNS} />
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => {
            const isNow = recording?.session === session.id && session.state === 'recording';
            return (
              <SessionRow
                key={session.id}
                session={isNow ? { ...session, endMicros: nowMs * MICROS_PER_MS } : session}
                recording={isNow ? recording : null}
                onExport={() => onExport(session)}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
