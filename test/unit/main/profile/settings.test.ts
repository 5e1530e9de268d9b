/** The settings file, good, wrong and broken: the app always gets settings, and the user always a sentence. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { JSON_FILE_BYTES_MAX } from '../../../../src-main/base/json-file.ts';
import {
  defaultSettings,
  endpointsOf,
  loadSettings,
  readSettings,
  type Settings,
  settingsText,
} from '../../../../src-main/profile/settings.ts';
import { SUBSCRIPTIONS_PER_CONNECTION_MAX } from '../../../../src-shared/domain/limits.ts';
import type { Venue } from '../../../../src-shared/venues/venue.ts';

const venue = {
  id: 'one',
  name: 'One',
  environments: {
    production: { rest: 'https://rest.one.example', ws: 'wss://ws.one.example' },
    demo: { rest: 'https://demo.one.example', ws: 'wss://ws.demo.one.example' },
  },
  defaultEnvironment: 'production',
} as unknown as Venue;

const read = (value: unknown, environment = {}): { settings: Settings; warnings: readonly string[] } =>
  readSettings(value, environment, [venue]);

const good = {
  subscriptionsPerConnectionTarget: 100,
  subscriptionsMax: 500,
  frameIntervalMs: 100,
  shards: 2,
  logLevel: 'debug',
  venues: {
    one: {
      enabled: false,
      environment: 'demo',
      endpoints: { rest: 'http://127.0.0.1:8080/' },
      key: { keyId: 'abc', privateKeyPath: '~/one.pem' },
    },
  },
};

describe('settings made to hurt', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crossbook-settings-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const load = async (text: string) => {
    const file = join(folder, 'settings.json');
    await writeFile(file, text);
    return loadSettings({ file, environment: {}, venues: [venue], now: new Date() });
  };

  test('that are nested far too deep are set aside, and the app starts', async () => {
    const { settings, warnings } = await load(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`);
    expect(settings).toEqual(defaultSettings());
    expect(warnings).toEqual([expect.stringContaining('it is nested too deep')]);
    expect((await readdir(folder))[0]).toMatch(/^settings\.broken-/);
  });

  test('with very many values that are wrong lose each of them, in one pass', async () => {
    const venues = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`v${at}`, { enabled: 'yes' }]));
    const { settings, warnings } = await load(JSON.stringify({ shards: 3, venues }));
    expect(settings).toMatchObject({ shards: 3, venues: {} });
    expect(warnings.length).toBeGreaterThanOrEqual(20_000);
  });

  test('that are far too large are set aside unread', async () => {
    const { settings, warnings } = await load(`{"a":"${'x'.repeat(JSON_FILE_BYTES_MAX)}"}`);
    expect(settings).toEqual(defaultSettings());
    expect(warnings).toEqual([expect.stringContaining('it is far too large')]);
  });

  test('that are no JSON are told of without a word of what stands in them', async () => {
    const secret = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
    for (const text of [
      `{"a":"","":{"key": ${secret}`,
      `${secret}`,
      `{"key":"${secret}\n"}`,
      `{"key":"${secret}",,}`,
    ]) {
      const { warnings } = await load(text);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('it is not JSON');
      expect(warnings[0]).not.toContain(secret.slice(0, 6));
    }
  });

  test('lose no value that is right beside two that are wrong', () => {
    const { settings } = read({
      shards: 'two',
      frameIntervalMs: 'x',
      recording: { keepDays: -1, keepGiB: 5, folder: 7 },
    });
    expect(settings.recording).toMatchObject({ keepDays: 0, keepGiB: 5 });
    expect(settings.recording.folder).toBeUndefined();
  });
});

describe('settings as text', () => {
  test('have no key, no password and nothing that an address asks with', () => {
    const { settings, warnings } = read({
      venues: {
        one: {
          endpoints: { rest: 'https://rest.one.example/v1?token=abcdef', ws: 'https://:pass@ws.one.example' },
          key: { keyId: 'my-key-id', privateKeyPath: '/home/me/one.pem' },
        },
      },
    });
    expect(warnings).toEqual([expect.stringContaining('endpoints.ws')]);
    const text = settingsText(settings);
    expect(text).toContain('https://rest.one.example/v1"');
    for (const secret of ['abcdef', 'pass', 'my-key-id', 'one.pem']) expect(text).not.toContain(secret);
  });
});

describe('settings', () => {
  test('have a default for everything', () => {
    const { settings, warnings } = read({});
    expect(settings).toEqual(defaultSettings());
    expect(settings).toMatchObject({ subscriptionsPerConnectionTarget: 200, subscriptionsMax: 2_000, shards: 0 });
    expect(warnings).toEqual([]);
  });

  test('are taken as they stand when they are good', () => {
    const { settings, warnings } = read(good);
    expect(warnings).toEqual([]);
    expect(settings).toMatchObject({ ...good, venues: { one: { endpoints: { rest: 'http://127.0.0.1:8080' } } } });
  });

  test.each([
    ['subscriptionsPerConnectionTarget', SUBSCRIPTIONS_PER_CONNECTION_MAX + 1],
    ['subscriptionsPerConnectionTarget', 0],
    ['subscriptionsMax', 1.5],
    ['frameIntervalMs', 5],
    ['frameIntervalMs', '50'],
    ['shards', -1],
    ['shards', null],
    ['logLevel', 'loud'],
    ['venues', []],
  ])('fall back to the default of %s alone when it is %j', (name, value) => {
    const { settings, warnings } = read({ ...good, [name]: value });
    expect(settings[name as keyof Settings]).toEqual(defaultSettings()[name as keyof Settings]);
    expect(settings.subscriptionsMax).toBe(name === 'subscriptionsMax' ? 2_000 : 500);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(new RegExp(`^settings\\.json: ${name}.*; the default is used\\.$`));
  });

  test.each([
    ['partMiB', 0],
    ['keepDays', -1],
    ['keyframeSeconds', '60'],
    ['atLaunch', 1],
    ['folder', ''],
  ])('of recording fall back alone when %s is %j', (name, value) => {
    const { settings, warnings } = read({ recording: { partMinutes: 5, [name]: value } });
    expect(settings.recording).toEqual({ ...defaultSettings().recording, partMinutes: 5 });
    expect(warnings).toHaveLength(1);
  });

  test('as text never hold a key', () => {
    const { settings } = read(good);
    expect(settingsText(settings)).not.toMatch(/privateKeyPath|keyId/);
    expect(settingsText(settings)).toContain('"recording"');
  });

  test('name what they do not know and go on', () => {
    const { settings, warnings } = read({
      subscriptionMax: 5,
      venues: { one: { endpoint: {} }, other: {} },
      shards: 3,
    });
    expect(settings.shards).toBe(3);
    expect([...warnings].sort()).toEqual([
      'settings.json: subscriptionMax is not a setting and is ignored.',
      'settings.json: venues.one.endpoint is not a setting and is ignored.',
      'settings.json: venues.other is not a venue; there are one.',
    ]);
  });

  test('drop half a key as a whole and keep the rest of the venue', () => {
    const { settings, warnings } = read({ venues: { one: { environment: 'demo', key: { keyId: 'abc' } } } });
    expect(settings.venues.one).toEqual({ enabled: true, environment: 'demo', endpoints: {} });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('privateKeyPath');
  });

  test.each([
    ['ftp://one.example'],
    ['http://one.example'],
    ['ws://one.example'],
    ['//one.example'],
    ['one.example'],
    ['https://user:password@one.example'],
    [''],
    [7],
  ])('refuse the address %j in one sentence', (address) => {
    const { settings, warnings } = read({
      venues: { one: { endpoints: { rest: address, ws: 'wss://mine.example' } } },
    });
    expect(settings.venues.one?.endpoints).toEqual({ ws: 'wss://mine.example' });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('venues.one.endpoints.rest');
  });

  test('refuse an environment and an endpoint that the venue does not have', () => {
    const { settings, warnings } = read({
      venues: { one: { environment: 'moon', endpoints: { soap: 'https://x.example' } } },
    });
    expect(endpointsOf(venue, settings)).toEqual(venue.environments.production);
    expect(warnings).toEqual([
      'settings.json: venues.one.environment is not one of production, demo; production is used.',
      'settings.json: venues.one.endpoints.soap is not an endpoint; there are rest, ws.',
    ]);
  });

  test('put single addresses in the place of the environment’s', () => {
    expect(endpointsOf(venue, read(good).settings)).toEqual({
      rest: 'http://127.0.0.1:8080',
      ws: 'wss://ws.demo.one.example',
    });
    expect(endpointsOf(venue, defaultSettings())).toEqual(venue.environments.production);
  });

  test('never repeat a pasted private key', () => {
    const { warnings } = read({
      venues: { one: { key: { keyId: 1, privateKeyPath: ['-----BEGIN PRIVATE KEY-----'] } } },
    });
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings.join()).not.toContain('BEGIN');
  });

  test('survive anything that JSON can hold', () => {
    const names = [
      'shards',
      'venues',
      'one',
      'key',
      'endpoints',
      'keyId',
      'rest',
      'logLevel',
      '__proto__',
      'constructor',
    ];
    const name = fc.oneof(fc.constantFrom(...names), fc.string());
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(`\${A:-1}`)),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(name, tie('tree'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const { settings, warnings } = read(JSON.parse(JSON.stringify(value) ?? 'null'));
        expect(read(settings).settings).toEqual(settings);
        for (const warning of warnings) expect(warning).toMatch(/^settings\.json: .+\.$/s);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the settings file', () => {
  let folder: string;
  let file: string;
  const now = new Date('2026-01-02T03:04:05.678Z');
  const load = (when: Date | null = now) => loadSettings({ file, environment: {}, venues: [venue], now: when });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crossbook-settings-'));
    file = join(folder, 'settings.json');
  });

  afterEach(() => rm(folder, { recursive: true }));

  test('need not be there', async () => {
    expect(await load()).toEqual({ settings: defaultSettings(), warnings: [] });
    expect(await readdir(folder)).toEqual([]);
  });

  test('is read and never written', async () => {
    const source = `\uFEFF${JSON.stringify({ ...good, mine: 'kept' })}`;
    await writeFile(file, source);
    const { settings, warnings } = await load();
    expect(settings.shards).toBe(2);
    expect(warnings).toEqual(['settings.json: mine is not a setting and is ignored.']);
    expect(await readFile(file, 'utf8')).toBe(source);
  });

  test.each([['{"shards": 2,'], ['[]'], ['null'], ['"x"'], [''], ['\u0000\u0001']])(
    'is set aside when it holds %j, and said so in one sentence',
    async (source) => {
      await writeFile(file, source);
      const { settings, warnings } = await load();
      expect(settings).toEqual(defaultSettings());
      expect(warnings).toHaveLength(1);
      const aside = 'settings.broken-20260102T030405678Z.json';
      expect(warnings[0]).toMatch(/^settings\.json was not understood .*; the defaults are used\.$/);
      expect(warnings[0]).toContain(join(folder, aside));
      expect(await readdir(folder)).toEqual([aside]);
      expect(await readFile(join(folder, aside), 'utf8')).toBe(source);
    },
  );

  test('stays where it is when one only looks', async () => {
    await writeFile(file, '{');
    expect((await load(null)).warnings[0]).toContain('was not understood');
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  test('may be a folder by mistake', async () => {
    file = folder;
    const { settings, warnings } = await load();
    expect(settings).toEqual(defaultSettings());
    expect(warnings[0]).toContain('it is a folder');
  });
});
