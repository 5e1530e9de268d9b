/**
 * Watches the ladder of one market and reports its state whenever it changes ({@link ladderState}).
 *
 * Restarts the watch when the window is connected again: frames received in between do not count. After the grouping changed
 * the last frame stays as it was until the new watch answers or is overdue, so that a regrouped ladder does not flicker.
 */
import { memberTag } from '../../src-shared/contract/ladder-frame.ts';
import { connectionStore } from '../ports/connection-store.ts';
import type { EngineClient } from '../ports/engine-client.ts';
import { type LadderFacts, type LadderState, ladderState, NO_FACTS, shownFrame } from './ladder-state.ts';
import type { TargetInfo } from './target.ts';

/** A watch that has brought nothing for this long is not shown as live. */
const FRAME_OVERDUE_MS = 1_000;

export class LadderFeed {
  private readonly watchLadder: EngineClient['watchLadder'];
  private readonly onState: (state: LadderState) => void;
  private facts: LadderFacts = NO_FACTS;
  private target = '';
  /** Null: paused. */
  private groupMicros: number | null = null;
  private endWatch: (() => void) | null = null;
  private endConnection: (() => void) | null = null;
  private overdue: ReturnType<typeof setTimeout> | undefined;

  constructor(watchLadder: EngineClient['watchLadder'], onState: (state: LadderState) => void) {
    this.watchLadder = watchLadder;
    this.onState = onState;
  }

  /** Follows this market with this grouping (0: a row a price); null pauses, as for a pane that is hidden. */
  follow({ id, isGone, members }: Pick<TargetInfo, 'id' | 'isGone' | 'members'>, groupMicros: number | null): void {
    if (id !== this.target) {
      this.stop();
      this.target = id;
      this.facts = NO_FACTS;
    }
    const tags = members.map(({ listing, orientation }) => memberTag(listing, orientation === 'inverted'));
    this.change({ isGone, tags });
    if (isGone || groupMicros === null) this.stop();
    else if (groupMicros !== this.groupMicros) this.start(groupMicros);
  }

  /** Ends the watch. What was received is no longer current. */
  stop(): void {
    if (this.groupMicros === null) return;
    clearTimeout(this.overdue);
    this.groupMicros = null;
    this.endWatch?.();
    this.endWatch = null;
    this.endConnection?.();
    this.endConnection = null;
    this.change({ watch: 'paused' });
  }

  private start(groupMicros: number): void {
    this.groupMicros = groupMicros;
    this.endConnection ??= connectionStore.subscribe(({ live, reason, revivals }, before) => {
      const isRevived = revivals !== before.revivals;
      this.change({ connection: { live, reason }, watch: isRevived ? 'requested' : this.facts.watch });
      if (isRevived) this.watch();
    });
    const { live, reason } = connectionStore.getState();
    this.change({ connection: { live, reason }, watch: this.facts.watch === 'answered' ? 'answered' : 'requested' });
    this.watch();
  }

  private watch(): void {
    this.endWatch?.();
    clearTimeout(this.overdue);
    this.overdue = setTimeout(() => this.change({ watch: 'overdue' }), FRAME_OVERDUE_MS);
    this.endWatch = this.watchLadder(
      this.target,
      this.groupMicros ?? 0,
      (frame) => {
        const newest = { frame, arrivedMs: performance.now() };
        this.answered({ newest, before: shownFrame(this.facts), watch: 'answered' });
      },
      (text) => this.answered({ watch: { refused: text } }),
    );
  }

  private answered(change: Partial<LadderFacts>): void {
    clearTimeout(this.overdue);
    this.change(change);
  }

  private change(change: Partial<LadderFacts>): void {
    this.facts = { ...this.facts, ...change };
    this.onState(ladderState(this.facts));
  }
}
