/**
 * The window's end of the engine port: watches, frames and their acknowledgement.
 *
 * A watch survives lost ports and restarted engines: it is sent again after every reconnect, and retried while the engine refuses
 * it. Each frame is acknowledged once its owner has taken it, with its transport delay; the acknowledgement paces the engine. When
 * the port is lost every watch is notified at once: what it brought is no longer live.
 */
import { decodeLadderFrame, type LadderFrame } from '../../src-shared/contract/ladder-frame.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import type { EngineToWindow, QuoteRow, Watch, WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { SpreadRow } from '../../src-shared/domain/spread.ts';
import { Backoff } from '../../src-shared/domain/supervision/backoff.ts';
import type { Trade } from '../../src-shared/domain/trade.ts';
import type { PortState } from './connection-store.ts';
import { REFUSED_FIRST_MS, REFUSED_MAX_MS } from './limits.ts';
import { createReconnectingPort } from './reconnecting-port.ts';

export type EngineClient = {
  start(): void;
  stop(): void;
  /**
   * Watches the ladder of a listing or link; `groupMicros` 0: a row a price. `onFrame` gets each frame once and must not
   * change it; `onRefused` gets the reason of a refusal, which is retried automatically. Returns a function that ends the watch.
   */
  watchLadder(
    target: string,
    groupMicros: number,
    onFrame: (frame: LadderFrame) => void,
    onRefused?: (text: string) => void,
  ): () => void;
  /** `onCut`: the port is lost; all rows are sent again when it is back. */
  watchQuotes(
    listings: readonly ListingId[],
    onRows: (rows: readonly QuoteRow[]) => void,
    onCut?: () => void,
  ): () => void;
  /**
   * The first call brings the trades already known. `dropped` counts since the watch began. `onCut`: the port is lost; when it is back,
   * what is known then comes.
   */
  watchTrades(
    listings: readonly ListingId[],
    onTrades: (trades: readonly Trade[], dropped: number) => void,
    onCut?: () => void,
  ): () => void;
  /** Of one link every direction, of all links (null) the best one each: the rows that changed. */
  watchSpreads(
    link: string | null,
    onRows: (rows: readonly SpreadRow[], sentMicros: number) => void,
    onCut?: () => void,
  ): () => void;
  /** A hidden window is sent nothing. */
  setVisible(visible: boolean): void;
  /** Drops the port after a restart of the engine; all watches continue on the next one. */
  renew(reason: string): void;
};

export type EngineClientOptions = {
  readonly connect: () => Promise<Port<WindowToEngine, EngineToWindow>>;
  readonly onState: (state: PortState, reason: string) => void;
  /** Wall clock, µs since the epoch. */
  readonly nowMicros: () => number;
  /** A callback threw; the watch continues. */
  readonly onFault: (error: unknown) => void;
};

type Watcher = {
  readonly of: Watch;
  readonly onFrame?: (frame: LadderFrame) => void;
  readonly onRows?: (rows: readonly QuoteRow[]) => void;
  readonly onTrades?: (trades: readonly Trade[], dropped: number) => void;
  readonly onSpreads?: (rows: readonly SpreadRow[], sentMicros: number) => void;
  readonly onRefused?: ((text: string) => void) | undefined;
  readonly onCut?: (() => void) | undefined;
  readonly refused: Backoff;
  retry: ReturnType<typeof setTimeout> | undefined;
};

/** Makes the client; it connects on `start`. Watches may be opened before. */
export function createEngineClient(options: EngineClientOptions): EngineClient {
  const watchers = new Map<number, Watcher>();
  let lastWatch = 0;
  let visible = true;
  const kept = createReconnectingPort<WindowToEngine, EngineToWindow>({
    connect: options.connect,
    onState(state, reason) {
      if (state !== 'open') for (const { onCut } of watchers.values()) if (onCut) guarded(onCut);
      options.onState(state, reason);
    },
    onOpen() {
      if (!visible) kept.post({ kind: 'visible', visible });
      for (const [watch, watcher] of watchers) {
        clearTimeout(watcher.retry);
        kept.post({ kind: 'watch', watch, of: watcher.of });
      }
    },
    onMessage(data) {
      if (data instanceof Uint8Array) onBinary(data);
      else onJson(data);
    },
  });

  const acknowledge = (watch: number, frame: number, sentMicros: number): void => {
    kept.post({ kind: 'ack', watch, frame, delayMicros: Math.max(0, Math.round(options.nowMicros() - sentMicros)) });
  };
  const guarded = (take: () => void): void => {
    try {
      take();
    } catch (error) {
      options.onFault(error);
    }
  };
  const onBinary = (bytes: Uint8Array): void => {
    let frame: LadderFrame;
    try {
      frame = decodeLadderFrame(bytes);
    } catch (error) {
      // An unreadable frame cannot be acknowledged, and the watch would stop for ever.
      kept.renew(error instanceof Error ? error.message : 'unreadable frame');
      return;
    }
    // A frame of a watch that has just ended is acknowledged too: harmless, and it keeps the engine's count straight.
    guarded(() => watchers.get(frame.watch)?.onFrame?.(frame));
    acknowledge(frame.watch, frame.frame, frame.sentMicros);
  };
  const onJson = (message: EngineToWindow): void => {
    const watcher = watchers.get(message.watch);
    if (message.kind === 'refused') {
      if (watcher !== undefined) onRefused(message.watch, watcher, message.text);
      return;
    }
    guarded(() => {
      if (message.kind === 'quotes') watcher?.onRows?.(message.rows);
      else if (message.kind === 'spreads') watcher?.onSpreads?.(message.rows, message.sentMicros);
      else watcher?.onTrades?.(message.trades, message.dropped);
    });
    acknowledge(message.watch, message.frame, message.sentMicros);
  };
  const onRefused = (watch: number, watcher: Watcher, text: string): void => {
    clearTimeout(watcher.retry);
    watcher.retry = setTimeout(() => kept.post({ kind: 'watch', watch, of: watcher.of }), watcher.refused.nextMs());
    watcher.onRefused?.(text);
  };
  const add = (watcher: Omit<Watcher, 'refused' | 'retry'>): (() => void) => {
    const watch = ++lastWatch;
    const entry = { ...watcher, refused: new Backoff(REFUSED_FIRST_MS, REFUSED_MAX_MS), retry: undefined };
    watchers.set(watch, entry);
    kept.post({ kind: 'watch', watch, of: watcher.of });
    return () => {
      if (!watchers.delete(watch)) return;
      clearTimeout(entry.retry);
      kept.post({ kind: 'unwatch', watch });
    };
  };

  return {
    start: kept.start,
    stop: kept.stop,
    renew: kept.renew,
    watchLadder: (target, groupMicros, onFrame, onRefused) =>
      add({ of: { what: 'ladder', target, groupMicros }, onFrame, onRefused }),
    watchQuotes: (listings, onRows, onCut) => add({ of: { what: 'quotes', listings }, onRows, onCut }),
    watchTrades: (listings, onTrades, onCut) => add({ of: { what: 'trades', listings }, onTrades, onCut }),
    watchSpreads: (link, onSpreads, onCut) => add({ of: { what: 'spreads', link }, onSpreads, onCut }),
    setVisible(next) {
      if (next === visible) return;
      visible = next;
      kept.post({ kind: 'visible', visible });
    },
  };
}
