/**
 * Draws the whole session (message rate, trades, gaps, disconnects) and the position of the replay. Dragging scrubs: the books
 * follow the pointer, one seek at a time and always to the newest position.
 */
import { useEffect, useRef, useState } from 'react';
import type { ReplayState, TimelineSlice } from '../../../src-shared/domain/session.ts';
import { mainClient } from '../../stores/clients.ts';
import { formatCount, formatRate } from '../../text/format.ts';
import { useTimes } from '../../widgets/use-times.ts';
import { seekReplay } from './replay-controls.ts';

const SLICES = 400;
const MICROS_PER_MS = 1_000;
const MICROS_PER_SECOND = 1_000_000;
/** Arrow keys move by this part of the session, page keys by ten of them. */
const KEY_SHARE = 1 / 200;
/** The picture's own measures: marks, then the message rate, then trades. */
const HEIGHT = 30;
const MARKS = 5;
const RATE_FLOOR = 21;
const TRADES_HIGH = 8;

export function ReplayTimeline({ replay }: { readonly replay: ReplayState }) {
  const slices = useTimeline();
  const ref = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<number | null>(null);
  const { scrub, follow, release } = useScrub(replay);
  const { startMicros, endMicros, atMicros } = replay;
  const span = Math.max(1, endMicros - startMicros);
  const share = scrub ?? (atMicros - startMicros) / span;
  const times = useTimes();
  const shareAt = (clientX: number): number => {
    const box = ref.current?.getBoundingClientRect();
    return box === undefined ? 0 : clamp((clientX - box.left) / box.width);
  };
  const pointed = scrub ?? hover;
  return (
    <div className="replay-timeline">
      <div
        ref={ref}
        className="replay-track"
        role="slider"
        tabIndex={0}
        aria-label="Time in the session"
        aria-valuemin={0}
        aria-valuemax={Math.round(span / MICROS_PER_MS)}
        aria-valuenow={Math.round((share * span) / MICROS_PER_MS)}
        aria-valuetext={times.moment((startMicros + share * span) / MICROS_PER_MS)}
        onKeyDown={(event) => {
          const moves: Readonly<Record<string, number>> = {
            ArrowLeft: share - KEY_SHARE,
            ArrowRight: share + KEY_SHARE,
            PageDown: share - 10 * KEY_SHARE,
            PageUp: share + 10 * KEY_SHARE,
            Home: 0,
            End: 1,
          };
          const to = moves[event.key];
          if (to === undefined || event.shiftKey) return;
          event.preventDefault();
          void seekReplay(startMicros + clamp(to) * span);
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(shareAt(event.clientX));
        }}
        onPointerMove={(event) => {
          setHover(shareAt(event.clientX));
          // Released during a seek: the position still waits for the books while the pointer moves on.
          if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(shareAt(event.clientX));
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onPointerLeave={() => setHover(null)}
      >
        <svg viewBox={`0 0 ${SLICES} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <Picture slices={slices} />
        </svg>
        <span className="replay-past" style={{ width: `${share * 100}%` }} />
        <span className="replay-head" style={{ left: `${share * 100}%` }} />
      </div>
      {pointed === null ? null : (
        <div className="replay-tip" style={{ left: `clamp(0px, ${pointed * 100}% - 90px, 100% - 180px)` }}>
          <Tip slice={slices[Math.min(slices.length - 1, Math.floor(pointed * slices.length))]} {...{ span }}>
            {times.moment((startMicros + pointed * span) / MICROS_PER_MS)}
          </Tip>
        </div>
      )}
    </div>
  );
}

type TipProps = { readonly slice: TimelineSlice | undefined; readonly span: number; readonly children: string };

function Tip({ slice, span, children }: TipProps) {
  const seconds = span / SLICES / MICROS_PER_SECOND;
  return (
    <>
      <strong className="num">{children}</strong>
      {slice === undefined ? null : (
        <>
          <span>
            <span className="num">{formatRate(slice.messages / seconds)}</span> messages/s
          </span>
          <span>{counted(slice.trades, 'trade')}</span>
          {slice.gaps > 0 ? <span data-mark="gap">{counted(slice.gaps, 'gap')}</span> : null}
          {slice.disconnects > 0 ? <span data-mark="cut">{counted(slice.disconnects, 'disconnect')}</span> : null}
        </>
      )}
    </>
  );
}

const counted = (count: number, what: string): string => `${formatCount(count)} ${what}${count === 1 ? '' : 's'}`;

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

/** Rate as an area, trades as bars below it, gaps and disconnects as marks of their own shapes. */
function Picture({ slices }: { readonly slices: readonly TimelineSlice[] }) {
  if (slices.length === 0) return null;
  const mostMessages = Math.max(1, ...slices.map(({ messages }) => messages));
  const mostTrades = Math.max(1, ...slices.map(({ trades }) => trades));
  const high = RATE_FLOOR - MARKS;
  const top = (messages: number): number => RATE_FLOOR - (messages / mostMessages) * high;
  const area = slices.map(({ messages }, at) => `L${at} ${top(messages)}H${at + 1}`).join('');
  const bars = slices.map(({ trades }, at) =>
    trades === 0 ? '' : `M${at} ${HEIGHT}v${-Math.max(1.5, (trades / mostTrades) * TRADES_HIGH)}h1V${HEIGHT}z`,
  );
  const gaps = slices.map(({ gaps: count }, at) => (count > 0 ? `M${at - 1.5} 0h4l-2 ${MARKS}z` : ''));
  const cuts = slices.map(({ disconnects }, at) => (disconnects > 0 ? `M${at} 0h1V${RATE_FLOOR}h-1z` : ''));
  return (
    <>
      <path className="replay-rate" d={`M0 ${RATE_FLOOR}${area}V${RATE_FLOOR}z`} />
      <path className="replay-trades" d={bars.join('')} />
      <path className="replay-cut" d={cuts.join('')} />
      <path className="replay-gap" d={gaps.join('')} />
    </>
  );
}

type Scrub = { readonly scrub: number | null; follow(share: number): void; release(): void };

/** During a seek only the newest requested position is kept. */
function useScrub({ startMicros, endMicros }: ReplayState): Scrub {
  const [scrub, setScrub] = useState<number | null>(null);
  const wanted = useRef<number | null>(null);
  const isSeeking = useRef(false);
  const isHeld = useRef(false);
  const run = async (): Promise<void> => {
    if (isSeeking.current) return;
    isSeeking.current = true;
    while (wanted.current !== null) {
      const to = startMicros + wanted.current * (endMicros - startMicros);
      wanted.current = null;
      await seekReplay(to);
    }
    isSeeking.current = false;
    // The head stays where the pointer let it go until the books are there.
    if (!isHeld.current) setScrub(null);
  };
  return {
    scrub,
    follow(share) {
      isHeld.current = true;
      setScrub(share);
      wanted.current = share;
      void run();
    },
    release() {
      isHeld.current = false;
      if (!isSeeking.current) setScrub(null);
    },
  };
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
      // Without it the bar still seeks; the user need not act.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  return slices;
}
