/**
 * Joins what several observers saw of one lane (the messages of one market that come to everybody in the same order) into one order.
 *
 * An observer is one connection of one recording. What each saw is a part of the truth in the truth's order; messages are the same
 * when their keys are. So a message goes out when no other observer has it behind something that must come before it, and takes
 * the place of the same message at the head of every other observer. Two true messages with equal keys in one recording therefore
 * both survive: the result has each key as often as the observer who saw it most often.
 *
 * A snapshot holds what came before it, and only its observer knows where it stands: right before that observer's next message. It
 * is used where nobody else followed the book without a break; elsewhere it could only do harm. When nobody is left who follows,
 * the lane reports it, and reports when an observer follows it again.
 */
import type { MessageIdentity, WholeBook } from '../../src-shared/venues/venue.ts';

/** A message may reach two observers so far apart: what one has and the other lacks around a snapshot came before it. */
const SPREAD_MICROS = 2_000_000;

export type MergeMessage = {
  readonly source: number;
  readonly observer: number;
  readonly identity: MessageIdentity;
  readonly channel: number;
  readonly receivedMicros: number;
  /** The receipt on a clock that all sources share. */
  readonly steadyMicros: number;
  readonly bytes: Uint8Array;
  /** Of a keyframe: the book to be written in the venue's form where it is needed; `bytes` are empty. */
  readonly book?: WholeBook;
};

/** A break: from here on the observer does not know what it missed. */
export type MergeBreak = { readonly observer: number; readonly steadyMicros: number; readonly isBreak: true };

export type LaneItem = MergeMessage | MergeBreak;

export interface LaneOutput {
  /** `sources`: who had it. */
  message(lane: MergeLane, message: MergeMessage, sources: readonly number[], steadyMicros: number): void;
  /** From here on no observer follows the lane, or one does again. */
  followed(lane: MergeLane, isFollowed: boolean, steadyMicros: number): void;
  /** A snapshot that was not needed, or a resend. */
  left(message: MergeMessage, why: 'snapshot' | 'resend'): void;
}

class Queue {
  readonly items: LaneItem[] = [];
  readonly counts = new Map<string, number>();
  head = 0;

  get first(): LaneItem | undefined {
    return this.items[this.head];
  }

  push(item: LaneItem): void {
    this.items.push(item);
    if (isShared(item)) this.counts.set(item.identity.key, (this.counts.get(item.identity.key) ?? 0) + 1);
  }

  shift(): void {
    const item = this.items[this.head++]!;
    if (isShared(item)) {
      const left = this.counts.get(item.identity.key)! - 1;
      if (left > 0) this.counts.set(item.identity.key, left);
      else this.counts.delete(item.identity.key);
    }
    if (this.head > 1_000 && this.head * 2 > this.items.length) {
      this.items.splice(0, this.head);
      this.head = 0;
    }
  }

  /** Whether the observer followed the lane when the message came, and does not have it: then it came before the head. */
  lacks({ identity, steadyMicros }: MergeMessage): boolean {
    const untilMicros = steadyMicros + 2 * SPREAD_MICROS;
    for (let at = this.head; at < this.items.length; at++) {
      const item = this.items[at]!;
      if ('isBreak' in item) return steadyMicros < item.steadyMicros;
      if (item.steadyMicros > untilMicros) return true;
      if (isShared(item) && item.identity.key === identity.key) return false;
    }
    return true;
  }

  /** The first message that everybody gets. */
  get firstShared(): MergeMessage | undefined {
    if (this.counts.size === 0) return undefined;
    for (let at = this.head; at < this.items.length; at++) {
      const item = this.items[at]!;
      if (isShared(item)) return item;
    }
    return undefined;
  }

  /** Whether a message that everybody gets follows the head without a break. */
  get goesOn(): boolean {
    for (let at = this.head + 1; at < this.items.length; at++) {
      const item = this.items[at]!;
      if ('isBreak' in item) return false;
      if (isShared(item)) return true;
    }
    return false;
  }

  get hasShared(): boolean {
    return this.counts.size > 0;
  }
}

/** A message that everybody gets, as against a break or one recorder's snapshot. */
function isShared(item: LaneItem): item is MergeMessage {
  return !('isBreak' in item) && item.identity.kind !== 'snapshot';
}

export class MergeLane {
  readonly venue: string;
  readonly market: string;
  readonly carriesBook: boolean;
  /** When the last message of the lane went out. */
  lastMicros = 0;
  private readonly queues = new Map<number, Queue>();
  private readonly live = new Set<number>();
  private readonly seen = new Set<string>();
  private followed: boolean | null = null;
  private lastSnapshot = '';
  private pending = 0;
  /** ... of which are no breaks. */
  private pendingMessages = 0;

  constructor(venue: string, market: string, carriesBook: boolean) {
    this.venue = venue;
    this.market = market;
    this.carriesBook = carriesBook;
  }

  get isEmpty(): boolean {
    return this.pending === 0;
  }

  push(item: LaneItem): void {
    let queue = this.queues.get(item.observer);
    if (!queue) {
      // A break of an observer that never saw the lane is no news here.
      if ('isBreak' in item) return;
      queue = new Queue();
      this.queues.set(item.observer, queue);
    }
    queue.push(item);
    this.pending++;
    if (!('isBreak' in item)) this.pendingMessages++;
  }

  /** Hands on everything that is certain up to a moment; `isLast`: nothing more will come from anybody. */
  drain(untilMicros: number, isLast: boolean, out: LaneOutput): void {
    while (this.pending > 0) {
      const item = this.choose(untilMicros);
      if (item === null) return;
      const queue = this.queues.get(item.observer)!;
      if ('isBreak' in item) this.takeBreak(item, queue, isLast, out);
      else if (isShared(item)) this.takeShared(item, out);
      else this.takeSnapshot(item, queue, out);
    }
  }

  /** The head that goes next; null when all are later than the moment. */
  private choose(untilMicros: number): LaneItem | null {
    let best: LaneItem | null = null;
    let earliest: LaneItem | null = null;
    let waits = false;
    for (const [observer, queue] of this.queues) {
      const item = queue.first;
      if (!item) continue;
      if (item.steadyMicros > untilMicros) {
        waits = true;
        continue;
      }
      if (earliest === null || isEarlier(item, earliest)) earliest = item;
      if (best !== null && !isEarlier(item, best)) continue;
      if (this.mayGo(observer, queue, item)) best = item;
    }
    if (best || !earliest) return best;
    // What blocks it may still be too young. Else equal keys in another order block each other, and the earliest goes.
    return waits && earliest.steadyMicros > untilMicros - SPREAD_MICROS ? null : earliest;
  }

  private mayGo(observer: number, queue: Queue, item: LaneItem): boolean {
    const isSnapshot = !('isBreak' in item) && item.identity.kind === 'snapshot';
    // A keyframe of an observer who follows is of no use: nothing need wait for it.
    if (isSnapshot && 'book' in item && this.live.has(observer)) return true;
    for (const [other, theirs] of this.queues) {
      if (other === observer) continue;
      const head = theirs.first;
      if (head === undefined) continue;
      const shared = isSnapshot ? theirs.firstShared : undefined;
      if (shared) {
        const isNear = shared.steadyMicros < item.steadyMicros + SPREAD_MICROS;
        if (isNear && queue.lacks(shared)) return false;
      }
      if (!isShared(item)) continue;
      const { key } = item.identity;
      const isSame = isShared(head) && head.identity.key === key;
      if (!isSame && theirs.counts.has(key)) return false;
    }
    return true;
  }

  private takeShared(item: MergeMessage, out: LaneOutput): void {
    const { key, once } = item.identity;
    const sources: number[] = [];
    let earliest = item;
    let steadyMicros = item.steadyMicros;
    for (const queue of this.queues.values()) {
      const head = queue.first;
      if (head === undefined || !isShared(head) || head.identity.key !== key) continue;
      this.shift(queue);
      if (!sources.includes(head.source)) sources.push(head.source);
      if (head.receivedMicros < earliest.receivedMicros) earliest = head;
      steadyMicros = Math.min(steadyMicros, head.steadyMicros);
    }
    if (once && this.seen.has(key)) {
      out.left(item, 'resend');
      return;
    }
    if (once) this.seen.add(key);
    this.lastSnapshot = '';
    this.lastMicros = Math.max(this.lastMicros, steadyMicros);
    out.message(this, earliest, sources, this.lastMicros);
  }

  private takeSnapshot(item: MergeMessage, queue: Queue, out: LaneOutput): void {
    const wasLive = this.live.has(item.observer);
    const othersLive = this.live.size > (wasLive ? 1 : 0);
    const othersGoOn = [...this.queues].some(([other, { hasShared }]) => other !== item.observer && hasShared);
    const isPlaced = wasLive && queue.goesOn;
    this.shift(queue);
    this.live.add(item.observer);
    // A keyframe is our own note of a book: used where there is nothing else.
    if (item.book && (wasLive || othersLive)) return;
    const isRepeat = this.lastSnapshot === item.identity.key;
    if (isRepeat || (othersLive && !isPlaced && (!wasLive || othersGoOn))) {
      out.left(item, 'snapshot');
      return;
    }
    this.lastSnapshot = item.identity.key;
    this.lastMicros = Math.max(this.lastMicros, item.steadyMicros);
    if (this.followed === false) out.followed(this, true, this.lastMicros);
    this.followed = true;
    out.message(this, item, [item.source], this.lastMicros);
  }

  private takeBreak(item: MergeBreak, queue: Queue, isLast: boolean, out: LaneOutput): void {
    this.shift(queue);
    if (!this.live.delete(item.observer) || this.live.size > 0 || this.followed !== true) return;
    if (isLast && this.pendingMessages === 0) return;
    this.followed = false;
    this.lastMicros = Math.max(this.lastMicros, item.steadyMicros);
    out.followed(this, false, this.lastMicros);
  }

  private shift(queue: Queue): void {
    const item = queue.first;
    queue.shift();
    this.pending--;
    if (item !== undefined && !('isBreak' in item)) this.pendingMessages--;
  }
}

/** By the venue's own time where both have one: it does not depend on who received it. */
function isEarlier(a: LaneItem, b: LaneItem): boolean {
  if (isShared(a) && isShared(b)) {
    const aMs = a.identity.timeMs;
    const bMs = b.identity.timeMs;
    if (aMs > 0 && bMs > 0 && aMs !== bMs) return aMs < bMs;
  }
  return a.steadyMicros < b.steadyMicros;
}
