/** One place in a venue's pool, against a real socket server on loopback. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { CHANNEL } from '../../../../src-shared/contract/frame-batch.ts';
import { FRAME_BYTES_MAX } from '../../../../src-shared/domain/limits.ts';
import { unkeyed } from '../../../venues/roles.ts';
import { SocketServer } from './socket-server.ts';
import { QUICK, withConnection } from './with-connection.ts';

describe('a connection that opens', () => {
  it('says whose symbols it carries before anything else, then opens and subscribes', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = withConnection(server.url);
    expect(connection.isOpen).toBe(false);
    connection.start(0);
    const socket = await server.socket(1);
    await socket.count(1);
    await heard.changed('opened');
    expect(heard.items.slice(0, 3)).toEqual([
      {
        kind: 'connection',
        connection: 1,
        venue: unkeyed.id,
        transport: 'stream',
        change: 'closed',
        reason: 'no-snapshot-yet',
      },
      { kind: 'cover', connection: 1, add: [`${unkeyed.id}:1`, `${unkeyed.id}:2`], remove: [] },
      { kind: 'connection', connection: 1, venue: unkeyed.id, transport: 'stream', change: 'opened', reason: 'none' },
    ]);
    expect(socket.heard()).toEqual([{ assets_ids: ['1', '2'], type: 'market', custom_feature_enabled: true }]);
    const health = connection.health();
    expect([health.state, health.reason, health.subscribed, health.reconnects]).toEqual(['open', '', 2, 0]);
    expect(health.openForMs).not.toBeNull();
  });

  it('makes its headers for each attempt', async () => {
    const server = await SocketServer.start();
    let attempt = 0;
    const { connection } = withConnection(server.url, { headers: () => ({ 'x-attempt': String(++attempt) }) });
    connection.start(0);
    (await server.socket(1)).socket.terminate();
    await server.socket(2);
    expect(server.attempts.items.map((headers) => headers['x-attempt'])).toEqual(['1', '2']);
  });

  it('hands frames on in order, each stamped, with its changes between them', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = withConnection(server.url);
    const startedNanos = Number(process.hrtime.bigint());
    connection.start(0);
    const socket = await server.socket(1);
    for (let frame = 0; frame < 50; frame++) socket.say(`frame ${frame}`);
    await heard.framed(50);
    socket.socket.close(1001, 'going away');
    await heard.changed('closed', 2);
    (await server.socket(2)).say('frame 50');
    await heard.framed(51);
    expect(heard.frames.map(({ text }) => text)).toEqual(Array.from({ length: 51 }, (_, at) => `frame ${at}`));
    expect(heard.changes).toEqual([
      '1 closed no-snapshot-yet',
      '1 opened none',
      '1 closed disconnected',
      '1 opened none',
    ]);
    const kinds = heard.items.map((item) => (item.kind === 'connection' ? item.change : item.kind));
    const outline = kinds.filter((kind, at) => kind !== 'log' && kind !== kinds[at - 1]);
    expect(outline).toEqual(['closed', 'cover', 'opened', 'frame', 'closed', 'opened', 'frame']);
    let lastNanos = startedNanos;
    for (const frame of heard.frames) {
      expect(frame.receivedNanos).toBeGreaterThanOrEqual(lastNanos);
      lastNanos = frame.receivedNanos;
      expect(Math.abs(frame.receivedMicros / 1_000 - Date.now())).toBeLessThan(60_000);
    }
    expect(lastNanos).toBeLessThanOrEqual(Number(process.hrtime.bigint()));
  });

  it('tells text frames from binary ones, and counts both', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = withConnection(server.url);
    connection.start(0);
    const { socket } = await server.socket(1);
    socket.send('text');
    socket.send(Buffer.from('binary'));
    await heard.framed(2);
    expect(heard.frames.map(({ channel }) => channel)).toEqual([CHANNEL.text, CHANNEL.binary]);
    const { frames, bytes } = connection.health();
    expect([frames, bytes]).toEqual([2, 10]);
  });

  it('subscribes what is added and removed while it is open', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = withConnection(server.url);
    connection.start(0);
    const socket = await server.socket(1);
    await heard.changed('opened');
    connection.add([{ symbol: '3', listing: `${unkeyed.id}:3`, all: ['3'] }]);
    connection.remove(['1']);
    await socket.count(3);
    expect(socket.heard().slice(1)).toEqual([
      { assets_ids: ['3'], operation: 'subscribe', custom_feature_enabled: true },
      { assets_ids: ['1'], operation: 'unsubscribe' },
    ]);
    expect(heard.items.filter(({ kind }) => kind === 'cover').slice(1)).toEqual([
      { kind: 'cover', connection: 1, add: [`${unkeyed.id}:3`], remove: [] },
      { kind: 'cover', connection: 1, add: [], remove: [`${unkeyed.id}:1`] },
    ]);
    expect(connection.health().subscribed).toBe(2);
  });

  it('asks for fresh snapshots of the listings that it carries, and of no others', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = withConnection(server.url);
    connection.start(0);
    const socket = await server.socket(1);
    await heard.changed('opened');
    connection.resync(new Set([`${unkeyed.id}:2`, `${unkeyed.id}:99`]));
    await socket.count(3);
    expect(socket.heard().slice(1)).toEqual([
      { assets_ids: ['2'], operation: 'unsubscribe' },
      { assets_ids: ['2'], operation: 'subscribe', custom_feature_enabled: true },
    ]);
  });

  it('tells a restarted engine everything again, and requests every book again', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = withConnection(server.url);
    connection.start(0);
    const socket = await server.socket(1);
    await heard.changed('opened');
    const before = heard.items.length;
    connection.reseed();
    await socket.count(3);
    expect(heard.items.slice(before).filter(({ kind }) => kind !== 'log')).toMatchObject([
      { kind: 'connection', change: 'closed', reason: 'engine-restarted' },
      { kind: 'cover', add: [`${unkeyed.id}:1`, `${unkeyed.id}:2`] },
      { kind: 'connection', change: 'opened', reason: 'none' },
    ]);
    expect(socket.heard().at(-1)).toMatchObject({ assets_ids: ['1', '2'], operation: 'subscribe' });
    expect(server.sockets.items.length).toBe(1);
  });
});

describe('a connection that is lost', () => {
  it('tells why, waits, and opens again with a conversation of its own', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = withConnection(server.url);
    connection.start(0);
    const first = await server.socket(1);
    await first.count(1);
    first.socket.close(1012, 'restart');
    const log = await heard.logged('FEED_CLOSED');
    expect(log.text).toContain('The exchange closed the connection (code 1012 "restart").');
    expect(log.text).toContain('2 books are not live');
    const second = await server.socket(2);
    await second.count(1);
    expect(second.heard()[0]).toMatchObject({ type: 'market', assets_ids: ['1', '2'] });
    await heard.changed('opened', 2);
    const { state, reason, reconnects } = connection.health();
    expect([state, reason, reconnects]).toEqual(['open', '', 1]);
  });

  it('waits longer after each attempt in vain, and says what was answered', async () => {
    const server = await SocketServer.start();
    server.refusal = 503;
    const timing = { ...QUICK, backoffFirstMs: 40, backoffMaxMs: 160 };
    const { connection, heard } = withConnection(server.url, { timing, random: () => 1 });
    connection.start(0);
    await heard.until(
      (items) => items.filter((item) => item.kind === 'log' && item.code === 'FEED_CLOSED').length >= 4,
    );
    const waits = heard.logs.map((text) => /Next attempt in (\S+) s/.exec(text)?.[1]);
    expect(waits).toEqual(['0.0', '0.1', '0.2', '0.2']);
    expect(heard.logs[0]).toContain(`${unkeyed.name} answered the connection attempt with HTTP 503.`);
    expect(connection.health().reason).toBe(`${unkeyed.name} answered the connection attempt with HTTP 503.`);
    expect(heard.changes).toEqual(['1 closed no-snapshot-yet']);
    server.refusal = null;
    await heard.changed('opened');
  });

  it('says that nobody listens at the address, and goes on trying', async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const { connection, heard } = withConnection(`ws://127.0.0.1:${port}/`);
    connection.start(0);
    await heard.until((items) => items.filter(({ kind }) => kind === 'log').length >= 2);
    expect(heard.logs[0]).toContain('ECONNREFUSED');
    expect(connection.health().errors).toBeGreaterThanOrEqual(2);
  });

  it('names a frame over the limit as the reason, not the closing that it led to', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = withConnection(server.url);
    connection.start(0);
    const { socket } = await server.socket(1);
    socket.send('x'.repeat(FRAME_BYTES_MAX + 1));
    const log = await heard.logged('FEED_CLOSED');
    expect(log.text).toContain('Max payload size exceeded');
    expect(connection.health().errors).toBe(1);
    expect(heard.frames).toEqual([]);
    await server.socket(2);
  });

  it('reconnects at once at the user’s request, and tells the engine only once', async () => {
    const server = await SocketServer.start();
    const { connection, heard } = withConnection(server.url);
    connection.start(0);
    const first = await server.socket(1);
    await heard.changed('opened');
    connection.reconnect('The user asked for it');
    expect(connection.health().reason).toBe('The user asked for it.');
    connection.reconnect('The user asked for it');
    expect(await first.closed).toBe(1000);
    await heard.changed('opened', 2);
    expect(heard.changes).toEqual([
      '1 closed no-snapshot-yet',
      '1 opened none',
      '1 closed disconnected',
      '1 opened none',
    ]);
  });

  it('ignores what an old socket still says', async () => {
    const server = await SocketServer.start();
    const timing = { ...QUICK, backoffMaxMs: 600_000 };
    const { connection, heard } = withConnection(server.url, { timing });
    connection.start(0);
    const first = await server.socket(1);
    await heard.changed('opened');
    // The old socket is still closing when the new one is open: the server reads late.
    first.socket.pause();
    connection.reconnect('The user asked for it');
    const second = await server.socket(2);
    await heard.changed('opened', 2);
    first.say('late frame');
    second.say('frame');
    await heard.framed(1);
    first.socket.resume();
    await first.closed;
    second.say('last frame');
    await heard.framed(2);
    expect(heard.frames.map(({ text }) => text)).toEqual(['frame', 'last frame']);
    expect(heard.changes.slice(-2)).toEqual(['1 closed disconnected', '1 opened none']);
    expect(connection.health().state).toBe('open');
  });
});
