/**
 * The transport of a replay: play, pause, step, speed, and a timeline of the whole session that one can scrub.
 *
 * It is there in a replay only, and always: a replay never looks like anything else.
 */
import { ChevronRight, Pause, Play, SkipForward } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ReplayState, TimelineSlice } from '../../src-shared/domain/session.ts';
import { mainClient } from '../frames/clients.ts';
import { formatClock, formatCount, formatDay, formatDuration } from '../frames/format.ts';
import { useReplay } from '../frames/replay-store.ts';
import { selectionStore } from '../frames/selection-store.ts';
import { pauseReplay, playReplay, REPLAY_SPEEDS, seekReplay, stepReplay, toggleReplay } from './replay-controls.ts';

const SLICES = 400;
const MICROS_PER_MS = 1_000;
/** Arrow keys on the timeline move by this part of it. */
const KEY_SHARE = 1 / 200;

const speedLabel = (speed: number): string => (speed === 0 ? 'max' : `${speed}×`);

export function ReplayBar() {
  const replay = useReplay();
  const listing = useStore(selectionStore, (selection) => selection.A);
  if (replay === null) return null;
  return (
    <section className="replay-bar" aria-label="Replay">
      <button
        type="button"
        className="icon-button"
        aria-label={replay.playing ? 'Pause' : 'Play'}
        title={`${replay.playing ? 'Pause' : 'Play'} (P)`}
        disabled={replay.atEnd && !replay.playing}
        onClick={toggleReplay}
      >
        {replay.playing ? <Pause size={15} aria-hidden="true" /> : <Play size={15} aria-hidden="true" />}
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Step one message"
        title="Step one message"
        onClick={() => stepReplay(null)}
      >
        <ChevronRight size={15} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Step to the next change of the market shown"
        title="Step to the next change of the market shown"
        disabled={listing === null}
        onClick={() => stepReplay(listing)}
      >
        <SkipForward size={15} aria-hidden="true" />
      </button>
      <select
        aria-label="Speed"
        value={replay.speed}
        onChange={(event) => {
          const speed = Number(event.currentTarget.value);
          playReplay(speed);
          if (!replay.playing) pauseReplay();
        }}
      >
        {REPLAY_SPEEDS.map((speed) => (
          <option key={speed} value={speed}>
            {speedLabel(speed)}
          </option>
        ))}
      </select>
      <Timeline replay={replay} />
      <span className="num replay-clock" data-testid="replay-clock" title={formatDay(replay.atMicros / MICROS_PER_MS)}>
        {formatClock(replay.atMicros / MICROS_PER_MS)}
      </span>
      <span className="num dim replay-part">
        {formatDuration((replay.atMicros - replay.startMicros) / MICROS_PER_MS)} /{' '}
        {formatDuration((replay.endMicros - replay.startMicros) / MICROS_PER_MS)}
      </span>
      <span className="num dim replay-count" data-testid="replay-message">
        {formatCount(replay.message)} / {formatCount(replay.messages)}
      </span>
    </section>
  );
}

function Timeline({ replay }: { readonly replay: ReplayState }) {
  const slices = useTimeline();
  const ref = useRef<HTMLDivElement>(null);
  const [scrub, setScrub] = useState<number | null>(null);
  const span = Math.max(1, replay.endMicros - replay.startMicros);
  const share = scrub ?? (replay.atMicros - replay.startMicros) / span;
  const shareAt = (clientX: number): number => {
    const box = ref.current?.getBoundingClientRect();
    return box === undefined ? 0 : Math.min(1, Math.max(0, (clientX - box.left) / box.width));
  };
  const seekTo = (to: number): void => seekReplay(replay.startMicros + Math.min(1, Math.max(0, to)) * span);
  return (
    <div
      ref={ref}
      className="replay-timeline"
      role="slider"
      tabIndex={0}
      aria-label="Time in the session"
      aria-valuemin={0}
      aria-valuemax={Math.round(span / MICROS_PER_MS)}
      aria-valuenow={Math.round((share * span) / MICROS_PER_MS)}
      aria-valuetext={formatClock((replay.startMicros + share * span) / MICROS_PER_MS)}
      onKeyDown={(event) => {
        const moves: Readonly<Record<string, number>> = {
          ArrowLeft: share - KEY_SHARE,
          ArrowRight: share + KEY_SHARE,
          Home: 0,
          End: 1,
        };
        const to = moves[event.key];
        if (to === undefined) return;
        event.preventDefault();
        seekTo(to);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setScrub(shareAt(event.clientX));
      }}
      onPointerMove={(event) => {
        if (scrub !== null) setScrub(shareAt(event.clientX));
      }}
      onPointerUp={(event) => {
        seekTo(shareAt(event.clientX));
        setScrub(null);
      }}
      onPointerCancel={() => setScrub(null)}
    >
      <svg viewBox={`0 0 ${SLICES} 24`} preserveAspectRatio="none" aria-hidden="true">
        <Bars slices={slices} />
      </svg>
      <span className="replay-head" style={{ left: `${share * 100}%` }} />
    </div>
  );
}

function Bars({ slices }: { readonly slices: readonly TimelineSlice[] }) {
  const most = Math.max(1, ...slices.map(({ messages }) => messages));
  const path = slices.map(({ messages }, at) => `M${at + 0.5} 24v${-(messages / most) * 22}`).join('');
  const marks = (has: (slice: TimelineSlice) => boolean): string =>
    slices.map((slice, at) => (has(slice) ? `M${at + 0.5} 0v4` : '')).join('');
  return (
    <>
      <path className="replay-rate" d={path} />
      <path className="replay-gap" d={marks(({ gaps }) => gaps > 0)} />
      <path className="replay-cut" d={marks(({ disconnects }) => disconnects > 0)} />
    </>
  );
}

/** A replay's window shows one session for its whole life. */
function useTimeline(): readonly TimelineSlice[] {
  const [slices, setSlices] = useState<readonly TimelineSlice[]>([]);
  useEffect(() => {
    let isCurrent = true;
    mainClient.request('replayTimeline', { slices: SLICES }).then(
      (answer) => {
        if (isCurrent) setSlices(answer);
      },
      // Without it the bar still seeks; there is nothing the person could do.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  return slices;
}
