/** `verify` and `sessions import` as a test calls them, in a folder of its own; and the shared cases, where they are present. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runSessionsCommand, type SessionsAnswer } from '../../src-main/cli/sessions-command.ts';
import { runVerifyCommand } from '../../src-main/cli/verify-command.ts';
import type { SessionsAction } from '../../src-main/command/sessions-options.ts';
import { openSession, type SessionReader } from '../../src-main/session/session-reader.ts';
import type { VerifyReport } from '../../src-shared/contract/verify.ts';

const verifyEntry = new URL('../../src-worker/verify.ts', import.meta.url);
const CASES = resolve(import.meta.dirname, '../../../shared/cases');
const say = (): void => {};

/** Tests of the shared cases are skipped where those are absent. */
export const areCasesPresent = existsSync(CASES);
export const caseFile = (name: string): string => join(CASES, name);

export class RecordingCommands {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<RecordingCommands> {
    return new RecordingCommands(await mkdtemp(join(tmpdir(), 'crossbook-recordings-')));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  async file(name: string, lines: readonly string[]): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, `${lines.join('\n')}\n`);
    return path;
  }

  async verify(path: string, booksAt: number | null = null): Promise<VerifyReport> {
    const command = { files: [path], venue: null, booksAt };
    return (await runVerifyCommand({ command, entry: verifyEntry, say })).json as VerifyReport;
  }

  sessions(action: SessionsAction, path: string, markets: string | null = null): Promise<SessionsAnswer> {
    const operands = [path];
    const options = { json: true, demo: false, dataDir: null, out: null, venue: null, markets };
    const folder = join(this.folder, 'sessions');
    const command = { command: 'sessions' as const, action, operands, ...options };
    return runSessionsCommand({ command, folder, app: 'crossbook test', verifyEntry, say });
  }

  async import(path: string, markets: string | null = null): Promise<SessionReader> {
    const { json } = await this.sessions('import', path, markets);
    return openSession((json as { readonly path: string }).path);
  }
}
