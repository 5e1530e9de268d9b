/**
 * The flood: a WebSocket server in a process of its own that sends ready-made frames as fast as they are taken.
 *
 * Frames are encoded before anybody connects and written in bursts of 100, so that the server costs as little as it can. It never
 * runs further ahead than a fixed number of frames beyond what the client reported as taken: what is measured is what is carried
 * through, not what is dropped. It also tells what the books must be at the end. Orders and answers go over the parent's channel.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { VenueClock } from '../frames/made-market.ts';
import { WORDY_VENUE } from '../frames/made-venues.ts';
import { NaiveBooks } from '../frames/naive-book.ts';
import { seededRandom } from '../frames/random.ts';

/** From the parent: how many frames to make, then how many more to send, and how many were taken since the last time. */
export type FloodOrder =
  | { readonly kind: 'make'; readonly frames: number }
  | { readonly kind: 'send'; readonly frames: number }
  | { readonly kind: 'taken'; readonly frames: number };

export type FloodAnswer = {
  readonly kind: 'ready';
  readonly url: string;
  readonly instruments: readonly Instrument[];
  /** Levels after all frames, by instrument (frames/naive-book.ts). */
  readonly books: readonly (readonly [listing: string, levels: string])[];
};

const SEED = 20_261_124;
const MARKETS = 40;
const LEVELS = 100;
const BURST_FRAMES = 100;
/** Half of what main lets the engine fall behind before it drops. */
const AHEAD_MAX = 20_000;
const HEADER_BYTES = 4;

let socket: Duplex | null = null;
let bursts: readonly Buffer[] = [];
let first = '';
let due = 0;
let sent = 0;
let taken = 0;
let isBlocked = false;

process.on('message', (order: FloodOrder) => {
  if (order.kind === 'make') void make(order.frames);
  else if (order.kind === 'send') due += order.frames / BURST_FRAMES;
  else taken += order.frames;
  pump();
});
process.on('disconnect', () => process.exit());

async function make(frames: number): Promise<void> {
  const random = seededRandom(SEED);
  const clock = new VenueClock(random, Date.now());
  const markets = Array.from({ length: MARKETS }, () => WORDY_VENUE.create(random, clock, LEVELS));
  const books = new NaiveBooks(WORDY_VENUE.fold);
  for (const market of markets) books.take(market.snapshot());
  first = WORDY_VENUE.subscribed(markets).join('');
  bursts = Array.from({ length: frames / BURST_FRAMES }, () => {
    const texts = Array.from({ length: BURST_FRAMES }, () => markets[Math.floor(random() * MARKETS)]!.next());
    for (const text of texts) books.take(text);
    return Buffer.concat(texts.map(encode));
  });
  const ready: FloodAnswer = {
    kind: 'ready',
    url: await listen(),
    instruments: markets.map(({ instrument }) => instrument),
    books: markets.map(({ instrument: { id, symbols } }) => [id, books.text(symbols[0]!)]),
  };
  process.send?.(ready);
}

/** A text frame as a server sends it: not masked, its length in two bytes. */
function encode(text: string): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + text.length);
  frame[0] = 0x81;
  frame[1] = 126;
  frame.writeUInt16BE(text.length, 2);
  frame.write(text, HEADER_BYTES, 'latin1');
  return frame;
}

function listen(): Promise<string> {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, raw: Duplex, head: Buffer) => {
    sockets.handleUpgrade(request, raw, head, (client) => {
      client.on('message', (data) => {
        const said = data.toString();
        if (said === 'PING') client.send('PONG');
        // One subscription is all that is made.
        else if (socket === null) client.send(first, () => open(raw));
      });
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function open(raw: Duplex): void {
  socket = raw;
  raw.on('drain', () => {
    isBlocked = false;
    pump();
  });
  pump();
}

function pump(): void {
  while (socket && !isBlocked && sent < due && (sent + 1) * BURST_FRAMES - taken <= AHEAD_MAX) {
    const burst = bursts[sent];
    if (!burst) throw new Error('more frames were asked for than were made');
    sent++;
    isBlocked = !socket.write(burst);
  }
}
