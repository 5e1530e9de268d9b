/** A profile folder of a test's own, with the settings that lead Crossbook to the test's exchange. */
import { generateKeyPair } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExchangeHandle } from '../../../src-exchange/control/handle.ts';

/** The key of venues that want one: the exchange's own, a stranger's, or none. */
export type KeyChoice = 'good' | 'wrong' | 'none';

export interface Profile {
  readonly dataDir: string;
  /** Exchange facts for exchange-host.ts. */
  readonly factsFile: string;
  remove(): Promise<void>;
}

/** `shards`: threads of the engine; 0: none. */
export async function makeProfile(exchange: ExchangeHandle | null, key: KeyChoice, shards = 0): Promise<Profile> {
  const dataDir = await mkdtemp(join(tmpdir(), 'crossbook-e2e-'));
  const factsFile = join(dataDir, 'facts.json');
  if (exchange) {
    const { addresses, keys, links } = exchange;
    await writeFile(factsFile, JSON.stringify({ addresses, keys, links }));
    const settings = { shards, ...(await settingsOf(exchange, key, dataDir)) };
    await writeFile(join(dataDir, 'settings.json'), JSON.stringify(settings, null, 2));
  }
  return { dataDir, factsFile, remove: () => rm(dataDir, { recursive: true, force: true, maxRetries: 3 }) };
}

async function settingsOf({ addresses, keys }: ExchangeHandle, which: KeyChoice, dataDir: string): Promise<object> {
  const venues: Record<string, object> = {};
  for (const [id, endpoints] of Object.entries(addresses)) {
    const key = which === 'none' ? undefined : keys[id];
    venues[id] = { endpoints, ...(key && { key: { keyId: key.keyId, privateKeyPath: `${id}.pem` } }) };
    if (!key) continue;
    const pem = which === 'good' ? key.privateKeyPem : await strangePem();
    await writeFile(join(dataDir, `${id}.pem`), pem, { mode: 0o600 });
  }
  return { venues };
}

async function strangePem(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
