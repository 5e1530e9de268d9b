/**
 * `crossbook verify`, and `sessions verify`: one command for whatever holds messages. A session (a folder of MCAP files, or one) is
 * checked for what is missing or damaged; a recording of another program is run through the decoders and books.
 */
import { stat } from 'node:fs/promises';
import { openRegular } from '../base/open-regular.ts';
import { UsageError } from '../command/usage-error.ts';
import type { VerifyCommand } from '../command/verify-options.ts';
import { type VerifyReport as SessionReport, verifySession } from '../session/session-verify.ts';
import { runVerify } from './verify.ts';
import { verifyText } from './verify-text.ts';

/** mcap.dev, specification: the first bytes of every file. */
const MCAP_MAGIC = Buffer.from([0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a]);

export type VerifyCommandOptions = {
  readonly command: Pick<VerifyCommand, 'files' | 'venue' | 'booksAt'>;
  /** The file that the thread of foreign recordings runs. */
  readonly entry: URL;
  readonly signal?: AbortSignal;
  /** A line for people. */
  say(text: string): void;
};

export type VerifyAnswer = { readonly json: unknown; readonly text: string; readonly exitCode: number };

/** Rejects with one sentence when a file cannot be opened or nothing in it is recognised. */
export async function runVerifyCommand({ command, entry, signal, say }: VerifyCommandOptions): Promise<VerifyAnswer> {
  const { files } = command;
  const areSessions = await Promise.all(files.map(isSession));
  if (areSessions.every((is) => !is)) {
    const report = await runVerify({ command, entry, say });
    return { json: report, text: verifyText(report), exitCode: report.ok ? 0 : 1 };
  }
  const other = files[areSessions.indexOf(false)];
  if (other !== undefined) {
    const session = files[areSessions.indexOf(true)];
    throw new UsageError(
      `crossbook verify: ${session} is a session and ${other} is none: verify them one after the other.`,
    );
  }
  if (command.booksAt !== null)
    throw new UsageError('crossbook verify: --books-at is for recordings of other programs.');
  const reports: SessionReport[] = [];
  for (const file of files) reports.push(await verifySession(file, { signal }));
  const ok = reports.every((report) => report.ok);
  const json = reports.length === 1 ? reports[0] : { ok, sessions: reports };
  return { json, text: reports.map(sessionText).join('\n'), exitCode: ok ? 0 : 1 };
}

/** A folder, or a file that begins as MCAP files do; false for what cannot be opened, which the reading itself reports. */
async function isSession(path: string): Promise<boolean> {
  const about = await stat(path).catch(() => null);
  if (about?.isDirectory()) return true;
  if (!about?.isFile()) return false;
  const file = await openRegular(path).catch(() => null);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MCAP_MAGIC.length), 0, MCAP_MAGIC.length, 0);
    return bytesRead === MCAP_MAGIC.length && buffer.equals(MCAP_MAGIC);
  } finally {
    await file.close();
  }
}

function sessionText(report: SessionReport): string {
  const { session, ok, messages, lost, gaps, dropped, corruptChunks, recovered, problems } = report;
  const lines = [
    `${session}: ${messages.toLocaleString('en-GB')} messages, ${lost} lost, ${corruptChunks} damaged chunks, ${gaps} gaps and ${dropped} drops noted`,
    ...(recovered ? ['It was cut off and repaired.'] : []),
    ...problems,
    ok ? 'Nothing is missing or damaged.' : 'It is damaged.',
  ];
  return `${lines.join('\n')}\n`;
}
