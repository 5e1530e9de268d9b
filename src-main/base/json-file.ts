/**
 * JSON files that must never stop the app from starting.
 *
 * Reading never throws: a file that cannot be understood is set aside under another name, so that nothing the user wrote is
 * lost, and the answer says so in a sentence. Writing is all or nothing: a new file takes the old one's place by a rename.
 */

import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorText } from './error-text.ts';
import { makeFolder } from './make-folder.ts';
import { readRegular } from './open-regular.ts';

/** Ours are a few kilobytes; a layout may take some hundred, ten thousand links some megabytes. */
export const JSON_FILE_BYTES_MAX = 16 << 20;
/** A layout of many panes nests some twenty deep. Whoever walks through a value by recursion comes to its end at this. */
export const JSON_DEPTH_MAX = 64;

export type JsonObject = Readonly<Record<string, unknown>>;

/** One sentence: what is wrong and where the file is now. */
export type BrokenFile = { readonly found: 'broken'; readonly text: string };

export type JsonFile =
  | { readonly found: 'nothing' }
  | { readonly found: 'object'; readonly value: JsonObject }
  | BrokenFile;

/** The text of a file that should hold JSON, before it is parsed. */
export type JsonText = { readonly found: 'nothing' } | { readonly found: 'text'; readonly text: string } | BrokenFile;

/**
 * Reads a file that should hold one JSON object. `now` names the file that a broken one is set aside as; null leaves it where
 * it is.
 */
export async function readJsonFile(path: string, now: Date | null): Promise<JsonFile> {
  const file = await readJsonText(path, now);
  if (file.found !== 'text') return file;
  try {
    const value: unknown = JSON.parse(file.text);
    if (!isJsonObject(value)) return await setAside(path, 'it does not hold a JSON object', now);
    if (!isWithinDepth(value)) return await setAside(path, 'it is nested too deep', now);
    return { found: 'object', value };
  } catch (error) {
    return await setAside(path, `it is not JSON: ${syntaxText(error)}`, now);
  }
}

/** Reads the text of such a file, for one that is parsed in another way. */
export async function readJsonText(path: string, now: Date | null): Promise<JsonText> {
  try {
    const text = (await readRegular(path, JSON_FILE_BYTES_MAX)).toString('utf8');
    return { found: 'text', text: text.replace(/^\uFEFF/, '') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { found: 'nothing' };
    if (code === 'EFBIG') return await setAside(path, 'it is far too large', now);
    return { found: 'broken', text: `${path} cannot be read (${errorText(error)})` };
  }
}

/** False for a value that is nested deeper than anything of ours. */
export function isWithinDepth(value: unknown, depthMax = JSON_DEPTH_MAX): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthMax) return false;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return true;
}

/** What is wrong with a text that is no JSON, without the part of it that the engine quotes: that may be a secret. */
export function syntaxText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/,? ?(\.\.\.)?".*$/s, '')
    .trim()
    .replace(/\.$/, '');
}

/** Moves a file out of the way that could be read but not be understood. */
export async function setAside(path: string, why: string, now: Date | null): Promise<BrokenFile> {
  if (!now) return { found: 'broken', text: `${path} was not understood (${why})` };
  const aside = asideName(path, now);
  try {
    await rename(path, aside);
  } catch (error) {
    return {
      found: 'broken',
      text: `${path} was not understood (${why}) and could not be moved (${errorText(error)})`,
    };
  }
  return { found: 'broken', text: `${basename(path)} was not understood (${why}) and is now ${aside}` };
}

/** `settings.json` becomes `settings.broken-20260102T030405678Z.json`. */
function asideName(path: string, now: Date): string {
  const name = basename(path).replace(/\.json$/, '');
  return join(dirname(path), `${name}.broken-${now.toISOString().replaceAll(/[-:.]/g, '')}.json`);
}

/**
 * Puts an object in a file's place, whole or not at all; makes the folder. Only the owner may read it. Rejects when {@link readJsonFile} would
 * not read it again.
 */
export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  if (!isWithinDepth(value)) throw new Error('it would be nested too deep to be read again');
  await replaceFile(path, [`${JSON.stringify(value, null, 2)}\n`]);
}

/** Puts a text in a file's place like {@link writeJsonFile}, part by part. Rejects when it would be too long to be read again. */
export async function replaceFile(path: string, parts: Iterable<string>): Promise<void> {
  await makeFolder(dirname(path));
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    // What a killed program left, or whoever else put there, is no place to write into.
    await rm(temporary, { force: true });
    const file = await open(temporary, 'wx', 0o600);
    try {
      let bytes = 0;
      for (const part of parts) {
        bytes += Buffer.byteLength(part);
        if (bytes > JSON_FILE_BYTES_MAX) throw new Error('it would be too large to be read again');
        await file.writeFile(part);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
