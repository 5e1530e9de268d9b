/** Shows a file or folder in the system's file manager, where the host itself cannot. */
import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Resolves when the file manager was started; rejects with a sentence where there is none. */
export async function revealPath(path: string, platform: NodeJS.Platform = process.platform): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new Error(`${path} is not there any more.`);
  const folder = found.isDirectory() ? path : dirname(path);
  const [program, args] = commandOf(platform, path, folder);
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    child.once('error', () => reject(new Error(`There is no file manager here; the files are in ${folder}.`)));
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}

function commandOf(platform: NodeJS.Platform, path: string, folder: string): readonly [string, readonly string[]] {
  if (platform === 'darwin') return ['open', ['-R', path]];
  if (platform === 'win32') return ['explorer.exe', [`/select,${path}`]];
  return ['xdg-open', [folder]];
}
