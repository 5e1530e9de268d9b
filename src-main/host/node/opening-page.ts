/**
 * Hands a browser the window's address without putting it on its command line, which every user of the machine can list.
 *
 * The browser is given a file that only its owner can read and that leads on to the address. The file is there until the window
 * has connected, and never longer than Crossbook runs.
 */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeFolderSync } from '../../base/make-folder.ts';

/** One name: what a crash left behind is replaced at the next start, and its key is of no use any more. */
const NAME = 'opening.html';

export interface OpeningPage {
  /** What the browser opens. It says nothing of the address. */
  readonly address: string;
  /** Removes the file; it may be gone already. */
  remove(): void;
}

/** Writes the page into a folder that only its owner can enter. Throws the system's error when it cannot. */
export function writeOpeningPage(folder: string, url: string): OpeningPage {
  makeFolderSync(folder);
  const path = join(folder, NAME);
  const remove = (): void => rmSync(path, { force: true });
  remove();
  writeFileSync(path, pageTo(url), { mode: 0o600, flag: 'wx' });
  return { address: pathToFileURL(path).href, remove };
}

function pageTo(url: string): string {
  const target = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=${target}">
<title>Crossbook</title>
`;
}
