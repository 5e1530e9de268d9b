/**
 * Decides where an app keeps its files: in its profile, which it then has alone; a demo whose profile cannot be written in a temporary
 * folder; and a command beside an app that uses the profile, with what it would change in a temporary folder.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppCommand } from '../command/app-options.ts';
import { findPaths, type Paths } from '../profile/paths.ts';
import { type Address, lockProfile, type RunningApp } from '../profile/profile-lock.ts';

export type Place = {
  readonly paths: Paths;
  /** Whether what is remembered may be written. */
  readonly isOurs: boolean;
  /** Sentences for the user. */
  readonly warnings: readonly string[];
  /** Notes for a second start where the window is. */
  announce(address: Address): Promise<void>;
  leave(): Promise<void>;
};

/** Another app uses the profile. The message is a sentence. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
  readonly running: RunningApp;

  constructor(running: RunningApp) {
    const where = running.url === '' ? 'in a window of its own' : `at ${running.url}`;
    super(`Crossbook already runs with this profile (process ${running.pid}), ${where}.`);
    this.running = running;
  }
}

export type PlaceOptions = { readonly command: Pick<AppCommand, 'demo' | 'dataDir'>; readonly mayRunBeside?: boolean };

/** Takes the profile. Rejects with {@link AlreadyRunning}, or with a sentence when a demo has no folder at all. */
export async function takePlace({ command, mayRunBeside = false }: PlaceOptions): Promise<Place> {
  const paths = findPaths(command.demo ? 'demo' : 'live', command.dataDir ?? undefined);
  const lock = await lockProfile(paths.data);
  if (lock.state === 'held') {
    return { paths, isOurs: true, warnings: [], announce: lock.announce, leave: lock.release };
  }
  const nowhere = async (): Promise<void> => {};
  if (lock.state === 'taken') {
    if (!mayRunBeside) throw new AlreadyRunning(lock.by);
    const folder = await temporaryFolder();
    const own = { cache: folder, catalogFile: join(folder, 'catalog.sqlite'), log: join(paths.log, 'beside') };
    return { paths: { ...paths, ...own }, isOurs: false, warnings: [], announce: nowhere, leave: () => remove(folder) };
  }
  const refused = `The folder ${paths.data} cannot be written (${lock.why})`;
  if (!command.demo) {
    const warnings = [
      `${refused}: the watchlist, links and recordings of this run cannot be kept. Name another folder with --data.`,
    ];
    return { paths, isOurs: true, warnings, announce: nowhere, leave: nowhere };
  }
  const folder = await temporaryFolder();
  const warnings = [`${refused}: this demo forgets everything when it ends.`];
  const leave = (): Promise<void> => remove(folder);
  return { paths: findPaths('demo', folder), isOurs: true, warnings, announce: nowhere, leave };
}

const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'crossbook-'));
const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true }).catch(() => {});
