/**
 * A plain client for the tests of the built-in exchange: a socket whose text frames can be awaited, exact decimals. It shares nothing with the application or the exchange.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

export type Json = Record<string, unknown>;

/** Digit by digit: "0.5" is 500000, "-40.00" is -40000000. */
export function toMicros(text: string): number {
  const match = /^(-?)(\d*)(?:\.(\d{1,6}))?$/.exec(text);
  if (match === null) throw new Error(`not a decimal: ${text}`);
  const [, sign, whole, fraction] = match;
  const micros = Number(whole || '0') * 1_000_000 + Number((fraction ?? '').padEnd(6, '0'));
  return sign === '-' ? -micros : micros;
}

/** A socket that keeps what it was sent, in order, until it is asked for. */
export class TestSocket {
  readonly socket: WebSocket;
  /** The TCP stream below, once open. */
  stream: Duplex | null = null;
  /** Every text frame so far. */
  readonly frames: string[] = [];
  readonly pings: string[] = [];
  /** Called with each frame at once. */
  onFrame: (text: string) => void = () => {};
  #waiting: { test: (text: string) => boolean; resolve: (text: string) => void; reject: (error: Error) => void }[] = [];

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { headers, perMessageDeflate: false });
    this.socket.on('upgrade', ({ socket }) => {
      this.stream = socket;
    });
    this.socket.on('ping', (body: Buffer) => this.pings.push(body.toString()));
    this.socket.on('message', (data: Buffer, isBinary: boolean) => {
      const text = isBinary ? `binary:${data.toString('hex')}` : data.toString();
      this.frames.push(text);
      this.onFrame(text);
      const due = this.#waiting.filter((one) => one.test(text));
      this.#waiting = this.#waiting.filter((one) => !due.includes(one));
      for (const one of due) one.resolve(text);
    });
    this.socket.on('error', (error: Error) => this.#fail(error));
    this.socket.on('close', (code: number) => this.#fail(new Error(`closed with ${code}`)));
  }

  /** Resolves when open; rejects with the HTTP status when refused. */
  async opened(): Promise<this> {
    await once(this.socket, 'open');
    return this;
  }

  send(frame: Json | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next frame that passes, among those that arrive from now on. */
  next(test: (text: string) => boolean = () => true): Promise<string> {
    return new Promise((resolve, reject) => this.#waiting.push({ test, resolve, reject }));
  }

  /** Sends a frame and gives the next frame that passes. */
  async ask(frame: Json | string, test: (text: string) => boolean = () => true): Promise<string> {
    const answer = this.next(test);
    this.send(frame);
    return answer;
  }

  /** The close code, once closed. */
  async closed(): Promise<number> {
    if (this.socket.readyState === WebSocket.CLOSED) throw new Error('already closed');
    const [code]: unknown[] = await once(this.socket, 'close');
    return Number(code);
  }

  end(): void {
    this.socket.terminate();
  }

  #fail(error: Error): void {
    for (const one of this.#waiting.splice(0)) one.reject(error);
  }
}

/** An id nobody else uses. */
export function freshId(): string {
  return randomUUID();
}

/** A GET whose answer is JSON (or text). */
export async function get(url: string): Promise<{ status: number; body: Json }> {
  const response = await fetch(url);
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: { text } };
  }
}
