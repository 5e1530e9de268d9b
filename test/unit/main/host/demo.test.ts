/** How the demo leads the app to the built-in exchange. */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExchangeFacts } from '../../../../src-exchange/control/handle.ts';
import { demoSettings, demoStarter } from '../../../../src-main/host/demo.ts';
import { loadKey } from '../../../../src-main/profile/secrets.ts';
import { defaultSettings, endpointsOf } from '../../../../src-main/profile/settings.ts';
import { VENUES } from '../../../../src-shared/venues/index.ts';

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

const keyed = VENUES.filter((venue) => venue.signedUpgrade);
const exchangeKey = {
  keyId: 'demo',
  privateKeyPem: pair.privateKey,
  privateKeyPkcs1Pem: '',
  publicKeyPem: pair.publicKey,
};

/** Addresses for every endpoint of every venue, as the exchange names them. */
const addresses = Object.fromEntries(
  VENUES.map((venue) => [
    venue.id,
    Object.fromEntries(
      Object.keys(venue.environments[venue.defaultEnvironment]!).map((name) => [name, `http://127.0.0.1/${name}`]),
    ),
  ]),
);

const facts: ExchangeFacts = {
  addresses,
  links: [],
  keys: Object.fromEntries(keyed.map(({ id }) => [id, exchangeKey])),
};

const keys = (which: 'good' | 'wrong' | 'none') => ({
  keys: Object.fromEntries(keyed.map((venue) => [venue.id, which])),
});

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-demo-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('the demo’s settings', () => {
  test('replace every address of every venue by one of this machine', async () => {
    const settings = await demoSettings(facts, keys('none'), defaultSettings(), folder);
    for (const venue of VENUES) {
      const endpoints = Object.values(endpointsOf(venue, settings));
      expect(endpoints.length).toBeGreaterThan(0);
      for (const address of endpoints) expect(address).toMatch(/^http:\/\/127\.0\.0\.1\//);
    }
  });

  test('refuse to leave a real address in place', async () => {
    const venue = VENUES[0]!;
    const partial = { ...facts, addresses: { ...addresses, [venue.id]: {} } };
    await expect(demoSettings(partial, keys('none'), defaultSettings(), folder)).rejects.toThrow(venue.name);
  });

  test('switch off a venue that the exchange does not play', async () => {
    const [missing, ...played] = VENUES;
    const { [missing!.id]: _, ...others } = addresses;
    const settings = await demoSettings({ ...facts, addresses: others }, keys('good'), defaultSettings(), folder);
    expect(settings.venues[missing!.id]).toEqual({ enabled: false, endpoints: {} });
    for (const { id } of played) expect(settings.venues[id]).toMatchObject({ enabled: true });
  });

  test('forget the user’s own venues and keep the rest', async () => {
    const own = {
      ...defaultSettings(),
      shards: 3,
      venues: { [keyed[0]!.id]: { enabled: false, endpoints: {}, key: { keyId: 'mine', privateKeyPath: '/mine' } } },
    };
    const settings = await demoSettings(facts, keys('none'), own, folder);
    expect(settings.shards).toBe(3);
    expect(settings.venues[keyed[0]!.id]).toMatchObject({ enabled: true });
    expect(settings.venues[keyed[0]!.id]?.key).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  test.each(['good', 'wrong'] as const)('have a %s key as a file like any other', async (which) => {
    const settings = await demoSettings(facts, keys(which), defaultSettings(), folder);
    for (const venue of keyed) {
      const key = await loadKey({ venue, settings: settings.venues[venue.id], folder, vault: null });
      if (!key.ok) throw new Error(key.text);
      const publicPem = createPublicKey(createPrivateKey(key.key.export({ type: 'pkcs8', format: 'pem' })));
      const isTheExchanges = publicPem.export({ type: 'spki', format: 'pem' }) === pair.publicKey;
      expect([key.keyId, isTheExchanges]).toEqual(['demo', which === 'good']);
      const path = settings.venues[venue.id]?.key?.privateKeyPath ?? '';
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await readFile(path, 'utf8')).toContain('BEGIN PRIVATE KEY');
    }
  });
});

test('the demo starts the exchange, knows its links, and ends it', async () => {
  const options = { rate: 10, seed: 3, quietMarkets: 0, seconds: null, killEngineAfterSeconds: null, ...keys('good') };
  const demo = await demoStarter()(options, defaultSettings(), folder);
  try {
    expect(demo.links.length).toBeGreaterThan(5);
    for (const { members, status } of demo.links) {
      expect(status).toBe('confirmed');
      expect(new Set(members.map(({ listing }) => listing)).size).toBe(members.length);
    }
    expect(new Set(demo.links.map(({ id }) => id)).size).toBe(demo.links.length);
    for (const venue of VENUES) {
      const { endpoint, path, query } = venue.probe;
      const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
      const answer = await fetch(`${endpointsOf(venue, demo.settings)[endpoint]}${path}?${search}`);
      expect(answer.status).toBe(200);
      await answer.arrayBuffer();
    }
  } finally {
    await demo.stop();
  }
});
