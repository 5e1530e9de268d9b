/**
 * The recordings as a table, newest first, with what can be done with each, and the long work under way above it.
 */
import { Download, FolderOpen, Play, ShieldCheck, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SessionCard } from '../../../src-shared/domain/session.ts';
import { mainClient } from '../../frames/clients.ts';
import { formatBytes, formatCount, formatDay, formatDuration } from '../../frames/format.ts';
import { sessionsStore, useSessions } from '../../frames/sessions-store.ts';
import type { PaneProps } from '../pane.ts';
import { ExportDialog } from './export-dialog.tsx';
import { Jobs } from './jobs.tsx';
import {
  deleteSession,
  describeSession,
  importRecording,
  openSession,
  revealPath,
  verifySession,
} from './session-requests.ts';
import './sessions.css';

const MICROS_PER_MS = 1_000;

export function SessionsView({ visible }: PaneProps) {
  const sessions = useSessions((state) => state.sessions);
  const [exporting, setExporting] = useState<SessionCard | null>(null);
  useEffect(() => {
    if (!visible) return;
    mainClient.request('sessions', {}).then(
      (answer) => sessionsStore.setState({ sessions: answer }),
      () => undefined,
    );
  }, [visible]);
  return (
    <div className="sessions">
      <Jobs />
      <Import />
      {sessions === null || sessions.length === 0 ? (
        <div className="sessions-empty">
          <h2>{sessions === null ? 'Looking for recordings' : 'Nothing recorded yet'}</h2>
          <p>
            Press R, or REC above, to record every message that arrives, exactly as it was sent. A recording can be
            replayed as if live, checked, and exported to Parquet, CSV and the layouts research tools read.
          </p>
        </div>
      ) : (
        <div className="sessions-scroll">
          <table className="sessions-table">
            <thead>
              <tr>
                <th>Session</th>
                <th>State</th>
                <th className="num">Length</th>
                <th className="num">Size</th>
                <th className="num">Markets</th>
                <th className="num">Messages</th>
                <th className="num">Gaps</th>
                <th>
                  <span className="hidden-visually">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {sessions.map((session) => (
                <SessionRow key={session.id} session={session} onExport={() => setExporting(session)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {exporting === null ? null : <ExportDialog session={exporting} onClose={() => setExporting(null)} />}
    </div>
  );
}

type RowProps = { readonly session: SessionCard; readonly onExport: () => void };

function SessionRow({ session, onExport }: RowProps) {
  const isRecording = session.state === 'recording';
  return (
    <tr data-session={session.id} data-state={session.state}>
      <td>
        <div className="session-name">
          <NameField session={session} />
          <span className="faint clip" title={session.path}>
            {formatDay(session.startMicros / MICROS_PER_MS)} · {session.venues.join(', ')}
          </span>
        </div>
      </td>
      <td title={session.text} data-state={session.state} className="session-state">
        {session.state}
      </td>
      <td className="num">{formatDuration((session.endMicros - session.startMicros) / MICROS_PER_MS)}</td>
      <td className="num">{formatBytes(session.bytes)}</td>
      <td className="num">{formatCount(session.markets)}</td>
      <td className="num">{formatCount(session.messages)}</td>
      <td className="num" data-warn={session.gaps > 0}>
        {formatCount(session.gaps)}
      </td>
      <td className="session-actions">
        <Action label="Replay" disabled={isRecording} run={() => openSession(session.id)} icon={Play} />
        <Action label="Export" disabled={isRecording} run={onExport} icon={Download} />
        <Action label="Verify" disabled={isRecording} run={() => verifySession(session.id)} icon={ShieldCheck} />
        <Action label="Show the files" run={() => revealPath(session.path)} icon={FolderOpen} />
        <Action
          label="Delete"
          disabled={isRecording}
          run={() => deleteSession(session.id, session.name)}
          icon={Trash2}
        />
      </td>
    </tr>
  );
}

type ActionProps = {
  readonly label: string;
  readonly icon: typeof Play;
  readonly run: () => void;
  readonly disabled?: boolean;
};

function Action({ label, icon: Icon, run, disabled = false }: ActionProps) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} disabled={disabled} onClick={run}>
      <Icon size={14} aria-hidden="true" />
    </button>
  );
}

/** The name is a field: Enter keeps it, Escape takes it back. */
function NameField({ session }: { readonly session: SessionCard }) {
  return (
    <input
      key={session.name}
      className="session-field"
      aria-label="Name of the session"
      defaultValue={session.name}
      title={session.note === '' ? 'Press Enter to rename' : session.note}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key !== 'Escape') return;
        event.currentTarget.value = session.name;
        event.currentTarget.blur();
      }}
      onBlur={(event) => {
        const name = event.currentTarget.value.trim();
        if (name !== '' && name !== session.name) describeSession(session.id, name, session.note);
      }}
    />
  );
}

function Import() {
  const [path, setPath] = useState('');
  return (
    <form
      className="sessions-import"
      onSubmit={(event) => {
        event.preventDefault();
        if (path.trim() !== '') importRecording(path.trim());
        setPath('');
      }}
    >
      <input
        value={path}
        placeholder="Import a recording: path of a file with one message a line"
        aria-label="Path of a recording to import"
        onChange={(event) => setPath(event.currentTarget.value)}
      />
      <button type="submit" className="button" disabled={path.trim() === ''}>
        Import
      </button>
    </form>
  );
}
