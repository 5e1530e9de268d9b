/** The file of a session that is being read; the next one takes its place when all that was asked of it is there. */
import type { FileHandle } from 'node:fs/promises';
import { openRegular } from '../base/open-regular.ts';
import { readBytes } from './session-index.ts';

export class OpenPart {
  private path = '';
  private file: Promise<FileHandle> | null = null;
  private reading: Promise<unknown>[] = [];
  /** The files before, until they are closed. */
  private closing: Promise<unknown> = Promise.resolve();

  async read(path: string, offset: number, length: number): Promise<Uint8Array> {
    if (path !== this.path) {
      this.closing = Promise.all([this.closing, this.closeFile()]);
      this.path = path;
      this.file = openRegular(path);
      this.file.catch(() => {});
      this.reading = [];
    }
    const file = this.file!;
    const read = file.then((handle) => readBytes(handle, offset, length));
    this.reading.push(read);
    read.catch(() => {});
    return read;
  }

  async close(): Promise<void> {
    await Promise.all([this.closing, this.closeFile()]);
    this.file = null;
  }

  private async closeFile(): Promise<void> {
    const { file, reading } = this;
    await Promise.allSettled(reading);
    await file?.then((handle) => handle.close()).catch(() => {});
  }
}
