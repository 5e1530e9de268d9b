/**
 * Computes the touch: the best prices of each venue, and the best over all live venues, in terms of the view.
 *
 * Two venues may cross (one bids more than the other asks) or lock; within one venue that cannot happen at rest. The engine computes
 * what a crossing earns after fees (domain/spread.ts).
 */
import type { LadderMember } from '../../../../src-shared/contract/ladder-frame.ts';
import type { FeeSchedule } from '../../../../src-shared/domain/fees.ts';
import type { Orientation } from '../../../../src-shared/domain/link.ts';
import { ONE_MICROS } from '../../../../src-shared/domain/micros.ts';

/** What a member is charged, and how its own book stands to the ladder. Null: not known yet. */
export type MemberTerms = { readonly fees: FeeSchedule | null; readonly orientation: Orientation };

export type TouchState = 'empty' | 'one-sided' | 'open' | 'locked' | 'crossed';

/** The best bid and ask of the live members; -1 where there is none. One object, rewritten for each frame. */
export type Touch = {
  state: TouchState;
  bidMicros: number;
  askMicros: number;
  bidMember: number;
  askMember: number;
};

export const emptyTouch = (): Touch => ({
  state: 'empty',
  bidMicros: -1,
  askMicros: -1,
  bidMember: -1,
  askMember: -1,
});

/** A member's best bid in the view; -1: none. */
export function viewBid(member: LadderMember, mirrored: boolean): number {
  if (!mirrored) return member.bidMicros;
  return member.askMicros < 0 ? -1 : ONE_MICROS - member.askMicros;
}

/** A member's best ask in the view; -1: none. */
export function viewAsk(member: LadderMember, mirrored: boolean): number {
  if (!mirrored) return member.askMicros;
  return member.bidMicros < 0 ? -1 : ONE_MICROS - member.bidMicros;
}

/** Writes the touch over the synced members into `out`. */
export function mergeTouch(members: readonly LadderMember[], mirrored: boolean, out: Touch): void {
  out.bidMicros = -1;
  out.askMicros = -1;
  out.bidMember = -1;
  out.askMember = -1;
  for (let m = 0; m < members.length; m++) {
    const member = members[m]!;
    if (member.phase !== 'synced') continue;
    const bid = viewBid(member, mirrored);
    const ask = viewAsk(member, mirrored);
    if (bid > out.bidMicros) {
      out.bidMicros = bid;
      out.bidMember = m;
    }
    if (ask >= 0 && (out.askMicros < 0 || ask < out.askMicros)) {
      out.askMicros = ask;
      out.askMember = m;
    }
  }
  out.state = stateOf(out.bidMicros, out.askMicros);
}

function stateOf(bidMicros: number, askMicros: number): TouchState {
  if (bidMicros < 0 && askMicros < 0) return 'empty';
  if (bidMicros < 0 || askMicros < 0) return 'one-sided';
  if (bidMicros > askMicros) return 'crossed';
  return bidMicros === askMicros ? 'locked' : 'open';
}
