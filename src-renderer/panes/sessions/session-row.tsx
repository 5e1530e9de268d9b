/** One session in the list and its actions, by mouse and keyboard. */
import { Download, FolderOpen, Play, ShieldCheck, Trash2 } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { RecordingState, SessionCard } from '../../../src-shared/domain/session.ts';
import { formatBytes, formatCount, formatDuration, NONE } from '../../text/format.ts';
import { useTimes } from '../../widgets/use-times.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';
import { sessionDay, sessionTitle } from './session-name.ts';
import { deleteSession, describeSession, openSession, revealPath, verifySession } from './session-requests.ts';

const MICROS_PER_MS = 1_000;
const ICON = 14;

type RowProps = {
  readonly session: SessionCard;
  /** What is being recorded into it now, or null. */
  readonly recording: RecordingState | null;
  readonly onExport: () => void;
};

export function SessionRow({ session, recording, onExport }: RowProps) {
  const isRecording = session.state === 'recording';
  const { bytes, messages } = recording ?? session;
  const lengthMs = (session.endMicros - (recording?.sinceMicros ?? session.startMicros)) / MICROS_PER_MS;
  const times = useTimes();
  const title = sessionTitle(session, times);
  const actions: Readonly<Record<string, () => void>> = isRecording
    ? {}
    : {
        Enter: () => openSession(session.id),
        e: onExport,
        v: () => verifySession(session.id),
        Delete: () => deleteSession(session.id, title),
      };
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.currentTarget;
    const beside =
      event.key === 'ArrowDown' ? row.nextElementSibling : event.key === 'ArrowUp' ? row.previousElementSibling : null;
    const action = actions[event.key];
    if (event.key === 'F2') row.querySelector<HTMLInputElement>('.session-field')?.focus();
    else if (beside instanceof HTMLElement) beside.focus();
    else if (action) action();
    else return;
    event.preventDefault();
    // These letters mean other things elsewhere.
    event.stopPropagation();
  };
  return (
    <tr
      data-session={session.id}
      data-state={session.state}
      tabIndex={0}
      aria-label={title}
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => {
        if (!isRecording && !(event.target instanceof HTMLInputElement)) openSession(session.id);
      }}
    >
      <td className="session-name">
        <Field session={session} of="name" />
        <span className="faint">{session.name === '' ? '' : sessionDay(session, times)}</span>
      </td>
      <td className="session-note">
        <Field session={session} of="note" />
      </td>
      <td>
        <span className="session-venues">
          {session.venues.map((venue) => (
            <VenueTag key={venue} listing={`${venue}:`} />
          ))}
        </span>
      </td>
      <td className="session-state" data-state={session.state} title={session.text}>
        {session.state}
      </td>
      <td className="num">{formatDuration(lengthMs)}</td>
      <td className="num">{formatBytes(bytes)}</td>
      <td className="num">{isRecording ? NONE : formatCount(session.markets)}</td>
      <td className="num">{formatCount(messages)}</td>
      <td className="num" data-warn={session.gaps > 0}>
        {isRecording ? NONE : formatCount(session.gaps)}
      </td>
      <td className="session-actions">
        <Action label="Replay" keys="Enter" disabled={isRecording} run={() => openSession(session.id)} icon={Play} />
        <Action label="Export" keys="E" disabled={isRecording} run={onExport} icon={Download} />
        <Action
          label="Verify"
          keys="V"
          disabled={isRecording}
          run={() => verifySession(session.id)}
          icon={ShieldCheck}
        />
        <Action label="Show the files" keys="" run={() => revealPath(session.path)} icon={FolderOpen} />
        <Action
          label="Delete"
          keys="Del"
          disabled={isRecording}
          run={() => deleteSession(session.id, title)}
          icon={Trash2}
        />
      </td>
    </tr>
  );
}

type ActionProps = {
  readonly label: string;
  readonly keys: string;
  readonly icon: typeof Play;
  readonly run: () => void;
  readonly disabled?: boolean;
};

function Action({ label, keys, icon: Icon, run, disabled = false }: ActionProps) {
  const title = keys === '' ? label : `${label} (${keys})`;
  return (
    <button type="button" className="icon-button" aria-label={label} title={title} disabled={disabled} onClick={run}>
      <Icon size={ICON} aria-hidden="true" />
    </button>
  );
}

/** A name or note that is changed where it stands: Enter keeps it, Escape takes it back. */
function Field({ session, of }: { readonly session: SessionCard; readonly of: 'name' | 'note' }) {
  const times = useTimes();
  return (
    <input
      key={session[of]}
      className="session-field"
      aria-label={of === 'name' ? 'Name of the session' : 'Note on the session'}
      defaultValue={session[of]}
      placeholder={of === 'name' ? sessionDay(session, times) : 'Add a note'}
      title={session[of]}
      spellCheck={false}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') event.currentTarget.value = session[of];
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.closest('tr')?.focus();
      }}
      onBlur={(event) => {
        const value = event.currentTarget.value.trim();
        if (value === session[of]) return;
        describeSession(session.id, of === 'name' ? value : null, of === 'note' ? value : null);
      }}
    />
  );
}
