/**
 * The window's request to export: a job in a thread of its own. A window is untrusted: a session is named by its id, and files go to
 * the exports folder or to a whole path.
 */
import { access } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { ExportPlan } from '../../../src-shared/domain/session.ts';
import { safeName } from '../../base/safe-name.ts';
import { type ExportEntries, exportInThread, SOURCE_ENTRIES } from '../../export/export-job.ts';
import { isRawFormat } from '../../export/export-raw.ts';
import { whileInUse } from '../../session/session-use.ts';
import type { JobContext, JobResult, Jobs } from './jobs.ts';
import type { RequestHandlers } from './request-handlers.ts';

const NUMBERS_TRIED_MAX = 1_000;

export type ExportHandlerOptions = {
  readonly jobs: Pick<Jobs, 'start'>;
  /** The path of a session by its id; rejects with a sentence. */
  findSession(id: string): Promise<string>;
  /** Where exports go that name no folder. */
  readonly exportsFolder: string;
  readonly version: string;
  /** Default: the sources. */
  readonly entries?: ExportEntries;
};

export function exportHandlers(options: ExportHandlerOptions): Pick<RequestHandlers, 'exportSession'> {
  return {
    exportSession: async (plan) => {
      const path = await options.findSession(plan.session);
      if (plan.out !== '' && !isAbsolute(plan.out)) throw new Error('Give the whole path of the folder.');
      const title = `Export ${plan.session} as ${plan.format}`;
      return options.jobs.start('export', title, (context) => work(options, path, plan, context));
    },
  };
}

async function work(
  { exportsFolder, version, entries = SOURCE_ENTRIES }: ExportHandlerOptions,
  path: string,
  plan: ExportPlan,
  { signal, progress }: JobContext,
): Promise<JobResult> {
  const folder = plan.out === '' ? await freeFolder(exportsFolder, `${plan.session}-${plan.format}`) : plan.out;
  const { tables, files, messages } = await whileInUse([path], () =>
    exportInThread({ path, plan, folder, version }, entries, { signal, progress }),
  );
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
  const what = isRawFormat(plan.format)
    ? `${messages.toLocaleString('en')} messages`
    : `${rows.toLocaleString('en')} rows`;
  return { text: `${what} in ${files.length} files.`, path: folder };
}

/** A folder of this name that does not exist yet. */
async function freeFolder(parent: string, name: string): Promise<string> {
  const safe = safeName(name);
  for (let number = 1; number <= NUMBERS_TRIED_MAX; number++) {
    const folder = join(parent, number === 1 ? safe : `${safe}-${number}`);
    const isTaken = await access(folder).then(
      () => true,
      () => false,
    );
    if (!isTaken) return folder;
  }
  throw new Error(`There are too many exports named ${safe}; move some away.`);
}
