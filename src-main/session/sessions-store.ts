/**
 * The recordings on this machine: a folder each below `sessions`, or a single file put there by hand.
 *
 * A card is read from indexes and events, and kept until a file of the session changes. Deleting moves a session to a folder beside,
 * from where it comes back; nothing here removes data.
 */

import { readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SessionCard, SessionState } from '../../src-shared/domain/session.ts';
import { errorText } from '../base/error-text.ts';
import { readJsonFile, writeJsonFile } from '../base/json-file.ts';
import { makeFolder } from '../base/make-folder.ts';
import { hasRecordingMark, isBeingRecorded } from './recording-mark.ts';
import { openSession, partFiles, type SessionReader } from './session-reader.ts';

const DESCRIPTION = 'session.json';
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

type Kept = { readonly stamp: string; readonly card: SessionCard };

export class SessionsStore {
  /** Where the sessions are. */
  readonly folder: string;
  private readonly trash: string;
  private readonly kept = new Map<string, Kept>();
  private describing: Promise<void> = Promise.resolve();

  /** `folder` need not exist. The trash is the folder beside it. */
  constructor(folder: string) {
    this.folder = folder;
    this.trash = join(dirname(folder), 'sessions-trash');
  }

  /** All sessions, newest first. A session that cannot be read has a card that says why. */
  async list(): Promise<readonly SessionCard[]> {
    const cards: SessionCard[] = [];
    for (const path of await this.paths()) cards.push(await this.card(path));
    return cards.sort((a, b) => b.startMicros - a.startMicros || (a.id < b.id ? 1 : -1));
  }

  /** The path of a session of the list. Rejects with a sentence when there is none of this id. */
  async find(id: string): Promise<string> {
    if (!ID.test(id)) throw new Error(`There is no session '${id}'.`);
    for (const path of [join(this.folder, id), join(this.folder, `${id}.mcap`)]) {
      if (await exists(path)) return path;
    }
    throw new Error(`There is no session '${id}' in ${this.folder}.`);
  }

  /** Names a session, or notes something on it; null leaves what there is. One after the other: each builds on the one before. */
  describe(id: string, name: string | null, note: string | null): Promise<void> {
    const described = this.describing.then(async () => {
      const path = await this.find(id);
      const file = descriptionOf(path);
      const read = await readJsonFile(file, null);
      const before = read.found === 'object' ? read.value : {};
      await writeJsonFile(file, { ...before, ...(name !== null && { name }), ...(note !== null && { note }) });
      this.kept.delete(path);
    });
    this.describing = described.catch(() => {});
    return described;
  }

  /** Moves a session to the trash folder; refuses one that is being recorded. */
  async remove(id: string): Promise<void> {
    const path = await this.find(id);
    if (await isBeingRecorded(path)) throw new Error('This session is being recorded; stop the recording first.');
    await makeFolder(this.trash);
    await move(path, this.trash);
    this.kept.delete(path);
  }

  /** Brings a session back from the trash folder. */
  async restore(id: string): Promise<void> {
    if (!ID.test(id)) throw new Error(`There is no session '${id}'.`);
    for (const name of [id, `${id}.mcap`]) {
      const path = join(this.trash, name);
      if (!(await exists(path))) continue;
      await move(path, this.folder);
      return;
    }
    throw new Error(`There is no session '${id}' in the trash.`);
  }

  /** The card of the session at a path, in this folder or elsewhere. */
  async card(path: string): Promise<SessionCard> {
    const isRecording = await isBeingRecorded(path);
    const stamp = `${isRecording} ${await stampOf(path)}`;
    const kept = this.kept.get(path);
    if (kept?.stamp === stamp) return kept.card;
    const card = await readCard(path, isRecording);
    this.kept.set(path, { stamp, card });
    return card;
  }

  private async paths(): Promise<readonly string[]> {
    let entries: import('node:fs').Dirent[];
    try {
      entries = await readdir(this.folder, { withFileTypes: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new Error(`The sessions in ${this.folder} cannot be listed: ${errorText(error)}.`);
    }
    return entries
      .filter((entry) => (entry.isDirectory() || entry.name.endsWith('.mcap')) && ID.test(entry.name))
      .map(({ name }) => join(this.folder, name));
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function idOf(path: string): string {
  return path.slice(dirname(path).length + 1).replace(/\.mcap$/, '');
}

function descriptionOf(path: string): string {
  return path.endsWith('.mcap') ? path.replace(/\.mcap$/, '.json') : join(path, DESCRIPTION);
}

/** What the user called the session at a path and noted on it; both may be ''. */
export async function sessionDescription(path: string): Promise<{ readonly name: string; readonly note: string }> {
  const read = await readJsonFile(descriptionOf(path), null);
  const { name, note } = read.found === 'object' ? read.value : {};
  return { name: typeof name === 'string' ? name : '', note: typeof note === 'string' ? note : '' };
}

/** Moves a session with its description into a folder. */
async function move(path: string, folder: string): Promise<void> {
  const target = join(folder, path.slice(dirname(path).length + 1));
  if (await exists(target)) throw new Error(`There is a session '${idOf(path)}' in ${folder} already.`);
  await makeFolder(folder);
  await rename(path, target);
  if (!path.endsWith('.mcap')) return;
  const description = descriptionOf(path);
  if (await exists(description)) await rename(description, descriptionOf(target));
}

/** Changes whenever a file of the session does. */
async function stampOf(path: string): Promise<string> {
  const stamps: string[] = [];
  const files = await partFiles(path).catch(() => [path]);
  for (const file of [...files, descriptionOf(path)]) {
    const found = await stat(file).catch(() => null);
    if (found) stamps.push(`${found.size}@${found.mtimeMs}`);
  }
  return stamps.join(' ');
}

async function readCard(path: string, isRecording: boolean): Promise<SessionCard> {
  const card = { id: idOf(path), path, ...(await sessionDescription(path)) };
  if (isRecording)
    return { ...card, ...NOTHING, ...(await sizeOf(path)), state: 'recording', text: 'It is being recorded.' };
  try {
    const reader = await openSession(path);
    const { bytes, files, startMicros, endMicros, venues, messages } = reader.summary;
    const { gaps, markets } = await reader.counts();
    const verdict = verdictOf(path, reader);
    return { ...card, ...verdict, bytes, files, startMicros, endMicros, venues, markets, messages, gaps };
  } catch (error) {
    return {
      ...card,
      ...NOTHING,
      ...(await sizeOf(path)),
      state: 'damaged',
      text: `It cannot be read: ${errorText(error)}.`,
    };
  }
}

const NOTHING = { startMicros: 0, endMicros: 0, venues: [], markets: 0, messages: 0, gaps: 0 } as const;

function verdictOf(
  path: string,
  { summary, damage }: SessionReader,
): { readonly state: SessionState; readonly text: string } {
  if (damage.length > 0 || !summary.finished || summary.lostBytes > 0) {
    const isCut = hasRecordingMark(path) || damage.length === 0;
    const lead = isCut
      ? 'Its recording was cut off; it is repaired when Crossbook starts.'
      : 'Some of it cannot be read.';
    return { state: 'damaged', text: `${lead} ${summary.problems[0] ?? ''}`.trim() };
  }
  if (summary.recovered) {
    return { state: 'recovered', text: 'Its recording was cut off and has been repaired.' };
  }
  return { state: 'whole', text: summary.problems[0] ?? '' };
}

async function sizeOf(path: string): Promise<{ bytes: number; files: number; startMicros: number; endMicros: number }> {
  const files = await partFiles(path).catch((): readonly string[] => []);
  let bytes = 0;
  let startMicros = 0;
  let endMicros = 0;
  for (const file of files) {
    const found = await stat(file).catch(() => null);
    if (!found) continue;
    bytes += found.size;
    endMicros = found.mtimeMs * 1_000;
    if (startMicros === 0) startMicros = (found.birthtimeMs || found.mtimeMs) * 1_000;
  }
  return { bytes, files: files.length, startMicros, endMicros };
}
