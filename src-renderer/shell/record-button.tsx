/** The REC button: what is being recorded, for how long and how large. A click starts or stops it. */
import { useApp } from '../stores/app-store.ts';
import { useSessions } from '../stores/sessions-store.ts';
import { formatBytes, formatCount, formatDuration } from '../text/format.ts';
import { useNow } from '../widgets/use-now.ts';
import { toggleRecording } from './recording-controls.ts';

const MICROS_PER_MS = 1_000;

export function RecordButton() {
  const mode = useApp((app) => app.mode);
  const recording = useSessions((state) => state.recording);
  const nowMs = useNow(recording !== null);
  if (mode === null || mode === 'replay') return null;
  if (recording === null) {
    return (
      <button type="button" className="record" onClick={toggleRecording} title="Record all messages (R)">
        <span className="record-dot" aria-hidden="true" /> REC
      </button>
    );
  }
  const lines = [
    `Recording to ${recording.path}`,
    `${formatCount(recording.messages)} messages, ${formatBytes(recording.bytesPerSecond)}/s`,
    recording.dropped > 0 ? `${formatCount(recording.dropped)} messages could not be written` : '',
    recording.warning,
    'Click to stop (R)',
  ];
  return (
    <button
      type="button"
      className="record"
      data-recording="true"
      data-warn={recording.warning !== '' || recording.dropped > 0}
      aria-pressed="true"
      title={lines.filter((line) => line !== '').join('\n')}
      onClick={toggleRecording}
    >
      <span className="record-dot" aria-hidden="true" /> REC
      <span className="num">{formatDuration(nowMs - recording.sinceMicros / MICROS_PER_MS)}</span>
      <span className="num dim">{formatBytes(recording.bytes)}</span>
    </button>
  );
}
