/**
 * Plays a session: hands its items on in their order, at the pace the user chooses.
 *
 * Time is the recording's. Playing hands on everything up to the moment that speed and the wall clock give; as fast as possible,
 * everything the receiver can take. Seeking starts at the last keyframe before the moment and plays what lies between without a
 * pause, so that the books are what they were. The same session gives the same items in the same order, whatever was sought
 * before.
 */
import type { SessionEvent } from '../../src-shared/domain/session.ts';
import type { EventItem, FrameItem, KeyframeItem, SessionItem } from '../session/session-item.ts';

/** Items handed on in one turn of the event loop: 1 to 2 ms of work. */
const TURN_ITEMS = 1_000;
const TURN_MS = 5;
const MICROS_PER_MS = 1_000;

/** What a player reads. */
export interface ReplaySource {
  readonly startMicros: number;
  readonly endMicros: number;
  readonly messages: number;
  /** Items from the one after exactly `frame` frames on. */
  items(frame: number, signal: AbortSignal): AsyncIterable<readonly SessionItem[]>;
  /** The keyframe that the recording began with, or null. */
  firstKeyframe(): Promise<KeyframeItem | null>;
  /** The last keyframe at or before the moment. */
  keyframeBefore(micros: number): Promise<KeyframeItem | null>;
  /** Events from which the connections are what they were before exactly `frame` frames. */
  eventsBefore(frame: number): Promise<readonly EventItem[]>;
}

/** Who is played to. */
export interface ReplaySink {
  frame(item: FrameItem): void;
  event(atMicros: number, event: SessionEvent): void;
  /** Everything becomes what it was at the keyframe; null: nothing is known yet. */
  restore(keyframe: KeyframeItem | null, events: readonly EventItem[], atMicros: number): void;
  /** What is handed on while it holds is on the way to another moment: nobody is to see it. */
  hold(isHeld: boolean): void;
  /** The books become these, nothing else changes. */
  seed(keyframe: KeyframeItem): void;
  /** As much was handed on and not yet taken as may be. */
  isFull(): boolean;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
  /** Something of {@link ReplayPlayer} changed. */
  onState(): void;
}

export class ReplayPlayer {
  playing = false;
  speed = 1;
  atMicros: number;
  /** Frames played. */
  message = 0;
  atEnd = false;
  private readonly source: ReplaySource;
  private readonly sink: ReplaySink;
  private items: AsyncIterator<readonly SessionItem[]> | null = null;
  private group: readonly SessionItem[] = [];
  private next = 0;
  /** What the books become on the way: a recording begins in mid-stream, and its first keyframe holds what they were. */
  private ahead: KeyframeItem | null = null;
  private reading = new AbortController();
  private isStopped = false;
  private timer: NodeJS.Timeout | null = null;
  private baseMicros = 0;
  private baseMs = 0;
  /** One thing at a time: a seek waits for the step before it. */
  private work: Promise<void> = Promise.resolve();

  constructor(source: ReplaySource, sink: ReplaySink) {
    this.source = source;
    this.sink = sink;
    this.atMicros = source.startMicros;
  }

  /** Speed 0: as fast as possible. */
  play(speed: number): void {
    this.speed = speed;
    this.playing = !this.atEnd;
    this.baseMicros = this.atMicros;
    this.baseMs = performance.now();
    this.sink.onState();
    if (this.playing) this.turnSoon(0);
  }

  pause(): void {
    this.playing = false;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.sink.onState();
  }

  /** Goes to a moment; resolves when everything before it was handed on. */
  seek(atMicros: number): Promise<void> {
    const target = Math.min(Math.max(atMicros, this.source.startMicros), this.source.endMicros);
    return this.queue(async () => {
      const wasPlaying = this.playing;
      this.pause();
      this.sink.hold(true);
      try {
        const keyframe = await this.source.keyframeBefore(target);
        // One before the first frame is met on the way, behind the events of the subscriptions.
        await this.open(keyframe?.frames === 0 ? null : keyframe);
        // The beginning shows the books that the recording began with, not what was known before its subscriptions.
        await this.runUntil((item) => timeOf(item) > target && !(this.isBeforeBooks && item.kind === 'event'));
        if (this.isBeforeBooks) this.seedIfDue();
      } finally {
        this.sink.hold(false);
      }
      this.atMicros = target;
      if (wasPlaying) this.play(this.speed);
      else this.sink.onState();
    });
  }

  /** Hands on items up to and with the next one that `isGoal` accepts; without one, to the end. */
  step(isGoal: (item: FrameItem) => boolean): Promise<void> {
    return this.queue(async () => {
      this.pause();
      let reached = false;
      await this.runUntil((item) => {
        if (reached) return true;
        reached = item.kind === 'frame' && isGoal(item);
        return false;
      });
      this.sink.onState();
    });
  }

  /** What was asked for before ends where it is. */
  stop(): void {
    this.isStopped = true;
    this.pause();
    this.close();
  }

  /** A reader that is left half-way must be ended, or its file stays open. */
  private close(): void {
    this.reading.abort();
    void this.items?.return?.().catch(() => {});
    this.items = null;
  }

  private queue(work: () => Promise<void>): Promise<void> {
    const turn = this.work.then(work);
    this.work = turn.catch(() => {});
    return turn;
  }

  private turnSoon(ms: number): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.queue(() => this.turn());
    }, ms);
  }

  /** Hands on what is due, and comes back. */
  private async turn(): Promise<void> {
    if (!this.playing) return;
    const elapsedMicros = (performance.now() - this.baseMs) * MICROS_PER_MS * this.speed;
    const dueMicros = this.speed === 0 ? Number.POSITIVE_INFINITY : this.baseMicros + elapsedMicros;
    let handed = 0;
    while (handed < TURN_ITEMS) {
      if (this.sink.isFull()) {
        await this.sink.room();
        // Room may be long in coming, and the user may have paused meanwhile.
        if (!this.playing) return;
      }
      const item = this.here() ?? (await this.peek());
      if (item === null) {
        this.end();
        return;
      }
      if (timeOf(item) > dueMicros) break;
      this.hand(item);
      handed++;
    }
    if (this.speed > 0) this.atMicros = Math.min(Math.max(this.atMicros, dueMicros), this.source.endMicros);
    if (handed < TURN_ITEMS) this.turnSoon(TURN_MS);
    else {
      await nextTurn();
      void this.queue(() => this.turn());
    }
  }

  private async runUntil(stop: (item: SessionItem) => boolean): Promise<void> {
    for (let handed = 1; !this.isStopped; handed++) {
      const item = this.here() ?? (await this.peek());
      if (item === null) {
        this.end();
        return;
      }
      if (stop(item)) return;
      this.hand(item);
      if (this.sink.isFull()) await this.sink.room();
      if (handed % TURN_ITEMS === 0) await nextTurn();
    }
  }

  private end(): void {
    this.playing = false;
    this.atEnd = true;
    this.atMicros = this.source.endMicros;
    this.sink.onState();
  }

  private async open(keyframe: KeyframeItem | null): Promise<void> {
    this.close();
    this.reading = new AbortController();
    this.message = keyframe?.frames ?? 0;
    this.atMicros = keyframe?.atMicros ?? this.source.startMicros;
    this.atEnd = false;
    this.group = [];
    this.next = 0;
    const events = keyframe ? await this.source.eventsBefore(keyframe.frames) : [];
    this.ahead = keyframe ? null : await this.source.firstKeyframe();
    this.sink.restore(keyframe, events, this.atMicros);
    this.items = this.source.items(this.message, this.reading.signal)[Symbol.asyncIterator]();
  }

  /** Before the first frame of a recording whose books then are known. */
  private get isBeforeBooks(): boolean {
    return this.message === 0 && this.ahead?.frames === 0;
  }

  /** A keyframe stands in the file behind the frames that came while it was written: its number gives the place where it belongs. */
  private seedIfDue(): void {
    if (this.ahead?.frames !== this.message) return;
    this.sink.seed(this.ahead);
    this.ahead = null;
  }

  /** The next item where it is read already: a promise for each would cost more than all the rest. */
  private here(): SessionItem | null {
    return this.next < this.group.length ? this.group[this.next]! : null;
  }

  /** The next item, without taking it; null at the end. */
  private async peek(): Promise<SessionItem | null> {
    if (this.isStopped) return null;
    if (this.items === null) await this.open(null);
    while (this.next >= this.group.length) {
      const read = await this.items!.next();
      if (read.done === true) return null;
      this.group = read.value;
      this.next = 0;
    }
    return this.group[this.next]!;
  }

  private hand(item: SessionItem): void {
    this.next++;
    const atMicros = timeOf(item);
    if (atMicros > this.atMicros) this.atMicros = atMicros;
    if (item.kind === 'frame') {
      // One that was asked for before the first frame belongs behind the events of the subscriptions.
      if (this.message === 0) this.seedIfDue();
      this.message++;
      this.sink.frame(item);
      this.seedIfDue();
    } else if (item.kind === 'event') {
      this.sink.event(item.atMicros, item.event);
    }
  }
}

function timeOf(item: SessionItem): number {
  return item.kind === 'frame' ? item.receivedMicros : item.atMicros;
}

/** Others' turn: sockets, windows, the engine's answers. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
