/** How long a venue is waited for, how long it is left alone when it asks for that, and answers that are compressed. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { RestClient, RestError, type RestTiming } from '../../../../src-main/feed/rest-client.ts';
import { RETRY_AFTER_MAX_MS, retryAfterMs } from '../../../../src-main/feed/retry-after.ts';
import { RESPONSE_BYTES_MAX } from '../../../../src-shared/domain/limits.ts';
import type { RestRequest, Venue } from '../../../../src-shared/venues/venue.ts';
import { unkeyed } from '../../../venues/roles.ts';
import { type Answer, inTurn, json, RestServer } from './rest-server.ts';

const QUICK: RestTiming = { retries: 3, firstDelayMs: 1, connectMs: 2_000, readMs: 5_000 };
const bucket = { requests: 1_000, perMs: 1_000, burst: 1_000 };
const unlimited: Venue = { ...unkeyed.venue, rateLimits: { main: bucket, other: bucket } };
const ask: RestRequest = { endpoint: 'api', method: 'GET', path: '/things', query: [], bucket: 'main' };
const { name } = unkeyed;

function withClient(base: string, timing: Partial<RestTiming> = {}): RestClient {
  const client = new RestClient(unlimited, { api: base }, { ...QUICK, ...timing });
  onTestFinished(() => client.close());
  return client;
}

async function errorOf(promise: Promise<unknown>): Promise<RestError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RestError);
  return error as RestError;
}

const busy =
  (headers: Readonly<Record<string, string>>, status = 429): Answer =>
  (_asked, response) =>
    void response.writeHead(status, headers).end('busy');

describe('Retry-After', () => {
  it('is read in seconds, or as a date against the answer’s own date', () => {
    const date = 'Mon, 04 May 2026 14:00:00 GMT';
    const nowMs = Date.parse('2026-05-04T13:00:00Z');
    expect(retryAfterMs({ 'retry-after': '60' }, nowMs)).toBe(60_000);
    expect(retryAfterMs({ 'retry-after': 'Mon, 04 May 2026 14:00:30 GMT', date }, nowMs)).toBe(30_000);
    expect(retryAfterMs({ 'retry-after': 'Mon, 04 May 2026 13:00:05 GMT' }, nowMs)).toBe(5_000);
    expect(retryAfterMs({ 'retry-after': 'Mon, 04 May 2026 13:59:00 GMT', date }, nowMs)).toBe(0);
    for (const none of [{}, { 'retry-after': '' }, { 'retry-after': 'soon' }, { 'retry-after': '-5' }])
      expect(retryAfterMs(none, nowMs)).toBe(0);
    expect(retryAfterMs({ 'retry-after': '999999999' }, nowMs)).toBe(RETRY_AFTER_MAX_MS);
  });

  for (const status of [429, 503]) {
    it(`after HTTP ${status} holds every request of the bucket until then, and no other`, async () => {
      const server = await RestServer.start(inTurn(busy({ 'retry-after': '1' }, status), json('done')));
      const client = withClient(server.base);
      const startedMs = performance.now();
      const first = client.fetchJson(ask);
      await vi.waitFor(() => expect(client.isFree(ask)).toBe(false), { timeout: 10_000 });
      const second = client.fetchJson({ ...ask, path: '/more' });
      expect(await client.fetchJson({ ...ask, path: '/other', bucket: 'other' })).toBe('done');
      expect(performance.now() - startedMs).toBeLessThan(1_000);
      expect([await first, await second]).toEqual(['done', 'done']);
      expect(performance.now() - startedMs).toBeGreaterThanOrEqual(1_000);
      expect(server.asked.items.map(({ url }) => url)).toHaveLength(4);
      expect(server.asked.items[1]?.url).toBe('/other');
    });
  }

  it('is shown as long as it lasts, and ends when the user retries', async () => {
    const server = await RestServer.start(inTurn(busy({ 'retry-after': '600' }), json('done')));
    const client = withClient(server.base, { retries: 0 });
    expect((await errorOf(client.fetch(ask))).message).toBe(
      `${name} answered /things with HTTP 429: busy. It asks for no request for 600 s.`,
    );
    const waiting = client.fetchJson(ask);
    expect(await client.fetchJson({ ...ask, bucket: 'other' })).toBe('done');
    expect(client.component.state).toBe('failing');
    expect(client.component.lastError).toContain('no request for 600 s');
    client.retry();
    expect(await waiting).toBe('done');
    expect(client.component.state).toBe('running');
  });
});

describe('an answer that never ends', () => {
  /** A byte now and then: no wait for the next one is ever long. */
  const drips: Answer = (_asked, response) => {
    response.writeHead(200).write('[');
    const timer = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(timer));
  };

  it('is given up when its whole time is over, in words, and not asked for again at once', async () => {
    const server = await RestServer.start(drips);
    const client = withClient(server.base, { readMs: 5_000, answerMs: 600 });
    const error = await errorOf(client.fetch(ask));
    expect(error.message).toBe(`${name} did not finish its answer to /things within 1 s.`);
    expect(client.component).toMatchObject({ state: 'failing', lastError: error.message });
    expect(server.asked.items.length).toBe(1);
  });

  it('has longer where it is one whole list', async () => {
    const server = await RestServer.start((_asked, response) => {
      response.writeHead(200).write('[');
      setTimeout(() => response.end(']'), 600);
    });
    const client = withClient(server.base, { answerMs: 200, largeAnswerMs: 20_000 });
    expect(await client.fetchJson({ ...ask, isLarge: true })).toEqual([]);
    await errorOf(client.fetch(ask));
  });
});

const FORMS: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
];

describe('a compressed answer', () => {
  const things = JSON.stringify(Array.from({ length: 5_000 }, (_, at) => `thing ${at}`));
  const packed =
    (encoding: string, bytes: Uint8Array, status = 200): Answer =>
    (_asked, response) =>
      void response.writeHead(status, { 'content-encoding': encoding }).end(bytes);

  it('is asked for', async () => {
    const server = await RestServer.start(json(1));
    await withClient(server.base).fetchJson(ask);
    expect(server.asked.items[0]?.headers['accept-encoding']).toBe('gzip, deflate, br, zstd');
  });

  for (const [encoding, pack] of FORMS) {
    it(`is read (${encoding}, ${pack.name}); one that is cut is asked for again, never taken`, async () => {
      const bytes = pack(things);
      const cut = bytes.subarray(0, bytes.length - 9);
      const server = await RestServer.start(inTurn(packed(encoding, cut), packed(encoding, bytes)));
      expect((await withClient(server.base).fetch(ask)).bytes).toEqual(Buffer.from(things));
      expect(server.asked.items.length).toBe(2);
    });

    it(`is refused when it unpacks to more than the limit (${encoding}, ${pack.name})`, async () => {
      const bomb = pack(' '.repeat(RESPONSE_BYTES_MAX + 1));
      expect(bomb.length).toBeLessThan(RESPONSE_BYTES_MAX / 100);
      const server = await RestServer.start(packed(encoding, bomb));
      const error = await errorOf(withClient(server.base).fetch(ask));
      expect(error.message).toBe(`${name} answered /things with more than 10 MiB; it was not read.`);
      expect(server.asked.items.length).toBe(1);
    });
  }

  it('may be compressed twice, but not three times', async () => {
    const twice = brotliCompressSync(gzipSync(things));
    const server = await RestServer.start(
      inTurn(packed('gzip, br', twice), packed('gzip, br, gzip', gzipSync(twice)), packed('compress', twice)),
    );
    const client = withClient(server.base);
    expect((await client.fetch(ask)).bytes).toEqual(Buffer.from(things));
    for (let more = 0; more < 2; more++) {
      expect((await errorOf(client.fetch(ask))).message).toBe(
        `${name} answered /things with a compression that was not asked for; it was not read.`,
      );
    }
    expect(server.asked.items.length).toBe(3);
  });

  it('says what a refusal says, and its status where that cannot be unpacked', async () => {
    const text = gzipSync('{"error":"no such thing"}');
    const server = await RestServer.start(inTurn(packed('gzip', text, 404), packed('gzip', text.subarray(0, 9), 404)));
    const client = withClient(server.base);
    expect((await errorOf(client.fetch(ask))).message).toContain('HTTP 404: {"error":"no such thing"}');
    expect((await errorOf(client.fetch(ask))).status).toBe(404);
  });
});
