/** A window of a shard behind the engine's window hub, on a real message channel, played by the test; the test sets the time. */
import { decodeLadderFrame, type LadderFrame } from '../../../../src-shared/contract/ladder-frame.ts';
import type { EngineToWindow, Watch, WindowToEngine } from '../../../../src-shared/contract/window-engine.ts';
import { Noted } from '../../noted.ts';
import { type PortPair, portPair } from '../../port-pair.ts';
import { NOW_MS, type TestShard } from '../shard/with-shard.ts';

export const INTERVAL_MS = 50;

type Quotes = Extract<EngineToWindow, { kind: 'quotes' }>;
type Trades = Extract<EngineToWindow, { kind: 'trades' }>;
type Spreads = Extract<EngineToWindow, { kind: 'spreads' }>;

export class TestWindow {
  readonly test: TestShard;
  readonly pair: PortPair<EngineToWindow, WindowToEngine>;
  private readonly taken = new Noted<unknown>();
  private said = 0;
  private sentinels = 0;

  constructor(test: TestShard, window = 1) {
    this.test = test;
    this.pair = portPair<EngineToWindow, WindowToEngine>();
    test.hub.add(window, this.pair.near);
    const { onMessage } = this.pair.near;
    this.pair.near.onMessage = (data) => {
      onMessage?.(data);
      this.taken.add(data);
    };
  }

  /** Says something, and waits until the shard has taken it. */
  async say(message: unknown): Promise<void> {
    this.pair.far.post(message as WindowToEngine);
    await this.taken.count(++this.said);
  }

  watch(watch: number, of: Watch): Promise<void> {
    return this.say({ kind: 'watch', watch, of });
  }

  ack(watch: number, frame: number, delayMicros = 100): Promise<void> {
    return this.say({ kind: 'ack', watch, frame, delayMicros });
  }

  /** What was sent since the last look, when the shard publishes at this time. */
  async publish(nowMs = NOW_MS): Promise<readonly (EngineToWindow | LadderFrame)[]> {
    this.test.shard.publish(nowMs, INTERVAL_MS, nowMs * 1_000);
    const { heard, near } = this.pair;
    const sentinel = { kind: 'refused', watch: -1, text: `sentinel ${++this.sentinels}` } as const;
    near.post(sentinel);
    await heard.until((items) =>
      items.some((item) => !(item instanceof Uint8Array) && item.kind === 'refused' && item.text === sentinel.text),
    );
    const items = heard.items
      .splice(0)
      .filter((item) => item instanceof Uint8Array || item.kind !== 'refused' || item.watch !== -1);
    return items.map((item) => (item instanceof Uint8Array ? decodeLadderFrame(item) : item));
  }

  async ladders(nowMs = NOW_MS): Promise<readonly LadderFrame[]> {
    return (await this.publish(nowMs)).filter((item) => 'members' in item);
  }

  async quotes(nowMs = NOW_MS): Promise<readonly Quotes[]> {
    return (await this.publish(nowMs)).filter((item) => 'kind' in item && item.kind === 'quotes');
  }

  async spreads(nowMs = NOW_MS): Promise<readonly Spreads[]> {
    return (await this.publish(nowMs)).filter((item) => 'kind' in item && item.kind === 'spreads');
  }

  async trades(nowMs = NOW_MS): Promise<readonly Trades[]> {
    return (await this.publish(nowMs)).filter((item) => 'trades' in item);
  }
}

/** The levels of a frame's side, best first, as [price, total, sizes]. */
export function levelsOf(
  frame: LadderFrame,
  side: 'bids' | 'asks',
): readonly (readonly [number, number, readonly number[]])[] {
  const { count, prices, totals, sizes } = frame[side];
  const members = frame.members.length;
  return Array.from(
    { length: count },
    (_, at) => [prices[at]!, totals[at]!, [...sizes.slice(at * members, (at + 1) * members)]] as const,
  );
}
