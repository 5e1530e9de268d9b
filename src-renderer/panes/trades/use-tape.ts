/**
 * Follows the trades of a target while the pane is visible, and shows them at a reading pace.
 */
import { useEffect, useMemo, useState } from 'react';
import { engineClient } from '../../frames/clients.ts';
import { replayStore } from '../../frames/replay-store.ts';
import type { TargetInfo } from '../../frames/target.ts';
import { Tape, type TapeRow } from './tape.ts';

/** The list is drawn again at most this often: faster cannot be read, and filtering thousands of rows is not free. */
const DRAW_INTERVAL_MS = 100;

export type TapeView = {
  /** Oldest first. */
  readonly rows: readonly TapeRow[];
  /** Trades the engine dropped because the window did not take them in time. */
  readonly dropped: number;
};

const NOTHING: TapeView = { rows: [], dropped: 0 };

/** The tape of a target; a new target starts a new one. */
export function useTape(info: TargetInfo | null, visible: boolean): TapeView {
  // The facts of a listing may change without it being another market: the tape hangs on the members alone.
  const key = info?.members.map((member) => `${member.listing} ${member.orientation}`).join('\n') ?? '';
  const link = info?.link ?? null;
  const tape = useMemo(() => ({ key, tape: new Tape(link) }), [key, link]);
  const [view, setView] = useState<TapeView>(NOTHING);
  useEffect(() => {
    setView(NOTHING);
    if (tape.key === '' || !visible) return;
    const listings = tape.key.split('\n').map((line) => line.slice(0, line.lastIndexOf(' ')));
    let timer: ReturnType<typeof setTimeout> | undefined;
    let dropped = 0;
    const draw = (): void => {
      timer = undefined;
      setView({ rows: tape.tape.rows.slice(), dropped });
    };
    const unwatch = engineClient.watchTrades(listings, (trades, droppedNow) => {
      dropped = droppedNow;
      tape.tape.add(trades);
      timer ??= setTimeout(draw, DRAW_INTERVAL_MS);
    });
    const unfollow = replayStore.subscribe(({ replay }, { replay: before }) => {
      if (replay === null || before === null || replay.atMicros >= before.atMicros) return;
      if (tape.tape.forgetAfter(replay.atMicros)) timer ??= setTimeout(draw, DRAW_INTERVAL_MS);
    });
    return () => {
      clearTimeout(timer);
      unfollow();
      unwatch();
    };
  }, [tape, visible]);
  return view;
}
