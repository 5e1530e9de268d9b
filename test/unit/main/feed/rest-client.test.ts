/** Requests to a venue, against a real HTTP server on loopback. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RestClient, RestError, type RestTiming } from '../../../../src-main/feed/rest-client.ts';
import { BREAKER_FAILURES, RESPONSE_BYTES_MAX } from '../../../../src-shared/domain/limits.ts';
import type { RestRequest, Venue } from '../../../../src-shared/venues/venue.ts';
import { unkeyed } from '../../../venues/roles.ts';
import { type Answer, inTurn, json, RestServer } from './rest-server.ts';

const QUICK: RestTiming = { retries: 3, firstDelayMs: 1, connectMs: 2_000, readMs: 5_000 };
const unlimited: Venue = { ...unkeyed.venue, rateLimits: { main: { requests: 1_000, perMs: 1_000, burst: 1_000 } } };

const ask: RestRequest = { endpoint: 'api', method: 'GET', path: '/things', query: [], bucket: 'main' };

function withClient(base: string, timing: Partial<RestTiming> = {}): RestClient {
  const client = new RestClient(unlimited, { api: base }, { ...QUICK, ...timing });
  onTestFinished(() => client.close());
  return client;
}

const hangUp: Answer = (_asked, response) => void response.destroy();

async function errorOf(promise: Promise<unknown>): Promise<RestError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RestError);
  return error as RestError;
}

describe('a request', () => {
  it('gives the answer as JSON, and says who asks', async () => {
    const server = await RestServer.start(json({ things: [1, 2] }));
    const client = withClient(server.base);
    expect(await client.fetchJson(ask)).toEqual({ things: [1, 2] });
    const [asked] = server.asked.items;
    expect([asked?.method, asked?.url]).toEqual(['GET', '/things']);
    expect(asked?.headers['user-agent']).toMatch(/^Crossbook\//);
  });

  it('gives the bytes as they came, with the date header', async () => {
    const server = await RestServer.start((_asked, response) => {
      response.setHeader('date', 'Mon, 04 May 2026 14:00:00 GMT');
      response.end(Buffer.from([0, 255, 10]));
    });
    const { bytes, dateHeader } = await withClient(server.base).fetch(ask);
    expect([[...bytes], dateHeader]).toEqual([[0, 255, 10], 'Mon, 04 May 2026 14:00:00 GMT']);
  });

  it('encodes the query, repeats names in order, and sends the body as JSON', async () => {
    const server = await RestServer.start(json(null));
    const query = [
      ['tickers', 'A B'],
      ['tickers', 'C&D'],
    ] as const;
    await withClient(server.base).fetchJson({ ...ask, method: 'POST', query, body: [{ token_id: '1' }] });
    const [asked] = server.asked.items;
    expect(asked?.url).toBe('/things?tickers=A%20B&tickers=C%26D');
    expect([asked?.body, asked?.headers['content-type']]).toEqual(['[{"token_id":"1"}]', 'application/json']);
  });

  it('refuses an endpoint without an address, without asking anybody', async () => {
    const server = await RestServer.start(json(null));
    const error = await errorOf(withClient(server.base).fetch({ ...ask, endpoint: 'other' }));
    expect(error.message).toBe(`No address is set for ${unkeyed.name}'s other.`);
    expect(server.asked.items).toEqual([]);
  });

  it('says that an answer is not JSON, and does not ask again', async () => {
    const server = await RestServer.start((_asked, response) => response.end('<html>'));
    const error = await errorOf(withClient(server.base).fetchJson(ask));
    expect(error.message).toBe(`${unkeyed.name} answered /things with something that is not JSON.`);
    expect(server.asked.items.length).toBe(1);
  });

  it('waits for its turn in the bucket', async () => {
    const server = await RestServer.start(json(null));
    const limited: Venue = { ...unkeyed.venue, rateLimits: { main: { requests: 1, perMs: 3_600_000, burst: 2 } } };
    const client = new RestClient(limited, { api: server.base }, QUICK);
    const [first, second, third] = [1, 2, 3].map(() => client.fetchJson(ask));
    await Promise.all([first, second]);
    client.close();
    expect((await errorOf(third!)).message).toBe('The app is closing.');
    expect(server.asked.items.length).toBe(2);
  });
});

describe('a request that fails', () => {
  for (const status of [400, 404, 422]) {
    it(`is not tried again after HTTP ${status}, and says what was answered`, async () => {
      const server = await RestServer.start(json({ error: 'no such thing' }, status));
      const error = await errorOf(withClient(server.base).fetch(ask));
      expect([error.status, error.message]).toEqual([
        status,
        `${unkeyed.name} answered /things with HTTP ${status}: {"error":"no such thing"}`,
      ]);
      expect(server.asked.items.length).toBe(1);
    });
  }

  for (const status of [429, 500, 503]) {
    it(`is tried again after HTTP ${status}`, async () => {
      const server = await RestServer.start(inTurn(json('busy', status), json('busy', status), json('done')));
      expect(await withClient(server.base).fetchJson(ask)).toBe('done');
      expect(server.asked.items.length).toBe(3);
    });
  }

  it('is given up after its retries, with the last answer', async () => {
    const server = await RestServer.start(json('down', 502));
    const error = await errorOf(withClient(server.base, { retries: 2 }).fetch(ask));
    expect(error.status).toBe(502);
    expect(server.asked.items.length).toBe(3);
  });

  it('is tried again when the connection broke, before or within the answer', async () => {
    const half: Answer = (_asked, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('[1,', () => response.destroy());
    };
    const server = await RestServer.start(inTurn(hangUp, half, json([1])));
    expect(await withClient(server.base).fetchJson(ask)).toEqual([1]);
    expect(server.asked.items.length).toBe(3);
  });

  it('says that nobody listens at the address', async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const error = await errorOf(withClient(`http://127.0.0.1:${port}`).fetch(ask));
    expect(error.status).toBe(0);
    expect(error.message).toMatch(new RegExp(`^${unkeyed.name} did not answer /things: .*ECONNREFUSED`));
  });

  it('does not read an answer over the limit, nor ask for it again', async () => {
    const server = await RestServer.start(
      (_asked, response) => void response.end(Buffer.alloc(RESPONSE_BYTES_MAX + 1)),
    );
    const error = await errorOf(withClient(server.base).fetch(ask));
    expect(error.message).toBe(`${unkeyed.name} answered /things with more than 10 MiB; it was not read.`);
    expect(server.asked.items.length).toBe(1);
  });

  it('reads a larger answer where it is one whole list', async () => {
    const series = JSON.stringify('x'.repeat(RESPONSE_BYTES_MAX));
    const server = await RestServer.start((_asked, response) => void response.end(series));
    expect((await withClient(server.base).fetch({ ...ask, isLarge: true })).bytes.length).toBe(series.length);
  });

  it('gives up an answer that does not begin, and one that stops half-way', async () => {
    const never: Answer = () => {};
    const stops: Answer = (_asked, response) => void response.writeHead(200).write('[1,');
    const server = await RestServer.start(inTurn(never, stops, json('done')));
    expect(await withClient(server.base, { readMs: 50 }).fetchJson(ask)).toBe('done');
    expect(server.asked.items.length).toBe(3);
  });

  it('ends at once when the app closes', async () => {
    const server = await RestServer.start(() => {});
    const client = withClient(server.base);
    const error = errorOf(client.fetch(ask));
    await server.asked.count(1);
    client.close();
    expect((await error).message).toContain('The app is closing');
  });
});

describe('the circuit breaker', () => {
  it(`opens after ${BREAKER_FAILURES} failures in a row, asks nobody then, and says so`, async () => {
    const server = await RestServer.start(json('down', 503));
    const client = withClient(server.base, { retries: 0 });
    for (let failure = 0; failure < BREAKER_FAILURES; failure++)
      expect((await errorOf(client.fetch(ask))).status).toBe(503);
    const error = await errorOf(client.fetch(ask));
    expect(error.message).toBe(
      `${unkeyed.name} failed ${BREAKER_FAILURES} times in a row to answer /things, which is left alone for a while.`,
    );
    expect(server.asked.items.length).toBe(BREAKER_FAILURES);
  });

  it('is of one path: the others go on being asked', async () => {
    const server = await RestServer.start((asked, response) =>
      (asked.url === '/things' ? json('down', 503) : json('good'))(asked, response),
    );
    const client = withClient(server.base, { retries: 0 });
    for (let failure = 0; failure <= BREAKER_FAILURES; failure++) await errorOf(client.fetch(ask));
    expect(await client.fetchJson({ ...ask, path: '/others' })).toBe('good');
    expect((await errorOf(client.fetch(ask))).message).toContain('left alone');
    expect(server.asked.items.length).toBe(BREAKER_FAILURES + 1);
  });

  it('shows which path has an open circuit and why, and lets the user retry it at once', async () => {
    const server = await RestServer.start(json('down', 503));
    const client = withClient(server.base, { retries: 0 });
    expect(client.component.state).toBe('idle');
    for (let failure = 0; failure < BREAKER_FAILURES; failure++) await errorOf(client.fetch(ask));
    expect(client.component).toMatchObject({
      state: 'failing',
      restarts: 1,
      lastError: `${unkeyed.name} answered /things with HTTP 503: "down".`,
    });
    expect(client.leftAlone).toEqual(['/things']);
    server.answer = json('good');
    expect(await client.fetchJson({ ...ask, path: '/others' })).toBe('good');
    expect(client.component.state).toBe('failing');
    client.retry();
    expect(await client.fetchJson(ask)).toBe('good');
    expect([client.leftAlone, client.component.state]).toEqual([[], 'running']);
    expect(client.component.lastError).toContain('503');
  });

  it('is not opened by a request from before the user’s retry', async () => {
    const held: (() => void)[] = [];
    const server = await RestServer.start((asked, response) => {
      if (asked.url.includes('late')) held.push(() => json('down', 503)(asked, response));
      else json('down', 503)(asked, response);
    });
    const client = withClient(server.base, { retries: 0 });
    for (let failure = 1; failure < BREAKER_FAILURES; failure++) await errorOf(client.fetch(ask));
    const late = errorOf(client.fetch({ ...ask, query: [['late', '1']] }));
    await server.asked.count(BREAKER_FAILURES);
    client.retry();
    held[0]!();
    await late;
    expect(client.leftAlone).toEqual([]);
  });

  it('stays closed when a good answer comes in between, or when only the request was wrong', async () => {
    const failures = Array.from({ length: BREAKER_FAILURES - 1 }, () => json('down', 500));
    const wrong = Array.from({ length: BREAKER_FAILURES * 2 }, () => json('no', 404));
    const server = await RestServer.start(
      inTurn(...failures, json('good'), ...failures, json('good'), ...wrong, json('good')),
    );
    const client = withClient(server.base, { retries: 0 });
    const requests = failures.length * 2 + 3 + wrong.length;
    const texts: string[] = [];
    for (let request = 0; request < requests; request++) {
      texts.push(await client.fetchJson(ask).then(String, (error: Error) => error.message));
    }
    expect(texts.filter((text) => text === 'good').length).toBe(3);
    expect(texts.at(-1)).toBe('good');
    expect(server.asked.items.length).toBe(requests);
  });
});
