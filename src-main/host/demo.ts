/**
 * The demo: the built-in exchange in the place of the real ones.
 *
 * Settings alone lead the app there: addresses and a key file, as for any exchange. Every address of a venue that is played must be
 * replaced, and a venue that is not played is switched off, so that a demo never speaks to a real one.
 */

import { generateKeyPair } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExchangeFacts } from '../../src-exchange/control/handle.ts';
import { startExchange } from '../../src-exchange/start.ts';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { makeFolder } from '../base/make-folder.ts';
import { VENUES } from '../base/registry.ts';
import type { DemoKey, DemoOptions } from '../command/app-options.ts';
import type { KeySettings, Settings, VenueSettings } from '../profile/settings.ts';
import { demoLinks } from './demo-links.ts';
import type { RunningDemo, StartDemo } from './open-app.ts';

/** Look-alikes to review: enough that every kind of difference is among them. */
const DEMO_PAIRS = 60;

/** A way to start the demo. `threadUrl`: the exchange's thread, where a bundler moved it. */
export function demoStarter({ threadUrl }: { threadUrl?: URL } = {}): StartDemo {
  return async (options, settings, folder): Promise<RunningDemo> => {
    const exchange = await startExchange({
      seed: options.seed,
      ratePerSecond: options.rate,
      quietMarkets: options.quietMarkets,
      pairs: DEMO_PAIRS,
      ...(threadUrl && { threadUrl }),
    });
    try {
      return {
        settings: await demoSettings(exchange, options, settings, folder),
        links: demoLinks(exchange.links),
        stop: () => exchange.close(),
      };
    } catch (error) {
      await exchange.close();
      throw error;
    }
  };
}

/** The settings that lead to the exchange; writes the key files they name into `folder`. */
export async function demoSettings(
  facts: ExchangeFacts,
  options: Pick<DemoOptions, 'keys'>,
  settings: Settings,
  folder: string,
): Promise<Settings> {
  const venues: [VenueId, VenueSettings][] = [];
  for (const venue of VENUES) {
    if (facts.addresses[venue.id] === undefined) {
      venues.push([venue.id, { enabled: false, endpoints: {} }]);
      continue;
    }
    const key = await demoKey(facts, venue, options.keys[venue.id] ?? 'none', folder);
    venues.push([venue.id, { enabled: true, endpoints: demoEndpoints(facts, venue), ...(key && { key }) }]);
  }
  return { ...settings, venues: Object.fromEntries(venues) };
}

/** An address for every endpoint of the venue. */
function demoEndpoints(facts: ExchangeFacts, venue: Venue): Record<string, string> {
  const names = Object.keys(venue.environments[venue.defaultEnvironment] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const address = facts.addresses[venue.id]?.[name];
      if (!address) throw new Error(`The built-in exchange has no ${name} address for ${venue.name}.`);
      return [name, address];
    }),
  );
}

async function demoKey(
  facts: ExchangeFacts,
  venue: Venue,
  which: DemoKey,
  folder: string,
): Promise<KeySettings | null> {
  const key = facts.keys[venue.id];
  if (key === undefined || which === 'none') return null;
  const pem = which === 'good' ? key.privateKeyPem : await strangePem();
  const privateKeyPath = join(folder, `demo-${venue.id}.pem`);
  await makeFolder(folder);
  await writeFile(privateKeyPath, pem, { mode: 0o600 });
  return { keyId: key.keyId, privateKeyPath };
}

/** A good key, but not one that the exchange knows. */
async function strangePem(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
