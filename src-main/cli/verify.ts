/**
 * `crossbook verify`: reads recordings line by line and has a thread run their messages through the engine's decoders and books.
 *
 * Nothing of a recording is held but what is on its way. A file that cannot be opened ends the command before anything is read;
 * one that turns out cut or damaged is verified up to there, and reported.
 */
import { access, constants, stat } from 'node:fs/promises';
import type { VerifyReport } from '../../src-shared/contract/verify.ts';
import { errorText } from '../base/error-text.ts';
import type { VerifyCommand } from '../command/verify-options.ts';
import { RecordingTrouble, recordingBytes } from '../import/recording-bytes.ts';
import { RecordingLine } from '../import/recording-line.ts';
import { RecordingLines } from '../import/recording-lines.ts';
import { VerifyThread } from './verify-thread.ts';

const PROGRESS_EVERY_MS = 5_000;

export type VerifyOptions = {
  readonly command: Pick<VerifyCommand, 'files' | 'venue' | 'booksAt'>;
  /** The file that the thread runs. */
  readonly entry: URL;
  /** A line for people. */
  say(text: string): void;
};

/** Rejects with one sentence when a file cannot be opened or nothing in it is recognised. */
export async function runVerify({ command, entry, say }: VerifyOptions): Promise<VerifyReport> {
  const sizes = await Promise.all(command.files.map(sizeOf));
  const thread = new VerifyThread(entry);
  try {
    thread.post({ kind: 'begin', venue: command.venue, booksAt: command.booksAt });
    const progress = new Progress(say);
    for (const [at, name] of command.files.entries()) {
      thread.post({ kind: 'file', name });
      progress.begin(name, sizes[at]!);
      const trouble = await readFile(name, thread, progress);
      if (trouble !== '') say(`${name}: ${trouble}; it was verified up to there.`);
      thread.post({ kind: 'file-end', trouble });
    }
    thread.post({ kind: 'end' });
    return await thread.report();
  } finally {
    await thread.stop();
  }
}

/** Hands the file's messages over; returns why it could not be read to its end, or ''. */
async function readFile(name: string, thread: VerifyThread, progress: Progress): Promise<string> {
  const message = new RecordingLine();
  const lines = new RecordingLines((line, number) => {
    message.read(line);
    thread.frame(message.message, message.receivedMicros, number);
    progress.messages++;
  });
  try {
    for await (const chunk of recordingBytes(name, (bytes) => progress.read(bytes), true)) {
      lines.push(chunk);
      await thread.room();
    }
    lines.end();
    return '';
  } catch (error) {
    if (error instanceof RecordingTrouble) return error.message;
    if ((error as NodeJS.ErrnoException).syscall === 'read') return `it cannot be read: ${errorText(error)}`;
    throw error;
  }
}

/** The file's size in bytes, 0 for a pipe. Throws one sentence when it cannot be opened. */
async function sizeOf(name: string): Promise<number> {
  try {
    const about = await stat(name);
    if (about.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    await access(name, constants.R_OK);
    return about.isFile() ? about.size : 0;
  } catch (error) {
    throw new Error(`${name} cannot be read: ${errorText(error)}.`);
  }
}

/** Says how far a long reading is, now and then. */
class Progress {
  messages = 0;
  private readonly say: (text: string) => void;
  private name = '';
  private size = 0;
  private bytes = 0;
  private dueMs = performance.now() + PROGRESS_EVERY_MS;

  constructor(say: (text: string) => void) {
    this.say = say;
  }

  begin(name: string, size: number): void {
    this.name = name;
    this.size = size;
    this.bytes = 0;
  }

  read(bytes: number): void {
    this.bytes += bytes;
    const nowMs = performance.now();
    if (nowMs < this.dueMs) return;
    this.dueMs = nowMs + PROGRESS_EVERY_MS;
    const share = this.size > 0 ? `${Math.floor((this.bytes / this.size) * 100)} %, ` : '';
    this.say(`${this.name}: ${share}${this.messages.toLocaleString('en')} messages so far`);
  }
}
