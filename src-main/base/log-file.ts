/**
 * The log on disk: JSON lines in a profile's log folder, in three files of 50 MiB.
 *
 * A thread of pino's writes and rotates, so main only hands a line over. When the disk cannot keep up, lines are dropped and
 * counted. No secret reaches the disk: what the caller names, and whatever looks like a key, a token or a signature, is replaced.
 */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pino } from 'pino';
import { errorText } from './error-text.ts';
import { makeFolder } from './make-folder.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type LogFields = Readonly<Record<string, unknown>>;

/** Each file's size, and how many are kept: some days of a bad network, and less than one recorded hour. */
const FILE_MIB_MAX = 50;
const FILES_MAX = 3;
/** A log that does not close must not hold the app's end for longer. */
const CLOSE_MAX_MS = 1_000;
/** Shorter texts are part of ordinary words; no key or path that is worth hiding is shorter. */
const SECRET_LENGTH_MIN = 6;

const PRIVATE_KEY = /-----BEGIN [^-"]*PRIVATE KEY-----[^"]*?(?:-----END [^-"]*-----|(?="))/g;
const ASSIGNED = /\b(token|key|secret|password|signature|authorization)=[^\s&"',;\\)]+/gi;
const USER_INFO = /:\/\/[^\s/@"\\]+@/g;

export type LogFileOptions = {
  readonly folder: string;
  /** The least level that is written. */
  readonly level: LogLevel;
  /** Texts that must not be written, such as key ids and the paths of private keys. */
  readonly secrets: readonly string[];
  /** A number that tests lower. */
  readonly fileMibMax?: number;
  /** Called once, with a sentence, when the log can no longer be written. */
  onFailure(text: string): void;
};

export interface LogFile {
  write(level: LogLevel, fields: LogFields, text: string): void;
  /** Writes what is waiting. */
  close(): Promise<void>;
}

/** Opens the log. Never rejects: without a log, Crossbook works as with one. */
export async function openLogFile(options: LogFileOptions): Promise<LogFile> {
  const { folder, level, secrets, fileMibMax = FILE_MIB_MAX, onFailure } = options;
  let hasFailed = false;
  const fail = (error: unknown): void => {
    if (!hasFailed)
      onFailure(`The log in ${folder} cannot be written (${errorText(error)}); Crossbook works without it.`);
    hasFailed = true;
  };
  try {
    await makeFolder(folder);
  } catch (error) {
    fail(error);
    return { write() {}, close: async () => {} };
  }
  const stream = pino.transport({
    target: createRequire(import.meta.url).resolve('pino-roll'),
    options: {
      file: join(folder, 'crossbook'),
      extension: '.log',
      size: `${fileMibMax}m`,
      limit: { count: FILES_MAX, removeOtherLogFiles: true },
      mode: 0o600,
    },
  });
  stream.on('error', fail);
  const redact = redactor(secrets);
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      messageKey: 'text',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: redact },
    },
    stream,
  );
  // True while a few megabytes wait for the thread. The package's types leave it out.
  const backlog = stream as unknown as { readonly writableNeedDrain: boolean };
  let dropped = 0;
  return {
    write(level, fields, text) {
      if (hasFailed) return;
      if (backlog.writableNeedDrain) {
        dropped++;
        return;
      }
      if (dropped > 0)
        logger.warn({ code: 'LOG_DROPPED', lines: dropped }, 'Lines were dropped: the disk was too slow.');
      dropped = 0;
      logger[level](fields, text);
    },
    close() {
      if (hasFailed) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, CLOSE_MAX_MS);
        stream.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        stream.end();
      });
    },
  };
}

/** Replaces secrets in a line of JSON, which stays JSON. */
export function redactor(secrets: readonly string[]): (line: string) => string {
  // The longest first: a path may begin with another.
  const known = secrets
    .filter(({ length }) => length >= SECRET_LENGTH_MIN)
    .map((secret) => JSON.stringify(secret).slice(1, -1))
    .sort((a, b) => b.length - a.length);
  return (line) => {
    let clean = line;
    for (const secret of known) clean = clean.replaceAll(secret, '[redacted]');
    return clean
      .replace(PRIVATE_KEY, '[redacted]')
      .replace(ASSIGNED, '$1=[redacted]')
      .replace(USER_INFO, '://[redacted]@');
  };
}
