/**
 * `crossbook doctor`: what is installed, which host would be used and why, what can be reached, what is missing.
 *
 * It changes nothing on the machine, waits for nothing longer than five seconds, and answers without a network as well.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { PackageInfo } from '../base/package-info.ts';
import type { Environment } from '../base/substitution.ts';
import { electronVersion, findElectron, recallFailure } from '../host/electron-binary.ts';
import { chooseHost } from '../host/host-choice.ts';
import { findBrowser, hasDisplay } from '../host/node/browser.ts';
import type { Paths } from '../profile/paths.ts';
import { loadKey } from '../profile/secrets.ts';
import { loadSettings, plainAddress, type Settings } from '../profile/settings.ts';
import { type Reach, reachVenue } from './venue-reach.ts';

export type DoctorOptions = {
  readonly product: PackageInfo;
  readonly venues: readonly Venue[];
  readonly environment: Environment;
  readonly paths: Paths;
  readonly now: Date;
};

export type VenueReport = { readonly venue: string; readonly name: string } & Reach & {
    /** How its books would come, and why. */
    readonly transport: 'stream' | 'poll';
    readonly key: string;
  };

export type FolderReport = { readonly folder: string; readonly path: string; readonly writable: boolean };

export type DoctorReport = {
  /** Nothing below is a problem. */
  readonly ok: boolean;
  /** `electron` is the package's; null when it is not installed. */
  readonly versions: { readonly crossbook: string; readonly node: string; readonly electron: string | null };
  /** Where Electron's executable is, or why there is none. */
  readonly electron: string;
  /** Where the browser is, or why there is none. */
  readonly browser: string;
  /** `none`: Electron is demanded and cannot be had. */
  readonly host: { readonly name: 'electron' | 'node' | 'none'; readonly why: string };
  readonly venues: readonly VenueReport[];
  readonly folders: readonly FolderReport[];
  readonly problems: readonly string[];
};

/** Examines this machine. Never rejects. */
export async function examine(options: DoctorOptions): Promise<DoctorReport> {
  const { product, venues, environment, paths } = options;
  const settings = await loadSettings({ file: paths.settingsFile, environment, venues, now: null });
  const problems: string[] = [...settings.warnings];
  const reports = await Promise.all(venues.map((venue) => examineVenue(venue, settings.settings, paths, problems)));
  const folders = examineFolders(paths);
  for (const folder of folders) {
    if (!folder.writable) problems.push(`The ${folder.folder} folder ${folder.path} cannot be written.`);
  }
  const electron = findElectron(product.root, environment);
  const browser = findBrowser(environment);
  return {
    ok: problems.length === 0,
    versions: {
      crossbook: product.version,
      node: process.versions.node,
      electron: electronVersion(product.root),
    },
    electron: electron.found ? electron.path : electron.text,
    browser: browser.found ? browser.path : browser.text,
    host: await examineHost(options),
    venues: reports,
    folders,
    problems,
  };
}

async function examineHost({ product, environment, paths, now }: DoctorOptions): Promise<DoctorReport['host']> {
  const search = findElectron(product.root, environment);
  const choice = await chooseHost({
    command: { opensWindow: true, host: null, devUrl: null },
    environment,
    hasDisplay: hasDisplay(process.platform, environment),
    async electron() {
      if (search.found || search.version === null) return search;
      const why = await recallFailure(join(paths.cache, `electron-${search.version}.json`), now);
      return why === null ? search : { ...search, text: `${search.text} Its download failed today (${why}).` };
    },
  });
  if (choice.host === 'electron') return { name: 'electron', why: `Electron is at ${choice.executable}.` };
  return { name: choice.host, why: choice.text || 'CROSSBOOK_HOST asks for it.' };
}

async function examineVenue(venue: Venue, settings: Settings, paths: Paths, problems: string[]): Promise<VenueReport> {
  const reach = await reachVenue(venue, settings);
  if (!reach.reachable) problems.push(`${venue.name} cannot be reached: ${reach.text}`);
  else if (reach.clockText !== '') problems.push(reach.clockText);
  if (!venue.signedUpgrade) {
    return { venue: venue.id, name: venue.name, ...reach, transport: 'stream', key: 'needs none' };
  }
  const key = await loadKey({ venue, settings: settings.venues[venue.id], folder: paths.data, vault: null });
  if (key.ok && key.warning !== '') problems.push(key.warning);
  if (!key.ok && key.problem !== 'unset') problems.push(key.text);
  const words = key.ok ? `the private key of ${key.keyId} can be read` : key.text;
  return { venue: venue.id, name: venue.name, ...reach, transport: key.ok ? 'stream' : 'poll', key: words };
}

function examineFolders(paths: Paths): FolderReport[] {
  const folders = { data: paths.data, cache: paths.cache, log: paths.log };
  return Object.entries(folders).map(([folder, path]) => ({ folder, path, writable: isWritable(path) }));
}

/** A folder that is not there yet is judged by the nearest one above it: nothing is made by looking. */
function isWritable(path: string): boolean {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The report as text. */
export function doctorText(report: DoctorReport): string {
  const lines = [
    `crossbook   ${report.versions.crossbook}`,
    `node        ${report.versions.node}`,
    `electron    ${report.versions.electron ?? 'not installed'}: ${report.electron}`,
    `browser     ${report.browser}`,
    `host        ${report.host.name}: ${report.host.why}`,
    '',
    ...report.venues.flatMap(venueLines),
    '',
    ...report.folders.map(
      ({ folder, path, writable }) => `${folder.padEnd(11)} ${path} ${writable ? 'writable' : 'NOT WRITABLE'}`,
    ),
    '',
    ...(report.ok ? ['All is well.'] : report.problems.map((problem) => `problem: ${problem}`)),
    '',
  ];
  return lines.join('\n');
}

function venueLines(venue: VenueReport): string[] {
  const head = venue.venue.padEnd(11);
  const words = venue.transport === 'stream' ? 'streamed' : 'polled';
  const reach = venue.reachable
    ? `answers in ${venue.latencyMs.toFixed(0)} ms, ${skewWords(venue.clockSkewMs, venue.clockSkewPlusMinusMs)}`
    : `NOT REACHABLE: ${venue.text}`;
  return [
    `${head} ${venue.name} at ${plainAddress(venue.url)}: ${reach}`,
    `${''.padEnd(11)} books would be ${words}; key: ${venue.key}`,
  ];
}

function skewWords(skewMs: number | null, plusMinusMs: number | null): string {
  if (skewMs === null || plusMinusMs === null) return 'its clock is not shown';
  return `clock ${skewMs >= 0 ? '+' : ''}${skewMs.toFixed(0)} ms (give or take ${plusMinusMs.toFixed(0)})`;
}
