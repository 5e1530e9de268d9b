/**
 * The controls of a replay: play, pause, step, speed, and the timeline of the session. Always visible in a replay and nowhere else.
 */
import { ChevronRight, ChevronsRight, Pause, Play, SkipBack } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useReplay } from '../../stores/replay-store.ts';
import { selectionStore } from '../../stores/selection-store.ts';
import { formatCount, formatDuration } from '../../text/format.ts';
import { useTimes } from '../../widgets/use-times.ts';
import { chooseSpeed, jumpReplay, REPLAY_SPEEDS, stepReplay, toggleReplay } from './replay-controls.ts';
import { ReplayTimeline } from './replay-timeline.tsx';

const MICROS_PER_MS = 1_000;
const ICON = 15;

const speedLabel = (speed: number): string => (speed === 0 ? 'Max' : `${speed}×`);

export function ReplayBar() {
  const replay = useReplay((view) => view.replay);
  const chosen = useReplay((view) => view.speed);
  const target = useStore(selectionStore, (selection) => selection.A);
  const times = useTimes();
  if (replay === null) return null;
  const { startMicros, endMicros, atMicros, playing, atEnd } = replay;
  const speed = chosen ?? replay.speed;
  const day = times.day(atMicros / MICROS_PER_MS);
  return (
    <section className="replay-bar" aria-label="Replay" data-playing={playing}>
      <div className="replay-transport">
        <Control label="To the beginning" keys="Shift+Home" run={() => jumpReplay('start')}>
          <SkipBack size={ICON} aria-hidden="true" />
        </Control>
        <Control label={playing ? 'Pause' : atEnd ? 'Play again' : 'Play'} keys="P" isMain run={toggleReplay}>
          {playing ? <Pause size={ICON} aria-hidden="true" /> : <Play size={ICON} aria-hidden="true" />}
        </Control>
        <Control label="Step one message" keys="." isDisabled={atEnd} run={() => stepReplay(null)}>
          <ChevronRight size={ICON} aria-hidden="true" />
        </Control>
        <Control
          label="Step to the next change of the current market"
          keys=">"
          isDisabled={atEnd || target === null}
          run={() => stepReplay(target)}
        >
          <ChevronsRight size={ICON} aria-hidden="true" />
        </Control>
        <select
          aria-label="Speed"
          title="Speed (- slower, = faster)"
          value={speed}
          onChange={(event) => chooseSpeed(Number(event.currentTarget.value))}
        >
          {REPLAY_SPEEDS.map((each) => (
            <option key={each} value={each}>
              {speedLabel(each)}
            </option>
          ))}
        </select>
      </div>
      <ReplayTimeline replay={replay} />
      <dl className="replay-figures">
        <div>
          <dt title={day}>{day}</dt>
          <dd className="num replay-clock" data-testid="replay-clock">
            {times.exactClock(atMicros / MICROS_PER_MS)}
          </dd>
        </div>
        <div>
          <dt>
            of <span className="num">{formatDuration((endMicros - startMicros) / MICROS_PER_MS)}</span>
          </dt>
          <dd className="num">{formatDuration((atMicros - startMicros) / MICROS_PER_MS)}</dd>
        </div>
        <div>
          <dt>
            of <span className="num">{formatCount(replay.messages)}</span> messages
          </dt>
          <dd className="num" data-testid="replay-message">
            {formatCount(replay.message)}
          </dd>
        </div>
      </dl>
    </section>
  );
}

type ControlProps = {
  readonly label: string;
  readonly keys: string;
  readonly run: () => void;
  readonly isMain?: boolean;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
};

function Control({ label, keys, run, isMain = false, isDisabled = false, children }: ControlProps) {
  return (
    <button
      type="button"
      className={isMain ? 'icon-button replay-main' : 'icon-button'}
      aria-label={label}
      title={`${label} (${keys})`}
      disabled={isDisabled}
      onClick={run}
    >
      {children}
    </button>
  );
}
