/** The Node host's server, asked by real requests: what it serves, what it refuses, what it survives. */
import { once } from 'node:events';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { SOCKETS_MAX } from '../../../../../src-main/host/bridge-limits.ts';
import { type NodeServer, startNodeServer } from '../../../../../src-main/host/node/node-server.ts';
import type { WindowFiles } from '../../../../../src-main/host/window-files.ts';
import { createPort, type Port, type Wire } from '../../../../../src-shared/contract/port.ts';
import { WINDOW_MESSAGE_BYTES_MAX } from '../../../../../src-shared/domain/limits.ts';
import { openSocket } from '../../../../contract/transports.ts';

const page = { type: 'text/html; charset=utf-8', body: new TextEncoder().encode('<!doctype html>') };
const script = { type: 'text/javascript; charset=utf-8', body: new TextEncoder().encode('export {};') };
const files: WindowFiles = new Map([
  ['/', page],
  ['/index.html', page],
  ['/assets/index-abc.js', script],
]);

let server: NodeServer;
let ports: Port[] = [];
let windows: number[] = [];

beforeEach(async () => {
  ports = [];
  windows = [];
  server = await startNodeServer({
    files,
    port: 0,
    devUrl: null,
    onWindows: (count) => windows.push(count),
    onPort: (_name, wire: Wire) => ports.push(createPort(wire, () => () => {})),
  });
});

afterEach(() => server.stop());

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

async function ask(path: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
  const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers, agent: false });
  sent.end();
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** The first line of the answer to bytes that no HTTP library would send. */
async function askRaw(bytes: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.end(bytes);
  return (await text(socket)).split('\r\n')[0] ?? '';
}

describe('the window’s files', () => {
  test('are served with their types and a strict policy', async () => {
    const answer = await ask('/');
    expect(answer).toMatchObject({ status: 200, body: '<!doctype html>' });
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = answer.headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('may be asked for by HEAD and with a query', async () => {
    expect(await ask('/assets/index-abc.js?v=1')).toMatchObject({ status: 200, body: 'export {};' });
    const head = await ask('/', {}, 'HEAD');
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers['content-length']).toBe('15');
  });

  test.each([['POST'], ['PUT'], ['DELETE'], ['OPTIONS'], ['PATCH']])('are not for %s', async (method) => {
    const answer = await ask('/', {}, method);
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  test.each([
    ['/package.json'],
    ['/../package.json'],
    ['/assets/../../package.json'],
    ['/%2e%2e/package.json'],
    ['/..%2fpackage.json'],
    ['/assets/'],
    ['/index.html%00'],
    ['//index.html'],
    ['/constructor'],
  ])('do not include %s', async (path) => {
    const line = await askRaw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`);
    expect(line).toBe('HTTP/1.1 404 Not Found');
  });

  test.each([['evil.example'], ['127.0.0.1:1']])('are refused to the Host %s', async (host) => {
    expect(await ask('/', { host })).toMatchObject({ status: 403, body: 'Forbidden\n' });
  });

  test('are refused without a Host and to a request that is no HTTP', async () => {
    expect(await askRaw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toBe('HTTP/1.1 400 Bad Request');
    expect(await askRaw('\u0016\u0003\u0001 hello\r\n\r\n')).toBe('HTTP/1.1 400 Bad Request');
    expect(await ask('/')).toMatchObject({ status: 200 });
  });

  test('are refused to a head beyond the limit', async () => {
    const line = await askRaw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(line).toBe('HTTP/1.1 431 Request Header Fields Too Large');
  });
});

const token = (): string => new URLSearchParams(new URL(server.url).hash.slice(1)).get('token') ?? '';

/** The status with which a handshake is refused. */
async function refusal(path: string, protocols: string[], headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, protocols, { headers });
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response');
  socket.terminate();
  return response.statusCode;
}

describe('a socket', () => {
  test('opens for the page that has the token and answers with the plain subprotocol', async () => {
    const socket = await openSocket(server, 'main');
    expect(socket.protocol).toBe('crossbook');
    expect(socket.extensions).toBe('');
    expect(ports).toHaveLength(1);
  });

  test('is refused to a foreign Origin, a foreign Host, a wrong token and an unknown port', async () => {
    const origin = `http://127.0.0.1:${server.port}`;
    const good = ['crossbook', token()];
    expect(await refusal('/port/main', good, { origin: 'http://evil.example' })).toBe(403);
    expect(await refusal('/port/main', good, {})).toBe(403);
    expect(await refusal('/port/main', good, { origin: 'http://evil.example', host: 'evil.example' })).toBe(403);
    expect(await refusal('/port/main', ['crossbook', 'A'.repeat(43)], { origin })).toBe(401);
    expect(await refusal('/port/main', ['crossbook'], { origin })).toBe(401);
    expect(await refusal('/port/main', [], { origin })).toBe(400);
    expect(await refusal('/port/other', good, { origin })).toBe(404);
    expect(ports).toHaveLength(0);
  });

  test('does not open for a token in a cookie or in the query', async () => {
    const headers = { origin: `http://127.0.0.1:${server.port}`, cookie: `token=${token()}` };
    expect(await refusal('/port/main', ['crossbook'], headers)).toBe(401);
    expect(await refusal(`/port/main?token=${token()}`, ['crossbook'], headers)).toBe(404);
  });

  test('is closed at a message over the limit, and the server goes on', async () => {
    const socket = await openSocket(server, 'main');
    const reason = new Promise((resolve) => {
      ports[0]!.onClose = resolve;
    });
    socket.send(JSON.stringify({ kind: 'x', text: 'x'.repeat(WINDOW_MESSAGE_BYTES_MAX) }));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1009);
    expect(await reason).toMatch(/closed/);
    await openSocket(server, 'main');
  });

  test('is closed at a frame that is not a message', async () => {
    const socket = await openSocket(server, 'main');
    socket.send('{"kind":');
    const [code] = await once(socket, 'close');
    expect(code).toBe(1003);
  });

  test('is refused beyond the limit, and admitted again when one has gone', async () => {
    const sockets = await Promise.all(Array.from({ length: SOCKETS_MAX }, () => openSocket(server, 'engine')));
    const origin = `http://127.0.0.1:${server.port}`;
    expect(await refusal('/port/engine', ['crossbook', token()], { origin })).toBe(503);
    const gone = new Promise((resolve) => {
      ports[0]!.onClose = resolve;
    });
    sockets[0]!.close();
    await gone;
    await openSocket(server, 'engine');
  });

  test('counts as a window on the main port only', async () => {
    await openSocket(server, 'engine');
    const socket = await openSocket(server, 'main');
    expect(windows).toEqual([1]);
    const gone = new Promise((resolve) => {
      ports[1]!.onClose = resolve;
    });
    socket.close();
    await gone;
    expect(windows).toEqual([1, 0]);
  });

  test('is told when Crossbook closes', async () => {
    const socket = await openSocket(server, 'main');
    const closing = once(socket, 'close');
    await server.stop();
    const [code, reason] = await closing;
    expect([code, String(reason)]).toEqual([1001, 'Crossbook was closed']);
  });
});

describe('the server', () => {
  test('puts the token in the fragment, where no request carries it', () => {
    const url = new URL(server.url);
    expect(url.origin).toBe(`http://127.0.0.1:${server.port}`);
    expect([url.pathname, url.search]).toEqual(['/', '']);
    expect(token()).toHaveLength(43);
  });

  test('listens on loopback alone', async () => {
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((face) => face?.family === 'IPv4' && !face.internal)
      .map((face) => face!.address);
    for (const address of others) {
      const socket = connect(server.port, address);
      const [error] = await once(socket, 'error');
      expect((error as NodeJS.ErrnoException).code).toBe('ECONNREFUSED');
    }
    expect(await ask('/')).toMatchObject({ status: 200 });
  });

  test('says when its port is taken', async () => {
    const taken = startNodeServer({ files, port: server.port, devUrl: null, onWindows: () => {}, onPort: () => {} });
    await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('in development names the page of the development server and admits it', async () => {
    const dev = await startNodeServer({
      files: new Map(),
      port: 0,
      devUrl: 'http://localhost:5173',
      onWindows: () => {},
      onPort: () => {},
    });
    const url = new URL(dev.url);
    const fragment = new URLSearchParams(url.hash.slice(1));
    expect(url.origin).toBe('http://localhost:5173');
    expect(fragment.get('host')).toBe(`127.0.0.1:${dev.port}`);
    const socket = new WebSocket(`ws://127.0.0.1:${dev.port}/port/main`, ['crossbook', fragment.get('token') ?? ''], {
      origin: 'http://localhost:5173',
    });
    await once(socket, 'open');
    socket.terminate();
    await dev.stop();
  });
});
