/**
 * Connects windows with shards: validates what a window sends and passes it to every shard; what a shard sends goes to its window.
 *
 * Each shard serves the part of a watch that it has books for. The hub remembers what a window watches, so that a restarted shard
 * serves it too.
 */
import type { Port } from '../../src-shared/contract/port.ts';
import type { EngineToWindow, WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import { WATCHES_PER_WINDOW_MAX } from '../../src-shared/domain/limits.ts';
import type { ShardLink } from '../shard/shard-link.ts';
import { readWindowMessage } from './window-message.ts';

type HubWindow = {
  readonly port: Port<EngineToWindow, WindowToEngine>;
  readonly watches: Map<number, WindowToEngine>;
  visible: boolean;
};

export class WindowHub {
  private readonly windows = new Map<number, HubWindow>();
  private readonly shards: readonly Pick<ShardLink, 'post'>[];

  constructor(shards: readonly Pick<ShardLink, 'post'>[]) {
    this.shards = shards;
  }

  add(window: number, port: Port<EngineToWindow, WindowToEngine>): void {
    const hubWindow: HubWindow = { port, watches: new Map(), visible: true };
    this.windows.set(window, hubWindow);
    for (const shard of this.shards) shard.post({ kind: 'window-opened', window });
    port.onMessage = (data) => {
      const message = readWindowMessage(data);
      if (message) this.take(window, hubWindow, message);
    };
    port.onClose = () => {
      if (this.windows.get(window) !== hubWindow) return;
      this.windows.delete(window);
      for (const shard of this.shards) shard.post({ kind: 'window-closed', window });
    };
  }

  send(window: number, data: EngineToWindow | Uint8Array<ArrayBuffer>): void {
    this.windows.get(window)?.port.post(data);
  }

  /** Sends a new shard all windows and what they watch. */
  introduce(shard: ShardLink): void {
    for (const [window, { watches, visible }] of this.windows) {
      shard.post({ kind: 'window-opened', window });
      for (const message of watches.values()) shard.post({ kind: 'window-message', window, message });
      if (!visible) shard.post({ kind: 'window-message', window, message: { kind: 'visible', visible } });
    }
  }

  private take(window: number, hubWindow: HubWindow, message: WindowToEngine): void {
    if (message.kind === 'watch') remember(hubWindow.watches, message);
    else if (message.kind === 'unwatch') hubWindow.watches.delete(message.watch);
    else if (message.kind === 'visible') hubWindow.visible = message.visible;
    for (const shard of this.shards) shard.post({ kind: 'window-message', window, message });
  }
}

/** As many as a shard takes: what is beyond is refused there, and a window cannot fill the memory with numbers. */
function remember(watches: HubWindow['watches'], message: Extract<WindowToEngine, { kind: 'watch' }>): void {
  if (watches.size < WATCHES_PER_WINDOW_MAX || watches.has(message.watch)) watches.set(message.watch, message);
}
