/**
 * `crossbook sessions`: the recordings without a window: list, describe, verify, merge, import.
 *
 * Answers with what is printed and the exit code: 1 when a session is damaged or the work failed.
 */
import { stat } from 'node:fs/promises';
import type { SessionsCommand } from '../command/sessions-options.ts';
import { importRecording } from '../import/session-import.ts';
import { mergeSessions } from '../import/session-merge.ts';
import { openSession } from '../session/session-reader.ts';
import { SessionsStore } from '../session/sessions-store.ts';
import { runVerifyCommand } from './verify-command.ts';

const MIB = 1 << 20;

export type SessionsCommandOptions = {
  readonly command: SessionsCommand;
  /** The folder of all sessions of the profile. */
  readonly folder: string;
  /** Name and version, written into sessions that are made. */
  readonly app: string;
  /** The file that the thread of `verify` runs. */
  readonly verifyEntry: URL;
  readonly signal?: AbortSignal;
  /** A line for people. */
  say(text: string): void;
};

export type SessionsAnswer = { readonly json: unknown; readonly text: string; readonly exitCode: number };

/** Rejects with a sentence. */
export async function runSessionsCommand(options: SessionsCommandOptions): Promise<SessionsAnswer> {
  const { command, folder, app, signal } = options;
  const store = new SessionsStore(folder);
  const [operand = ''] = command.operands;
  switch (command.action) {
    case 'list':
      return list(store);
    case 'info':
      return info(store, await locate(store, operand));
    case 'verify':
      return runVerifyCommand({
        command: { files: [await locate(store, operand)], venue: command.venue, booksAt: null },
        entry: options.verifyEntry,
        signal,
        say: options.say,
      });
    case 'merge': {
      const sources: string[] = [];
      for (const session of command.operands) sources.push(await locate(store, session));
      const report = await mergeSessions({ sources, out: command.out!, app, signal });
      return { json: report, text: mergeText(report), exitCode: 0 };
    }
    case 'import': {
      const { venue, markets, out } = command;
      const report = await importRecording({ path: operand, folder: out ?? folder, app, venue, markets, signal });
      return { json: report, text: importText(report), exitCode: report.ok ? 0 : 1 };
    }
  }
}

/** A path as it is, or an id of the list. */
async function locate(store: SessionsStore, session: string): Promise<string> {
  const isPath = await stat(session).then(
    () => true,
    () => false,
  );
  return isPath ? session : store.find(session);
}

async function list(store: SessionsStore): Promise<SessionsAnswer> {
  const sessions = await store.list();
  const lines = sessions.map(({ id, state, startMicros, endMicros, messages, gaps, bytes, name }) => {
    const length = seconds(endMicros - startMicros);
    return `${id}  ${state.padEnd(9)}  ${length}  ${count(messages)} messages  ${gaps} gaps  ${size(bytes)}  ${name}`.trimEnd();
  });
  const text = lines.length > 0 ? `${lines.join('\n')}\n` : `There are no sessions in ${store.folder}.\n`;
  return { json: { ok: true, folder: store.folder, sessions }, text, exitCode: 0 };
}

async function info(store: SessionsStore, path: string): Promise<SessionsAnswer> {
  const card = await store.card(path);
  const reader = await openSession(path);
  const { listings, links } = await reader.catalog();
  const { connections, events, keyframes, problems } = reader.summary;
  const markets = listings.map(({ id, title, outcomes }) => ({ id, title, outcomes }));
  const json = { ok: card.state !== 'damaged', ...card, connections, events, keyframes, links: links.length, problems };
  const { id, state, startMicros, endMicros, messages, gaps, bytes, files } = card;
  const lines = [
    `${id}: ${state}${card.name ? `, ${card.name}` : ''}`,
    `${new Date(startMicros / 1_000).toISOString()}, ${seconds(endMicros - startMicros)}, ${size(bytes)} in ${files} files`,
    `${count(messages)} messages, ${count(events)} events, ${keyframes} keyframes, ${gaps} gaps, ${markets.length} markets`,
    ...connections.map(
      ({ venue, connection, transport, messages: own }) =>
        `  ${venue} ${connection} (${transport}): ${count(own)} messages`,
    ),
    ...(card.text ? [card.text] : []),
  ];
  return { json: { ...json, catalog: markets }, text: `${lines.join('\n')}\n`, exitCode: 0 };
}

function mergeText(report: Awaited<ReturnType<typeof mergeSessions>>): string {
  const lines = [
    `${report.path}: ${count(report.messages)} messages, ${report.holes} holes that nobody filled`,
    `${count(report.snapshots)} snapshots of books kept, ${count(report.snapshotsLeft)} left out: each is of one recorder, and used only where a book begins or a hole ends.`,
    ...report.sources.map(({ session, messages, alone, lacked, duplicateShare, snapshots, snapshotsLeft }) => {
      const share = `${(duplicateShare * 100).toFixed(1)} % of it others had too`;
      const books = `${count(snapshots)} of ${count(snapshots + snapshotsLeft)} snapshots kept`;
      return `  ${session}: ${count(messages)} messages, ${count(alone)} nobody else had, ${count(lacked)} lacking, ${share}; ${books}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function importText(report: Awaited<ReturnType<typeof importRecording>>): string {
  const { path, messages, markets, skipped, unknown, renumbered, problems } = report;
  const lines = [
    `${path}: ${count(messages)} messages of ${markets} markets`,
    ...(skipped > 0 ? [`${count(skipped)} lines were left out.`] : []),
    ...(unknown > 0 ? [`${count(unknown)} messages are not understood; they are in the session all the same.`] : []),
    ...(renumbered ? ['The file holds a part of a numbered subscription; its messages are renumbered.'] : []),
    ...problems,
  ];
  return `${lines.join('\n')}\n`;
}

const count = (value: number): string => value.toLocaleString('en-GB');
const size = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;
const seconds = (micros: number): string => `${(Math.max(0, micros) / 1_000_000).toFixed(1)} s`;
