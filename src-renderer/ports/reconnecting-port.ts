/**
 * Keeps a port open: reconnects with growing waits whenever it is lost, until it is stopped.
 *
 * It only keeps the connection; its owner sends what each opening needs (`onOpen`).
 */
import type { Port, PortMessage } from '../../src-shared/contract/port.ts';
import { Backoff } from '../../src-shared/domain/supervision/backoff.ts';
import { ConnectRefused } from './connect.ts';
import type { PortState } from './connection-store.ts';
import { RECONNECT_FIRST_MS, RECONNECT_MAX_MS } from './limits.ts';

export type ReconnectingPortOptions<Out extends PortMessage, In extends PortMessage> = {
  readonly connect: () => Promise<Port<Out, In>>;
  readonly onOpen: () => void;
  readonly onMessage: (data: In | Uint8Array<ArrayBuffer>) => void;
  readonly onState: (state: PortState, reason: string) => void;
};

export type ReconnectingPort<Out extends PortMessage> = {
  start(): void;
  stop(): void;
  /** Sends the message if the port is open; returns whether it was. */
  post(message: Out): boolean;
  /** Drops the port, if any, and connects again at once. */
  renew(reason: string): void;
};

/** Creates the port; it does nothing before `start`. */
export function createReconnectingPort<Out extends PortMessage, In extends PortMessage>(
  options: ReconnectingPortOptions<Out, In>,
): ReconnectingPort<Out> {
  const backoff = new Backoff(RECONNECT_FIRST_MS, RECONNECT_MAX_MS);
  let port: Port<Out, In> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Each attempt has a number: an answer to an attempt that was overtaken is closed, not used.
  let attempt = 0;
  let running = false;

  const open = async (): Promise<void> => {
    clearTimeout(timer);
    const mine = ++attempt;
    try {
      const opened = await options.connect();
      if (mine !== attempt) opened.close('overtaken');
      else adopt(opened);
    } catch (error) {
      if (mine !== attempt) return;
      const text = error instanceof Error ? error.message : String(error);
      if (error instanceof ConnectRefused) options.onState('refused', text);
      else {
        options.onState('lost', text);
        timer = setTimeout(open, backoff.nextMs());
      }
    }
  };
  const adopt = (opened: Port<Out, In>): void => {
    port = opened;
    opened.onMessage = (data) => {
      backoff.reset();
      options.onMessage(data);
    };
    opened.onClose = (reason) => {
      if (port !== opened) return;
      port = null;
      options.onState('lost', reason);
      timer = setTimeout(open, backoff.nextMs());
    };
    options.onState('open', '');
    options.onOpen();
  };
  const drop = (reason: string): void => {
    const old = port;
    port = null;
    if (old === null) return;
    old.onMessage = null;
    old.onClose = null;
    old.close(reason);
  };
  return {
    start() {
      if (running) return;
      running = true;
      void open();
    },
    stop() {
      running = false;
      attempt++;
      clearTimeout(timer);
      drop('window stopped');
    },
    post(message) {
      port?.post(message);
      return port !== null;
    },
    renew(reason) {
      if (!running) return;
      const wasOpen = port !== null;
      drop(reason);
      if (wasOpen) options.onState('lost', reason);
      void open();
    },
  };
}
