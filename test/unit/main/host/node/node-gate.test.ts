/** Who may open a socket to the Node host, judged by its handshake alone. */
import { describe, expect, test } from 'vitest';
import { createToken, isOurHost, judgeSocket } from '../../../../../src-main/host/node/node-gate.ts';

const token = createToken();
const rules = { port: 4321, token, devOrigin: null };
const headers = {
  host: '127.0.0.1:4321',
  origin: 'http://127.0.0.1:4321',
  'sec-websocket-protocol': `crossbook, ${token}`,
};
const refused = (status: number) => ({ admitted: false, status });

describe('the gate', () => {
  test('admits the own page to both ports, by either name of this machine', () => {
    expect(judgeSocket('/port/main', headers, rules)).toEqual({ admitted: true, name: 'main', session: null });
    const local = { ...headers, host: 'localhost:4321', origin: 'http://localhost:4321' };
    expect(judgeSocket('/port/engine', local, rules)).toEqual({ admitted: true, name: 'engine', session: null });
  });

  test('tells whose replay a page shows, and knows no other path', () => {
    const session = '2026-11-20T21-39-24Z-2';
    expect(judgeSocket(`/port/engine/${session}`, headers, rules)).toEqual({ admitted: true, name: 'engine', session });
    for (const path of ['/port/main/', '/port/main/..', '/port/main/a/b', '/port/main/a%2fb', '/port/other/a']) {
      expect(judgeSocket(path, headers, rules)).toEqual(refused(404));
    }
  });

  test.each([
    ['evil.example:4321'],
    ['127.0.0.1'],
    ['127.0.0.1:4322'],
    ['127.0.0.1:4321.evil.example'],
    ['[::1]:4321'],
    [undefined],
  ])('refuses the Host %s', (host) => {
    expect(isOurHost({ host }, rules)).toBe(false);
    expect(judgeSocket('/port/main', { ...headers, host }, rules)).toEqual(refused(403));
  });

  test.each([
    ['http://evil.example'],
    ['http://localhost:4321'],
    ['https://127.0.0.1:4321'],
    ['http://127.0.0.1:4321/'],
    ['http://127.0.0.1:5173'],
    ['null'],
    [undefined],
  ])('refuses the Origin %s', (origin) => {
    expect(judgeSocket('/port/main', { ...headers, origin }, rules)).toEqual(refused(403));
  });

  test('admits the development server’s page only while there is one', () => {
    const dev = { ...headers, origin: 'http://127.0.0.1:5173' };
    expect(judgeSocket('/port/main', dev, rules)).toEqual(refused(403));
    expect(judgeSocket('/port/main', dev, { ...rules, devOrigin: 'http://127.0.0.1:5173' }).admitted).toBe(true);
  });

  test.each([['/port/other'], ['/port/main?x=1'], ['/port/main/'], ['/port/toString'], ['/'], ['']])(
    'knows no port at %s',
    (url) => {
      expect(judgeSocket(url, headers, rules)).toEqual(refused(404));
    },
  );

  test.each([
    ['crossbook'],
    [`crossbook, ${createToken()}`],
    [`crossbook, ${token}x`],
    [`crossbook, ${token.slice(0, -1)}`],
    [`crossbook, ${token.toLowerCase()}`],
    ['crossbook, '],
  ])('refuses the token of %s', (protocol) => {
    const given = { ...headers, 'sec-websocket-protocol': protocol };
    expect(judgeSocket('/port/main', given, rules)).toEqual(refused(401));
  });

  test.each([[undefined], [token], [`${token}, crossbook`], [`crossbook, ${token}, ${token}`], [`other, ${token}`]])(
    'refuses the subprotocols %s',
    (protocol) => {
      const given = { ...headers, 'sec-websocket-protocol': protocol };
      expect(judgeSocket('/port/main', given, rules).admitted).toBe(false);
    },
  );
});

describe('a token', () => {
  test('has 256 bits and may stand in a URL and in a subprotocol', () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  });

  test('is another one each time', () => {
    expect(new Set(Array.from({ length: 100 }, createToken)).size).toBe(100);
  });
});
