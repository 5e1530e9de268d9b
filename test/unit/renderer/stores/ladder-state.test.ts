/** Checks for every state of a ladder which facts lead to it, and that only a current frame of the known members is live. */
import { describe, expect, it } from 'vitest';
import { type LadderFacts, ladderState, NO_FACTS } from '../../../../src-renderer/stores/ladder-state.ts';
import { ladderFrame } from '../panes/ladder/frames.ts';

const received = (tag: number, arrivedMs = 5) => ({
  frame: ladderFrame([[460_000, 1]], [], { members: [{ tag }] }),
  arrivedMs,
});

const live: LadderFacts = {
  isGone: false,
  tags: [7],
  connection: { live: true, reason: '' },
  watch: 'answered',
  newest: received(7),
  before: null,
};

describe('the state of a ladder', () => {
  it('is live for a frame of the known members that the running watch brought', () => {
    expect(ladderState(live)).toEqual({ is: 'live', ...live.newest });
  });

  it('is gone when the link no longer exists, whatever was received', () => {
    expect(ladderState({ ...live, isGone: true })).toEqual({ is: 'gone' });
  });

  it('is waiting without a reason until the first frame is due, and with one afterwards', () => {
    const asked: LadderFacts = { ...live, watch: 'requested', newest: null };
    expect(ladderState(asked)).toEqual({ is: 'waiting', reason: null });
    expect(ladderState(NO_FACTS)).toEqual({ is: 'waiting', reason: '' });
    expect(ladderState({ ...asked, watch: 'overdue' })).toEqual({
      is: 'waiting',
      reason: 'The engine has not answered yet.',
    });
    expect(ladderState({ ...asked, watch: { refused: 'Unknown market.' } })).toEqual({
      is: 'waiting',
      reason: 'Unknown market.',
    });
  });

  it('is renewing while a new watch has not answered, or the pane is hidden', () => {
    for (const watch of ['requested', 'paused'] as const) {
      expect(ladderState({ ...live, watch })).toEqual({ is: 'renewing', ...live.newest });
    }
  });

  it('is frozen while the window is cut off, although frames still arrive', () => {
    const connection = { live: false, reason: 'the connection was closed' };
    expect(ladderState({ ...live, connection })).toEqual({
      is: 'frozen',
      reason: 'the connection was closed',
      ...live.newest,
    });
  });

  it('is frozen when the watch is overdue or refused', () => {
    expect(ladderState({ ...live, watch: 'overdue' }).is).toBe('frozen');
    expect(ladderState({ ...live, watch: { refused: 'No book.' } })).toMatchObject({
      is: 'frozen',
      reason: 'No book.',
    });
  });

  it('keeps the frame before, frozen, when the newest one is of other members', () => {
    const before = received(7, 1);
    expect(ladderState({ ...live, before, newest: received(8, 2) })).toMatchObject({ is: 'frozen', ...before });
  });

  it('shows no levels when no frame is of the known members, and the newest again once they are known', () => {
    const facts: LadderFacts = { ...live, newest: received(8), before: received(9) };
    expect(ladderState(facts)).toMatchObject({ is: 'waiting', reason: expect.stringContaining('just changed') });
    expect(ladderState({ ...facts, tags: [8] })).toEqual({ is: 'live', ...facts.newest });
  });
});
