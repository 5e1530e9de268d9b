/**
 * Crossbook's Node host as a demo on an exchange that runs elsewhere: `node exchange-host.ts FACTS.json serve --demo ...`.
 *
 * The command line can start a demo on an exchange of its own only, where no test can break anything. Here everything is the
 * product's own but the exchange, whose addresses, key and links come from a file.
 */
import { readFile } from 'node:fs/promises';
import type { ExchangeFacts } from '../../../src-exchange/control/handle.ts';
import { createApp } from '../../../src-main/app/app.ts';
import { findPackage } from '../../../src-main/base/package-info.ts';
import { readCommand } from '../../../src-main/command/command-line.ts';
import { demoSettings } from '../../../src-main/host/demo.ts';
import { demoLinks } from '../../../src-main/host/demo-links.ts';
import { nodeEngine } from '../../../src-main/host/node/node-engine.ts';
import { windowFolderIn } from '../../../src-main/host/node/node-host.ts';
import { runNodeHost } from '../../../src-main/host.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';

const [factsFile = '', ...args] = process.argv.slice(2);
const facts = JSON.parse(await readFile(factsFile, 'utf8')) as ExchangeFacts;
const command = readCommand(args, VENUES);
if (!('exitWithStdin' in command)) throw new Error(`${args.join(' ')} opens no window`);
const product = findPackage(import.meta.dirname);

process.exitCode = await runNodeHost({
  command,
  version: product.version,
  hostName: `Node ${process.versions.node}`,
  venues: VENUES,
  environment: process.env,
  now: new Date(),
  vault: null,
  launchEngine: nodeEngine(new URL('../../../src-worker/worker.ts', import.meta.url)),
  createApp,
  startDemo: async (options, settings, folder) => ({
    settings: await demoSettings(facts, options, settings, folder),
    links: demoLinks(facts.links),
    stop: async () => {},
  }),
  windowFolder: windowFolderIn(product.root),
  say: (text) => process.stderr.write(`${text}\n`),
});
