/**
 * A Wire over a MessagePort of any kind: the page's, Node's, or Electron's in main and in the utility process.
 *
 * The three kinds differ only in how one listens and whether buffers may be transferred, so each has an adapter to one small
 * shape. Nothing is delivered before `onData` is first set: messages that came earlier wait in the port.
 */
import type { PortData, Wire } from './port.ts';

/** The shape all kinds of MessagePort are brought to. */
export interface MessagePortLike {
  post(data: unknown, transfer: readonly ArrayBuffer[]): void;
  /** Starts delivery. `onEnd` is called when the other end is gone, where the port can tell. */
  listen(onData: (data: unknown) => void, onEnd: () => void): void;
  close(): void;
}

type DomMessagePort = {
  postMessage(data: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  start(): void;
  close(): void;
};

type NodeMessagePort = {
  postMessage(data: unknown, transfer: readonly ArrayBuffer[]): void;
  on(event: string, listener: (data: unknown) => void): unknown;
  close(): void;
};

type ElectronMessagePort = {
  postMessage(data: unknown): void;
  on(event: string, listener: (event: { readonly data?: unknown }) => void): unknown;
  start(): void;
  close(): void;
};

/** The page's MessagePort. Newer Chromium tells when the other end is gone; where it does not, the port's heartbeat does. */
export function domPort(port: DomMessagePort): MessagePortLike {
  return {
    post: (data, transfer) => port.postMessage(data, [...transfer]),
    listen(onData, onEnd) {
      port.addEventListener('message', (event) => onData(event.data));
      port.addEventListener('close', onEnd);
      port.start();
    },
    close: () => port.close(),
  };
}

/** A MessagePort of Node's worker_threads, or a thread's parentPort. */
export function nodePort(port: NodeMessagePort): MessagePortLike {
  return {
    post: (data, transfer) => port.postMessage(data, transfer),
    listen(onData, onEnd) {
      port.on('close', onEnd);
      port.on('message', onData);
    },
    close: () => port.close(),
  };
}

/** Electron's MessagePortMain, in main and in the utility process. It transfers ports only: buffers are copied. */
export function electronPort(port: ElectronMessagePort): MessagePortLike {
  return {
    post: (data) => port.postMessage(data),
    listen(onData, onEnd) {
      port.on('close', onEnd);
      port.on('message', (event) => onData(event.data));
      port.start();
    },
    close: () => port.close(),
  };
}

/** A wire over a port. `transferBuffers`: a binary frame's buffer is handed over instead of copied. */
export function messagePortWire(port: MessagePortLike, options: { readonly transferBuffers: boolean }): Wire {
  let receive: Wire['onData'] = null;
  let isListening = false;
  let isOpen = true;
  const end = (reason: string): void => {
    if (!isOpen) return;
    isOpen = false;
    wire.onEnd?.(reason);
  };
  const take = (data: unknown): void => {
    if (!isOpen) return;
    if (isPortData(data)) receive?.(data);
    else end('the other end sent something that is not a message');
  };
  const wire: Wire = {
    onEnd: null,
    get onData() {
      return receive;
    },
    set onData(handler) {
      receive = handler;
      if (isListening) return;
      isListening = true;
      port.listen(take, () => end('the other end is gone'));
    },
    send(data) {
      if (!isOpen) return;
      const transferable = options.transferBuffers && data instanceof Uint8Array && ownsItsBuffer(data);
      port.post(data, transferable ? [data.buffer] : []);
    },
    end() {
      isOpen = false;
      port.close();
    },
    pending: () => 0,
  };
  return wire;
}

/** Whether a value is what a wire may carry. */
export function isPortData(data: unknown): data is PortData {
  if (data instanceof Uint8Array) return true;
  return typeof data === 'object' && data !== null && typeof (data as { kind?: unknown }).kind === 'string';
}

/** A view into a larger buffer must be copied: transferring would take the rest away from its owner. */
function ownsItsBuffer(bytes: Uint8Array<ArrayBuffer>): boolean {
  return bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
}
