/** The windows that a shard serves, by number. The window hub has validated what they send. */
import type { WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import type { Trade } from '../../src-shared/domain/trade.ts';
import { type PostToWindow, WindowSession, type WindowSource } from '../publish/window-session.ts';

export class ShardWindows {
  private readonly source: WindowSource;
  private readonly windows = new Map<number, WindowSession>();

  constructor(source: WindowSource) {
    this.source = source;
  }

  /** A window opened, which watches nothing yet; one that was loaded again takes the place of the one before. */
  open(window: number, post: PostToWindow): void {
    this.windows.set(window, new WindowSession(this.source, post));
  }

  take(window: number, message: WindowToEngine): void {
    this.windows.get(window)?.take(message);
  }

  close(window: number): void {
    this.windows.delete(window);
  }

  /** Instruments or links changed: watches may be about other books now. */
  refresh(): void {
    for (const window of this.windows.values()) window.refresh();
  }

  trade(trade: Trade): void {
    for (const window of this.windows.values()) window.trade(trade);
  }

  /** Sends what is due. */
  publish(nowMs: number, intervalMs: number, sentMicros: number): void {
    for (const window of this.windows.values()) window.publish(nowMs, intervalMs, sentMicros);
  }
}
