/** The file of a session that is being read; the next one takes its place when all that was asked of it is there. */
import type { FileHandle } from 'node:fs/promises';
import { openRegular } from '../base/open-regular.ts';
import { readBytes } from './session-index.ts';

export class OpenPart {
  private path = '';
  private file: Promise<FileHandle> | null = null;
  private reading: Promise<unknown>[] = [];

  async read(path: string, offset: number, length: number): Promise<Uint8Array> {
    if (path !== this.path) {
      const { file, reading } = this;
      this.path = path;
      this.file = openRegular(path);
      this.file.catch(() => {});
      this.reading = [];
      if (file !== null)
        void Promise.allSettled(reading)
          .then(async () => (await file).close())
          .catch(() => {});
    }
    const file = this.file!;
    const read = file.then((handle) => readBytes(handle, offset, length));
    this.reading.push(read);
    read.catch(() => {});
    return read;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.reading);
    await this.file?.then((file) => file.close()).catch(() => {});
    this.file = null;
  }
}
