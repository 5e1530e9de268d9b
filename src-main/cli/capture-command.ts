/**
 * `crossbook capture`: records without a window until the time is up, a signal comes, or it has to stop by itself.
 *
 * The app is the same as with a window, profile and settings included; only the sessions go where the command says. A demo without
 * a profile of its own gets a temporary one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { type CrossbookApp, createApp } from '../app/app.ts';
import type { LaunchEngine } from '../app/engine/engine-process.ts';
import type { Environment } from '../base/substitution.ts';
import type { CaptureCommand } from '../command/app-options.ts';
import { demoStarter } from '../host/demo.ts';
import { Ending } from '../host/ending.ts';
import { guardProcess } from '../host/last-line.ts';
import { openApp } from '../host/open-app.ts';

const STATUS_EVERY_MS = 10_000;
const MS_PER_SECOND = 1_000;
const BYTES_PER_MIB = 2 ** 20;

export type CaptureOptions = {
  readonly command: CaptureCommand;
  readonly version: string;
  readonly hostName: string;
  readonly venues: readonly Venue[];
  readonly environment: Environment;
  readonly now: Date;
  readonly launchEngine: LaunchEngine<unknown>;
  say(text: string): void;
};

export type CaptureReport = {
  /** False: it had to stop, or frames are missing. */
  readonly ok: boolean;
  readonly session: string;
  readonly path: string;
  readonly messages: number;
  /** Received, but not in the session. */
  readonly lost: number;
  readonly bytes: number;
  readonly files: number;
  readonly seconds: number;
  readonly text: string;
};

/** Records; resolves when the session is closed. Rejects when recording cannot start. */
export async function runCapture(options: CaptureOptions): Promise<CaptureReport> {
  const { command } = options;
  const isTemporary = command.demo !== null && command.dataDir === null;
  const folder = isTemporary ? await mkdtemp(join(tmpdir(), 'crossbook-capture-')) : command.dataDir;
  try {
    return await captureWith(options, folder);
  } finally {
    if (isTemporary && folder) await rm(folder, { recursive: true, force: true });
  }
}

async function captureWith(options: CaptureOptions, dataDir: string | null): Promise<CaptureReport> {
  const { command, say } = options;
  // The demo's own time is the capture's: it would end an Ending of its own.
  const ending = new Ending({ demo: null, exitWithStdin: false });
  let app: CrossbookApp | null = null;
  const opened = await openApp({
    ...options,
    vault: null,
    command: {
      command: 'serve',
      json: command.json,
      demo: command.demo,
      dataDir,
      port: 0,
      opensWindow: false,
      host: null,
      devUrl: null,
      exitWithStdin: false,
      shards: command.shards,
    },
    createApp(appOptions) {
      const recording = { ...appOptions.settings.recording, atLaunch: false, folder: resolve(command.out) };
      app = createApp({ ...appOptions, settings: { ...appOptions.settings, recording } });
      return app;
    },
    startDemo: demoStarter(),
    mayRunBeside: true,
  });
  const unguard = guardProcess({ opened, say, exit: process.exit });
  try {
    for (const warning of opened.warnings) say(warning);
    return await record(app!, command, ending, say);
  } finally {
    await opened.stop();
    unguard();
    ending.over();
  }
}

async function record(
  app: CrossbookApp,
  command: CaptureCommand,
  ending: Ending,
  say: (text: string) => void,
): Promise<CaptureReport> {
  const { recording } = app;
  const startedMs = performance.now();
  const over = await recording.start([]);
  say(`Recording into ${recording.state?.path ?? recording.folder}.`);
  let shown = 0;
  const show = (): void => {
    const events = app.events();
    for (const { level, code, text } of events.slice(shown)) {
      if (level !== 'info' && code.startsWith('RECORD_')) say(text);
    }
    shown = events.length;
  };
  const status = setInterval(() => {
    show();
    say(statusLine(recording.state));
  }, STATUS_EVERY_MS);
  const timer =
    command.seconds === null
      ? undefined
      : setTimeout(() => ending.end('its time is up'), command.seconds * MS_PER_SECOND);
  await Promise.race([ending.promise, over.ended]);
  clearTimeout(timer);
  clearInterval(status);
  void recording.stop();
  const { session, path, messages, lost, bytes, files, why, text } = await over.ended;
  show();
  const seconds = (performance.now() - startedMs) / MS_PER_SECOND;
  return { ok: why === 'asked' && lost === 0, session, path, messages, lost, bytes, files, seconds, text };
}

function statusLine(state: CrossbookApp['recording']['state']): string {
  if (!state) return 'Nothing is being recorded.';
  const { messages, bytes, dropped, warning } = state;
  const parts = [`${messages.toLocaleString('en-GB')} messages`, mebibytes(bytes)];
  if (dropped > 0) parts.push(`${dropped} dropped`);
  if (warning !== '') parts.push(warning);
  return parts.join(', ');
}

/** The report as printed. */
export function captureText({ messages, bytes, seconds, path, lost, text }: CaptureReport): string {
  const lines = [
    `${messages.toLocaleString('en-GB')} messages in ${seconds.toFixed(1)} s, ${mebibytes(bytes)}: ${path}`,
    ...(lost > 0 ? [`${lost.toLocaleString('en-GB')} messages that were received are not in it.`] : []),
    ...(text === '' ? [] : [text]),
  ];
  return `${lines.join('\n')}\n`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / BYTES_PER_MIB).toFixed(1)} MiB`;
}
