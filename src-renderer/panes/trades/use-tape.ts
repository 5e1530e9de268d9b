/** Follows the trades of a target while the pane is visible and updates at a readable pace. */
import { useEffect, useMemo, useState } from 'react';
import type { LinkMember } from '../../../src-shared/domain/link.ts';
import { engineClient } from '../../stores/clients.ts';
import { replayStore } from '../../stores/replay-store.ts';
import type { TargetInfo } from '../../stores/target.ts';
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
  // Links and facts are sent again without a change of market: the tape depends on the members only.
  const key = JSON.stringify(info?.members.map(({ listing, orientation }) => ({ listing, orientation })) ?? []);
  const tape = useMemo(() => new Tape(JSON.parse(key) as readonly LinkMember[]), [key]);
  const [view, setView] = useState<TapeView>(NOTHING);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let dropped = 0;
    const draw = (): void => {
      timer = undefined;
      setView({ rows: tape.rows.slice(), dropped });
    };
    const { replay } = replayStore.getState();
    if (replay !== null) tape.forgetAfter(replay.atMicros);
    // An engine that was restarted may have nothing to send for long.
    draw();
    if (tape.listings.length === 0 || !visible) return;
    tape.resume();
    const unwatch = engineClient.watchTrades(
      tape.listings,
      (trades, droppedNow) => {
        dropped = droppedNow;
        tape.add(trades);
        timer ??= setTimeout(draw, DRAW_INTERVAL_MS);
      },
      () => tape.resume(),
    );
    const unfollow = replayStore.subscribe(({ replay: now }, { replay: before }) => {
      if (now === null || before === null || now.atMicros >= before.atMicros) return;
      if (tape.forgetAfter(now.atMicros)) timer ??= setTimeout(draw, DRAW_INTERVAL_MS);
    });
    return () => {
      clearTimeout(timer);
      unfollow();
      unwatch();
    };
  }, [tape, visible]);
  return view;
}
