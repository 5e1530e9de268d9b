/** Crossbook's own version, and the folder it runs from: the checkout, or the package. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type PackageInfo = { readonly root: string; readonly version: string };

/** Looks upwards from a folder for Crossbook's package.json. */
export function findPackage(folder: string): PackageInfo {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, 'package.json');
    if (existsSync(file)) {
      const found = JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown; version?: unknown };
      if (found.name === 'crossbook') return { root: at, version: String(found.version) };
    }
    if (dirname(at) === at) throw new Error(`No package.json of crossbook above ${folder}.`);
  }
}
