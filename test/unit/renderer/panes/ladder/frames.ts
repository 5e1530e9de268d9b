/** Ladder frames for tests: written plainly, and passed through the codec, so that what is read is what the wire carries. */
import {
  decodeLadderFrame,
  emptyLadderFrame,
  emptyMember,
  encodeLadderFrame,
  type LadderFrame,
  type LadderMember,
  type LadderSide,
  ladderSide,
} from '../../../../../src-shared/contract/ladder-frame.ts';

/** A level: price in millionths, then the size of each member in whole contracts. */
export type Level = readonly [priceMicros: number, ...sizes: number[]];

export type FrameOptions = {
  readonly frame?: number;
  readonly groupMicros?: number;
  readonly flags?: number;
  readonly members?: readonly Partial<LadderMember>[];
};

/** A frame of these levels, best first on both sides; touches of the members follow from their levels. */
export function ladderFrame(bids: readonly Level[], asks: readonly Level[], options: FrameOptions = {}): LadderFrame {
  const count = Math.max(1, ...[...bids, ...asks].map((level) => level.length - 1));
  const members = Array.from(
    { length: count },
    (_, m): LadderMember => ({
      ...emptyMember(),
      phase: 'synced',
      lastReceivedMs: 1_700_000_000_000,
      bidMicros: touchOf(bids, m),
      askMicros: touchOf(asks, m),
      bidSizeMicros: touchSizeOf(bids, m),
      askSizeMicros: touchSizeOf(asks, m),
      bidDepthMicros: depthOf(bids, m),
      askDepthMicros: depthOf(asks, m),
      bidLevels: bids.filter((level) => level[m + 1]! > 0).length,
      askLevels: asks.filter((level) => level[m + 1]! > 0).length,
      ...options.members?.[m],
    }),
  );
  const live = members.map(({ phase }) => phase === 'synced');
  return decodeLadderFrame(
    encodeLadderFrame({
      ...emptyLadderFrame(count, 0),
      bidLevels: bids.length,
      askLevels: asks.length,
      watch: 1,
      frame: options.frame ?? 1,
      groupMicros: options.groupMicros ?? 0,
      flags: options.flags ?? 0,
      sentMicros: 1_700_000_000_000_000,
      bookMicros: 1_700_000_000_000_000,
      members,
      bids: sideOf(bids, live),
      asks: sideOf(asks, live),
    }),
  );
}

const touchOf = (levels: readonly Level[], member: number): number =>
  levels.find((level) => (level[member + 1] ?? 0) > 0)?.[0] ?? -1;

const touchSizeOf = (levels: readonly Level[], member: number): number =>
  (levels.find((level) => (level[member + 1] ?? 0) > 0)?.[member + 1] ?? 0) * 1_000_000;

const depthOf = (levels: readonly Level[], member: number): number =>
  lots(levels.reduce((sum, level) => sum + (level[member + 1] ?? 0), 0));

function sideOf(levels: readonly Level[], live: readonly boolean[]): LadderSide {
  const side = ladderSide(levels.length, live.length);
  side.count = levels.length;
  levels.forEach(([price, ...sizes], at) => {
    side.prices[at] = price;
    live.forEach((isLive, m) => {
      const size = (sizes[m] ?? 0) * 1_000_000;
      side.sizes[at * live.length + m] = size;
      if (isLive) side.totals[at] = side.totals[at]! + size;
    });
  });
  return side;
}

/** Contracts in millionths. */
export const lots = (count: number): number => count * 1_000_000;
