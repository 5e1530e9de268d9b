/** A connection that is refused, falls silent, is told of faults, or is stopped. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src-shared/domain/notice.ts';
import type { Session, SessionFault, Venue } from '../../../../src-shared/venues/venue.ts';
import { unkeyed } from '../../../venues/roles.ts';
import { Noted } from '../../noted.ts';
import { SocketServer } from './socket-server.ts';
import { PlainSession, plainVenue, QUICK, type TestConnection, withConnection } from './with-connection.ts';

describe('a connection that is refused', () => {
  for (const status of [401, 403]) {
    it(`calls HTTP ${status} a refusal, says what to check, and tries again at the slowest pace`, async () => {
      const server = await SocketServer.start();
      server.refusal = status;
      const refusals: string[] = [];
      const timing = { ...QUICK, backoffFirstMs: 600_000, backoffMaxMs: 10 };
      const { connection, heard } = withConnection(server.url, {
        timing,
        headers: () => ({ 'made-up-key': 'one' }),
        onRefused: (text) => refusals.push(text),
      });
      connection.start(0);
      const log = await heard.logged('FEED_REFUSED');
      expect(log.level).toBe('error');
      expect(log.text).toContain(`${unkeyed.name} refused the key (HTTP ${status}).`);
      const health = connection.health();
      expect([health.state, health.reason]).toEqual(['refused', log.text]);
      await server.attempts.count(4);
      expect(refusals.length).toBeGreaterThanOrEqual(3);
      expect(heard.logs.length).toBe(1);
      expect(heard.changes).toEqual(['1 closed no-snapshot-yet']);
      server.refusal = null;
      await heard.changed('opened');
      expect(connection.health().state).toBe('open');
    });
  }

  for (const status of [429, 503, 403]) {
    it(`leaves the exchange alone for as long as it asks with HTTP ${status}`, async () => {
      const server = await SocketServer.start();
      server.refusal = status;
      server.refusalHeaders = 'Retry-After: 1\r\n';
      const { connection } = withConnection(server.url);
      connection.start(0);
      await server.attempts.count(1);
      const refusedMs = performance.now();
      await server.attempts.count(2);
      // Without the header it would be some milliseconds.
      expect(performance.now() - refusedMs).toBeGreaterThanOrEqual(950);
    });
  }

  it.each([
    [401, `${unkeyed.name} asks for a key (HTTP 401), and none was sent.`],
    [403, `${unkeyed.name} refuses this network or country (HTTP 403); no key is involved.`],
    [451, `${unkeyed.name} refuses this network or country (HTTP 451); no key is involved.`],
  ])('blames no key for HTTP %s when none was sent', async (status, text) => {
    const server = await SocketServer.start();
    server.refusal = status;
    const { connection, heard } = withConnection(server.url, { timing: { ...QUICK, backoffMaxMs: 600_000 } });
    connection.start(0);
    expect((await heard.logged('FEED_REFUSED')).text).toContain(text);
  });

  it('refuses an address that is none, in one sentence', async () => {
    const refusals = new Noted<string>();
    const { connection } = withConnection('not an address', {
      onRefused: (text) => refusals.add(text),
      timing: { ...QUICK, backoffMaxMs: 600_000 },
    });
    connection.start(0);
    await refusals.count(1);
    expect(refusals.items[0]).toBe(
      `${unkeyed.name}'s address of the stream cannot be used; correct it in settings.json.`,
    );
    expect(connection.health().state).toBe('refused');
  });
});

describe('a connection that falls silent', () => {
  it('is called silent, and open again by the next frame', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = withConnection(server.url, { timing: { ...QUICK, silenceWarnMs: 20 } });
    connection.start(0);
    const socket = await server.socket(1);
    await heard.changed('silent');
    expect(heard.changes.at(-1)).toBe('1 silent feed-silent');
    socket.say('frame');
    await heard.changed('heard');
    const kinds = heard.items
      .filter(({ kind }) => kind !== 'log')
      .map((item) => (item.kind === 'connection' ? item.change : item.kind));
    // The frame stands before the change that it brought about: stale books take it.
    expect(kinds.slice(0, 6)).toEqual(['closed', 'cover', 'opened', 'silent', 'frame', 'heard']);
    expect(server.sockets.items.length).toBe(1);
  });

  it('takes neither the answer to a heartbeat nor a ping for a sign of life where feeds freeze while they come', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = withConnection(server.url, { timing: { ...QUICK, silenceWarnMs: 20 } });
    connection.start(0);
    const socket = await server.socket(1);
    await heard.changed('silent');
    socket.socket.ping();
    socket.say('PONG');
    socket.say('PONGS');
    await heard.changed('heard');
    // The third one broke the silence, and the others had been received before it.
    expect(heard.frames.map(({ text }) => text)).toEqual(['PONG', 'PONGS']);
    const last = heard.items.findLastIndex((item) => item.kind === 'frame');
    expect(heard.items[last + 1]).toMatchObject({ kind: 'connection', change: 'heard' });
  });

  it('counts a ping of the exchange as a sign of life where nothing else is known of it', async () => {
    const server = await SocketServer.start();
    const venue = { ...unkeyed.venue, silence: { limits: null, heartbeats: [] } };
    const { connection, heard } = withConnection(server.url, { venue, timing: { ...QUICK, silenceWarnMs: 20 } });
    connection.start(0);
    const socket = await server.socket(1);
    await heard.changed('silent');
    socket.socket.ping();
    await heard.changed('heard');
    expect(heard.frames).toEqual([]);
  });

  it('takes no ping of its old socket for a sign of life', async () => {
    const server = await SocketServer.start();
    const venue = { ...unkeyed.venue, silence: { limits: null, heartbeats: [] } };
    const { connection, heard } = withConnection(server.url, { venue, timing: { ...QUICK, silenceWarnMs: 20 } });
    connection.start(0);
    const first = await server.socket(1);
    await heard.changed('opened');
    // The old socket is still closing when the new one falls silent: the server reads late.
    first.socket.pause();
    connection.reconnect('The user asked for it');
    await heard.changed('opened', 2);
    await heard.changed('silent');
    first.socket.ping();
    first.socket.resume();
    await first.closed;
    expect(heard.changes.at(-1)).toBe('1 silent feed-silent');
  });

  it('is replaced when the silence lasts', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = withConnection(server.url, {
      timing: { ...QUICK, silenceWarnMs: 20, silenceReplaceMs: 60 },
    });
    connection.start(0);
    const first = await server.socket(1);
    expect((await heard.logged('FEED_SILENT')).text).toContain('connection 1 received nothing for');
    expect(await first.closed).toBe(1000);
    await server.socket(2);
    await heard.changed('opened', 2);
    expect(heard.changes.slice(0, 5)).toEqual([
      '1 closed no-snapshot-yet',
      '1 opened none',
      '1 silent feed-silent',
      '1 closed disconnected',
      '1 opened none',
    ]);
    expect(connection.health().reconnects).toBeGreaterThanOrEqual(1);
  });
});

const fault = (remedy: SessionFault['remedy'], symbols: readonly string[] = []): Json => ({
  code: 'SOME_CODE',
  text: 'The exchange refused something.',
  remedy,
  symbols,
});

async function openPlain(
  server: SocketServer,
  timing = QUICK,
): Promise<TestConnection & { readonly refusals: string[] }> {
  const refusals: string[] = [];
  const made = withConnection(server.url, { venue: plainVenue, timing, onRefused: (text) => refusals.push(text) });
  made.connection.start(0);
  await made.heard.changed('opened');
  return { ...made, refusals };
}

describe('a fault that the session finds', () => {
  it('is only counted and logged when its remedy is to count', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = await openPlain(server);
    connection.control(fault('count'));
    expect(heard.logs.at(-1)).toBe('info FEED_SOME_CODE The exchange refused something.');
    expect([connection.health().errors, connection.isOpen]).toEqual([1, true]);
  });

  it('asks for fresh snapshots of the symbols concerned', async () => {
    const server = await SocketServer.start();
    const { connection } = await openPlain(server);
    connection.control(fault('resync', ['2']));
    const socket = await server.socket(1);
    await socket.count(2);
    expect(socket.heard().at(-1)).toEqual({ what: 'resync', symbols: ['2'] });
  });

  it('asks for all snapshots when it names no symbol', async () => {
    const server = await SocketServer.start();
    const { connection } = await openPlain(server);
    connection.control(fault('resync'));
    const socket = await server.socket(1);
    await socket.count(2);
    expect(socket.heard().at(-1)).toEqual({ what: 'resync', symbols: ['1', '2'] });
  });

  it('reconnects, with the reason of the fault', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = await openPlain(server);
    const first = await server.socket(1);
    connection.control(fault('reconnect'));
    expect(connection.health()).toMatchObject({
      state: 'backoff',
      reason: 'The exchange refused something.',
    });
    expect(await first.closed).toBe(1000);
    await heard.changed('opened', 2);
    expect(heard.logs).toContain('warn FEED_SOME_CODE The exchange refused something.');
  });

  it('refuses the connection for good, and says so to the feed', async () => {
    const server = await SocketServer.start();
    const { connection, heard, refusals } = await openPlain(server, { ...QUICK, backoffMaxMs: 600_000 });
    const first = await server.socket(1);
    connection.control(fault('stop'));
    expect(refusals).toEqual(['The exchange refused something.']);
    expect(connection.health().state).toBe('refused');
    expect(heard.changes.at(-1)).toBe('1 closed disconnected');
    expect(await first.closed).toBe(1000);
  });
});

describe('a connection that is stopped', () => {
  it('closes its socket and opens no other', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = await openPlain(server);
    const socket = await server.socket(1);
    connection.stop();
    expect(await socket.closed).toBe(1000);
    expect(heard.changes.at(-1)).toBe('1 closed not-subscribed');
    const health = connection.health();
    expect([health.state, health.reason]).toEqual(['closed', 'closed by Crossbook.']);
    expect(server.attempts.items.length).toBe(1);
  });

  it('leaves no timer and no socket, whatever it was doing', async () => {
    const server = await SocketServer.start();
    const program = fileURLToPath(new URL('./stopped-connections.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program, server.url]);
    expect(stdout).toBe('stopped');
  });

  it('does not wait for an exchange that never answers the closing', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (request) => {
        const key = /sec-websocket-key: (.+)\r/i.exec(String(request))![1];
        const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
        );
        socket.on('end', () => {}).on('data', () => {});
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { connection, heard } = withConnection(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    connection.start(0);
    await heard.changed('opened');
    connection.stop();
    // The server itself ends only when its last socket is gone.
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('frames that main knows', () => {
  it('gives greetings and heartbeats to the session at once, without the engine; a beat breaks no silence', async () => {
    const server = await SocketServer.start();
    const beat = { text: '{"type":"beat"', isBeginning: true } as const;
    const venue: Venue = {
      ...plainVenue,
      silence: { limits: null, heartbeats: [beat] },
      sessionFrames: [{ text: 'hello' }, beat],
      createSession: () =>
        ({
          ...new PlainSession(),
          open: () => ({ say: [] }),
          control: (message: Json) => ({ say: [JSON.stringify({ told: message })] }),
          tick: () => ({ say: [] }),
        }) as unknown as Session,
    };
    const { connection, heard } = withConnection(server.url, { venue, timing: { ...QUICK, silenceWarnMs: 20 } });
    connection.start(0);
    const socket = await server.socket(1);
    await heard.changed('silent');
    socket.say('{"type":"beat","at":1}');
    socket.say('{"type":"book"}');
    socket.say('hello');
    await heard.changed('heard');
    await socket.count(2);
    expect(socket.heard()).toEqual([{ told: { type: 'beat', at: 1 } }, { told: 'hello' }]);
    // All of them are recorded, and only the second broke the silence.
    expect(heard.frames.map(({ text }) => text)[0]).toBe('{"type":"beat","at":1}');
    const at = heard.items.findIndex((item) => item.kind === 'connection' && item.change === 'heard');
    expect(heard.items[at - 1]).toMatchObject({ kind: 'frame', text: '{"type":"book"}' });
  });
});
