/** A file that is written from its start to its end, synchronously: for a thread that does nothing else. */
import { closeSync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';

export interface PartFile {
  /** Writes all of the bytes, or throws. */
  write(bytes: Uint8Array): void;
  /** What was written is on the disk when it returns. */
  sync(): void;
  /** Cuts the file; writing goes on at its new end. */
  truncate(size: number): void;
  /** May be called again. */
  close(): void;
}

/** Creates a file; throws when there is one already. */
export function createPartFile(path: string): PartFile {
  const fd = openSync(path, 'wx', 0o600);
  let at = 0;
  let isOpen = true;
  return {
    write(bytes) {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(fd, bytes, done, bytes.length - done, at + done);
      }
      at += bytes.length;
    },
    sync: () => fdatasyncSync(fd),
    truncate(size) {
      ftruncateSync(fd, size);
      at = size;
    },
    close() {
      if (isOpen) closeSync(fd);
      isOpen = false;
    },
  };
}
