/** The Node host's server under those who want to break or block it: made-up bytes, and more connections than it takes. */
import { once } from 'node:events';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { HTTP_CONNECTIONS_MAX } from '../../../../../src-main/host/bridge-limits.ts';
import { type NodeServer, startNodeServer } from '../../../../../src-main/host/node/node-server.ts';
import { createPort } from '../../../../../src-shared/contract/port.ts';
import { openSocket } from '../../../../contract/transports.ts';

const SEED = 20_261_121;
const page = { type: 'text/html; charset=utf-8', body: new TextEncoder().encode('<!doctype html>') };

let server: NodeServer;
let admitted = 0;

beforeEach(async () => {
  admitted = 0;
  server = await startNodeServer({
    files: new Map([['/', page]]),
    port: 0,
    devUrl: null,
    onWindows: () => {},
    onPort(_name, wire) {
      admitted++;
      const port = createPort(wire, () => () => {});
      port.onMessage = (data) => port.post(data);
    },
  });
});

afterEach(() => server.stop());

function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** What the server answers to bytes; '' when it only hangs up. */
async function answerTo(bytes: Uint8Array): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.end(bytes);
  return text(socket).catch(() => '');
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);

async function servesThePage(): Promise<boolean> {
  const asking = get({ host: '127.0.0.1', port: server.port, path: '/', agent: false });
  const [response] = await once(asking, 'response');
  return (await text(response)) === '<!doctype html>';
}

/** Asks through a window's socket, and waits for what comes back. */
async function echoes(socket: WebSocket, word: string): Promise<boolean> {
  const answer = once(socket, 'message');
  socket.send(JSON.stringify({ kind: 'word', word }));
  const [data] = await answer;
  return String(data).includes(word);
}

test(`answers 600 requests with made-up bytes by a refusal or not at all, and goes on (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const token = new URLSearchParams(new URL(server.url).hash.slice(1)).get('token') ?? '';
  const good = [
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`,
    `GET /port/main HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: http://127.0.0.1:${server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\nSec-WebSocket-Protocol: crossbook, ${'A'.repeat(43)}\r\n\r\n`,
    `POST / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  ].map((request) => Buffer.from(request, 'latin1'));
  const kinds = new Set<number>();
  for (let round = 0; round < 600; round++) {
    const bytes = Buffer.from(good[random(good.length)]!);
    for (let change = random(6); change >= 0; change--) bytes[random(bytes.length)] = random(256);
    const sent = random(4) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
    const answer = await answerTo(sent);
    kinds.add(statusOf(answer));
    // Nothing made up gets a port; what it gets is the page, a refusal, or nothing.
    expect([0, 200, 400, 401, 403, 404, 405, 408, 426, 431, 501]).toContain(statusOf(answer));
    expect(answer).not.toContain(token);
  }
  expect(admitted).toBe(0);
  expect(kinds.size).toBeGreaterThan(3);
  expect(await servesThePage()).toBe(true);
});

test.each([
  [
    'an address of 20 KB',
    (port: number) => `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
    431,
  ],
  [
    'a thousand headers',
    (port: number) => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${'A: b\r\n'.repeat(5_000)}\r\n`,
    431,
  ],
  [
    'a length and chunks',
    (port: number) =>
      `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n`,
    400,
  ],
  [
    'a body of gigabytes',
    (port: number) =>
      `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 9999999999\r\nConnection: close\r\n\r\n${'x'.repeat(4_096)}`,
    405,
  ],
  [
    'an absolute address',
    (port: number) => `GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
    404,
  ],
] as const)('refuses %s', async (_what, request, status) => {
  expect(statusOf(await answerTo(Buffer.from(request(server.port))))).toBe(status);
  expect(await servesThePage()).toBe(true);
});

test('serves the page and a window in the middle of 1,000 connections that say nothing', async () => {
  const socket = await openSocket(server, 'main');
  expect(await echoes(socket, 'before')).toBe(true);
  const idle: Socket[] = [];
  let letGo = 0;
  for (let count = 0; count < 1_000; count++) {
    const one = connect(server.port, '127.0.0.1');
    one.on('error', () => {});
    one.on('close', () => letGo++);
    idle.push(one);
    await once(one, 'connect');
  }
  expect(await servesThePage()).toBe(true);
  expect(await echoes(socket, 'within')).toBe(true);
  const another = await openSocket(server, 'main');
  expect(await echoes(another, 'as well')).toBe(true);
  // All but the newest were let go; the window was not among them.
  expect(letGo).toBeGreaterThanOrEqual(1_000 - HTTP_CONNECTIONS_MAX);
  for (const one of idle) one.destroy();
});
