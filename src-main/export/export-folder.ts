/**
 * The folder of an export while it is made: beside its target under a temporary name, moved when whole, removed when not.
 *
 * Where the target does not exist yet, moving is one step of the file system. Into a folder that exists the files go one by one, the
 * manifest last: a folder without a manifest of the same time is no finished export. Nothing is replaced there but what an earlier export
 * left, recognised by its manifest and, in a folder of a table, by the names of its files.
 */
import { readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { readJsonFile } from '../base/json-file.ts';
import { beginUnfinished, type Unfinished } from '../session/unfinished.ts';
import { MANIFEST_FILE, MANIFEST_KIND } from './export-manifest.ts';
import { ExportError } from './export-source.ts';

const TABLE_ENDINGS = ['.parquet', '.csv', '.gz', '.ndjson'];

export class ExportFolder {
  readonly path: string;
  /** Where the database may put what does not fit into memory. */
  readonly scratch: string;
  private readonly target: string;
  private readonly unfinished: Unfinished;

  private constructor(target: string, unfinished: Unfinished) {
    this.target = target;
    this.unfinished = unfinished;
    this.path = unfinished.files;
    this.scratch = unfinished.scratch;
  }

  static async create(target: string): Promise<ExportFolder> {
    const full = resolve(target);
    if ((await manifestIn(full)) === 'foreign') throw new ExportError(foreignText(full, MANIFEST_FILE));
    return new ExportFolder(full, await beginUnfinished(dirname(full), basename(full)));
  }

  /** The files made so far, relative to the folder, with their bytes. */
  async files(): Promise<readonly { readonly file: string; readonly bytes: number }[]> {
    const entries = await readdir(this.path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return await Promise.all(
      files.sort().map(async (path) => ({
        file: relative(this.path, path).replaceAll('\\', '/'),
        bytes: (await stat(path)).size,
      })),
    );
  }

  /** Everything is whole: moves it to its place. Rejects with a sentence where it would replace what is no export's. */
  async publish(): Promise<void> {
    if (await isFreeOrEmpty(this.target)) await rename(this.path, this.target);
    else {
      const names = await readdir(this.path);
      await this.refuseForeign(names);
      for (const name of [...names.filter((name) => name !== MANIFEST_FILE), MANIFEST_FILE]) {
        await rm(join(this.target, name), { recursive: true, force: true });
        await rename(join(this.path, name), join(this.target, name));
      }
    }
    await this.discard();
  }

  private async refuseForeign(names: readonly string[]): Promise<void> {
    const there = new Set(await readdir(this.target));
    const manifest = await manifestIn(this.target);
    for (const name of names) {
      if (!there.has(name)) continue;
      if (manifest !== 'ours' || !(await looksExported(join(this.target, name))))
        throw new ExportError(foreignText(this.target, name));
    }
  }

  discard(): Promise<void> {
    return this.unfinished.discard();
  }
}

/** True when nothing is there; an empty folder is removed. */
async function isFreeOrEmpty(path: string): Promise<boolean> {
  try {
    await rmdir(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return true;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw error;
  }
}

/** Whose manifest a folder has, if any. */
async function manifestIn(folder: string): Promise<'none' | 'ours' | 'foreign'> {
  const file = await readJsonFile(join(folder, MANIFEST_FILE), null);
  if (file.found === 'nothing') return 'none';
  return file.found === 'object' && file.value.kind === MANIFEST_KIND ? 'ours' : 'foreign';
}

/** A file, or a folder that holds nothing but files of a table. */
async function looksExported(path: string): Promise<boolean> {
  if (!(await stat(path)).isDirectory()) return true;
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.every((entry) => entry.isDirectory() || TABLE_ENDINGS.includes(extname(entry.name)));
}

function foreignText(folder: string, name: string): string {
  return `${folder} holds '${name}', which no export put there and which would be replaced. Nothing was written; choose another folder.`;
}
