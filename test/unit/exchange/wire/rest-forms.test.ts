/** REST answers under faults of their form: dripping, compressed, cut, and "come back later". */
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { request } from 'undici';
import { expect, it } from 'vitest';
import { PLAYED_VENUES } from '../../../../src-exchange/venues.ts';
import type { FaultKind } from '../../../../src-exchange/wire/fault-kinds.ts';
import { RestClient } from '../../../../src-main/feed/rest-client.ts';
import { VENUES } from '../../../../src-shared/venues/index.ts';
import { withExchange } from '../with-exchange.ts';

const EVENTS = 100;

/** Every played venue with its probe's address while the fault lasts; `end` lets it end. */
async function underFault(kind: FaultKind, amount = 1) {
  const handle = await withExchange();
  const plan = { seed: 1, events: EVENTS, early: false };
  const faults = PLAYED_VENUES.map(({ id }) => ({
    ...{ kind, venue: id, at: 0, events: EVENTS - 1, connection: null, market: null, amount },
  }));
  await handle.startFaults({ ...plan, faults });
  await handle.advance(1);
  const venues = VENUES.filter(({ id }) => handle.addresses[id] !== undefined).map((venue) => {
    const { endpoint, path, query } = venue.probe;
    const addresses = handle.addresses[venue.id]!;
    return {
      venue,
      addresses,
      url: `${addresses[endpoint]}${path}?${new URLSearchParams(query.map(([a, b]) => [a, b]))}`,
    };
  });
  return { venues, handle, end: () => handle.advance(EVENTS) };
}

const UNPACK: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

/** The answer's bytes as they came; `fetch` would unpack them. */
async function raw(url: string, accepted: string): Promise<{ encoding: string | undefined; bytes: Buffer }> {
  const { headers, body } = await request(url, { headers: { 'accept-encoding': accepted } });
  return { encoding: headers['content-encoding'] as string | undefined, bytes: Buffer.from(await body.arrayBuffer()) };
}

it('compresses a body as the client accepts it, and leaves it plain for one that accepts nothing', async () => {
  const { venues } = await underFault('rest-compressed');
  expect(venues.length).toBeGreaterThan(0);
  for (const { url } of venues) {
    const plain = await raw(url, 'identity');
    expect(plain.encoding).toBeUndefined();
    for (const name of Object.keys(UNPACK)) {
      const { encoding, bytes } = await raw(url, name);
      expect(encoding).toBe(name);
      expect(String(UNPACK[name]!(bytes)).length).toBe(plain.bytes.length);
    }
  }
});

it('cuts a compressed body so that it cannot be unpacked', async () => {
  const { venues } = await underFault('rest-truncated');
  for (const { url } of venues) {
    for (const name of Object.keys(UNPACK)) {
      const { bytes } = await raw(url, name);
      expect(() => UNPACK[name]!(bytes)).toThrow();
    }
  }
});

it('drips until the fault ends, and a client with a limit for the whole answer is not held up', async () => {
  const { venues, end } = await underFault('rest-dripping-body');
  for (const { venue, addresses } of venues) {
    const timing = { retries: 0, firstDelayMs: 1, connectMs: 5_000, readMs: 60_000, answerMs: 400 };
    const client = new RestClient(venue, addresses, timing);
    await expect(client.fetch(venue.probe)).rejects.toThrow('did not finish its answer');
    client.close();
  }
  await end();
  for (const { url } of venues) expect((await fetch(url)).status).toBe(200);
});

it.each([
  ['in seconds', 1],
  ['as a date', 2],
])('asks to be left alone for a second, %s', async (_how, amount) => {
  const { venues } = await underFault('rest-retry-after', amount);
  for (const { url } of venues) {
    const answer = await fetch(url);
    expect(answer.status).toBe(429);
    const asked = answer.headers.get('retry-after')!;
    const waitMs = amount === 1 ? Number(asked) * 1_000 : Date.parse(asked) - Date.parse(answer.headers.get('date')!);
    expect(waitMs).toBeGreaterThanOrEqual(0);
    expect(waitMs).toBeLessThanOrEqual(2_000);
  }
});
