/**
 * Opens what a user or a file names only if it is a regular file.
 *
 * Opening a pipe that nobody writes to would wait for ever, and so would every later use of files once the few threads that do such
 * work are held up; a device may have no end. It is looked at before it is opened, as opening some devices has effects, and again after.
 */
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';

/** Not known on Windows, which has no such pipes among its files. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** Opens a regular file for reading. Rejects with the system's error, or with one like it whose message is a clause: what it is instead. */
export async function openRegular(path: string): Promise<FileHandle> {
  requireRegular(await stat(path));
  const file = await open(path, FLAGS);
  try {
    requireRegular(await file.stat());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Reads a regular file whole. Rejects as {@link openRegular} does, and with the code EFBIG when it has more bytes than `bytesMax`. */
export async function readRegular(path: string, bytesMax: number): Promise<Buffer> {
  const file = await openRegular(path);
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    // One byte more than allowed: its size may grow, and some files of the system claim to have none.
    for await (const chunk of file.createReadStream({ autoClose: false, end: bytesMax })) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
    }
    if (length > bytesMax) throw fault('EFBIG', `it has more than ${bytesMax.toLocaleString('en')} bytes`);
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}

type Kind = { isFile(): boolean; isDirectory(): boolean };

/** Throws a clause for whatever is no regular file. */
export function requireRegular(kind: Kind): void {
  if (kind.isDirectory()) throw fault('EISDIR', 'it is a folder');
  if (!kind.isFile()) throw fault('ENOTREG', 'it is not a regular file but a pipe, a socket or a device');
}

function fault(code: string, text: string): NodeJS.ErrnoException {
  return Object.assign(new Error(text), { code });
}
