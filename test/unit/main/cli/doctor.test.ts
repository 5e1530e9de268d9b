/** The doctor, on machines made up for it. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DoctorReport, doctorText, examine } from '../../../../src-main/cli/doctor.ts';
import { clockSkew } from '../../../../src-main/cli/venue-reach.ts';
import { findPaths } from '../../../../src-main/profile/paths.ts';
import type { Venue } from '../../../../src-shared/venues/venue.ts';

let folder: string;
let server: Server;
let answer: RequestListener;
let asked: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-doctor-'));
  asked = [];
  answer = (_request, response) => response.end('ok');
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

function venue(changes: Partial<Venue> = {}): Venue {
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    id: 'one',
    name: 'One',
    environments: { production: { rest: address } },
    defaultEnvironment: 'production',
    probe: { endpoint: 'rest', method: 'GET', path: '/time', query: [['a', 'b c']], bucket: 'rest' },
    signedUpgrade: null,
    ...changes,
  } as Venue;
}

/** An address on which nobody listens any more. */
async function deadAddress(): Promise<string> {
  const dead = createServer();
  await new Promise<void>((resolve) => dead.listen(0, '127.0.0.1', resolve));
  const { port } = dead.address() as AddressInfo;
  await new Promise((resolve) => dead.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const look = (venues: readonly Venue[], environment: Record<string, string> = {}): Promise<DoctorReport> =>
  examine({
    product: { root: folder, version: '1.2.3' },
    venues,
    environment: { CROSSBOOK_BROWSER: process.execPath, ...environment },
    paths: findPaths('live', folder),
    now: new Date(),
  });

const key = (privateKeyPath: string): string =>
  JSON.stringify({ venues: { one: { key: { keyId: 'abc', privateKeyPath } } } });

describe('the doctor', () => {
  test('finds all well', async () => {
    const report = await look([venue()]);
    expect(report).toMatchObject({
      ok: true,
      problems: [],
      versions: { crossbook: '1.2.3', node: process.versions.node, electron: null },
      browser: process.execPath,
      host: { name: 'node' },
    });
    expect(report.venues[0]).toMatchObject({ venue: 'one', reachable: true, transport: 'stream', key: 'needs none' });
    expect(report.folders.map(({ writable }) => writable)).toEqual([true, true, true]);
    expect(asked).toEqual(['GET /time?a=b+c']);
    expect(doctorText(report)).toContain('All is well.');
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('makes nothing by looking', async () => {
    await writeFile(join(folder, 'settings.json'), '{');
    const report = await look([venue()]);
    expect(report.ok).toBe(false);
    expect(report.problems[0]).toContain('was not understood');
    expect(await readdir(folder)).toEqual(['settings.json']);
  });

  test('measures how far the clocks are apart', async () => {
    answer = (_request, response) => {
      response.setHeader('Date', new Date(Date.now() + 60_000).toUTCString());
      response.end();
    };
    const report = await look([venue()]);
    const [one] = report.venues;
    if (!one?.reachable) throw new Error('not reachable');
    expect(one.clockSkewPlusMinusMs).toBeGreaterThanOrEqual(500);
    expect(Math.abs((one.clockSkewMs ?? 0) - 60_000)).toBeLessThanOrEqual((one.clockSkewPlusMinusMs ?? 0) + 1);
    expect(report.problems[0]).toMatch(/^This machine's clock is \d+ s behind One's/);
  });

  test('says that a venue cannot be reached, and the other can', async () => {
    const gone = venue({ id: 'two', name: 'Two', environments: { production: { rest: await deadAddress() } } });
    const report = await look([venue(), gone]);
    expect(report.ok).toBe(false);
    expect(report.problems).toEqual(['Two cannot be reached: connection refused.']);
    expect(doctorText(report)).toContain('NOT REACHABLE: connection refused.');
  });

  test('says what a venue answered instead', async () => {
    answer = (_request, response) => response.writeHead(503).end('x'.repeat(1_000));
    expect((await look([venue()])).problems).toEqual(['One cannot be reached: it answered 503 Service Unavailable.']);
  });

  test('judges the key of a venue that wants one', async () => {
    const keyed = venue({ signedUpgrade: {} as Venue['signedUpgrade'] });
    const without = await look([keyed]);
    expect(without).toMatchObject({ ok: true, venues: [{ transport: 'poll' }] });
    await writeFile(join(folder, 'settings.json'), key('one.pem'));
    const missing = await look([keyed]);
    expect(missing.problems[0]).toContain('does not exist');
    expect(missing.venues[0]?.transport).toBe('poll');
    const pem = generateKeyPairSync('rsa', {
      modulusLength: 2_048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey;
    await writeFile(join(folder, 'one.pem'), pem, { mode: 0o600 });
    const good = await look([keyed]);
    expect(good).toMatchObject({ ok: true, venues: [{ transport: 'stream' }] });
    expect(JSON.stringify(good)).not.toContain('BEGIN');
    await chmod(join(folder, 'one.pem'), 0o644);
    const open = await look([keyed]);
    expect(open).toMatchObject({ ok: process.platform === 'win32', venues: [{ transport: 'stream' }] });
    if (!open.ok) expect(open.problems[0]).toContain('can be read by every user of this machine');
  });

  test.skipIf(process.platform === 'win32')('does not wait for a key that is a pipe, and says so', async () => {
    execFileSync('mkfifo', [join(folder, 'one.pem')]);
    await writeFile(join(folder, 'settings.json'), key('one.pem'));
    const report = await look([venue({ signedUpgrade: {} as Venue['signedUpgrade'] })]);
    expect(report.problems.join(' ')).toContain('it is not a regular file but a pipe');
  });

  test('asks at the address of the settings', async () => {
    const address = venue().environments.production!.rest;
    const settings = { venues: { one: { endpoints: { rest: `${address}/other` } } } };
    await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
    await look([venue({ environments: { production: { rest: 'http://127.0.0.1:1' } } })]);
    expect(asked).toEqual(['GET /other/time?a=b+c']);
  });

  test('says which host would be used and why', async () => {
    expect((await look([], { CROSSBOOK_HOST: 'node' })).host).toEqual({
      name: 'node',
      why: 'CROSSBOOK_HOST asks for it.',
    });
    expect((await look([], { REQUIRE_ELECTRON: '1', DISPLAY: ':0' })).host.name).toBe('none');
    const electron = await look([], { CROSSBOOK_ELECTRON: process.execPath, DISPLAY: ':0' });
    expect(electron.host).toEqual({ name: 'electron', why: `Electron is at ${process.execPath}.` });
  });
});

describe('the clock skew', () => {
  test('is not known without a date', () => {
    const unknown = { clockSkewMs: null, clockSkewPlusMinusMs: null };
    expect(clockSkew(null, 0, 0)).toEqual(unknown);
    expect(clockSkew('yesterday', 0, 0)).toEqual(unknown);
  });

  test('is taken at half a round trip, to half a second', () => {
    const sentMs = Date.parse('2026-01-02T03:04:05.500Z');
    expect(clockSkew('Fri, 02 Jan 2026 03:04:05 GMT', sentMs, 200)).toEqual({
      clockSkewMs: -100,
      clockSkewPlusMinusMs: 600,
    });
  });
});
