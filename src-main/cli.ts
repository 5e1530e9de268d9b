/**
 * The `crossbook` command: reads the command line, chooses the host, runs it, and turns everything into an exit code: 0 all is
 * well, 1 it is not, 2 the command line was not understood.
 *
 * With --json standard output carries one JSON object and nothing else; texts for the user go to standard error.
 */
import { createApp } from './app/app.ts';
import { errorSentence } from './base/error-text.ts';
import { findPackage } from './base/package-info.ts';
import { plainText } from './base/plain-text.ts';
import { VENUES } from './base/registry.ts';
import { captureText, runCapture } from './cli/capture-command.ts';
import { runDemoCheck } from './cli/demo-check.ts';
import { doctorText, examine } from './cli/doctor.ts';
import { findSession, sessionsOf } from './cli/find-session.ts';
import { runVerifyCommand } from './cli/verify-command.ts';
import type { AppCommand, CaptureCommand, CheckCommand } from './command/app-options.ts';
import { type Command, helpText, readCommand } from './command/command-line.ts';
import type { ExportCommand } from './command/export-options.ts';
import type { SessionsCommand } from './command/sessions-options.ts';
import { UsageError } from './command/usage-error.ts';
import { demoStarter } from './host/demo.ts';
import { runElectron } from './host/electron/electron-run.ts';
import { obtainElectron } from './host/electron-binary.ts';
import { chooseHost } from './host/host-choice.ts';
import { hasDisplay } from './host/node/browser.ts';
import { nodeEngine } from './host/node/node-engine.ts';
import { windowFolderIn } from './host/node/node-host.ts';
import { runNodeHost } from './host.ts';
import { findPaths } from './profile/paths.ts';

const EXIT_GRACE_MS = 2_000;
/** How long a cancelled command may take to remove what it has begun: some GiB of files take about a second. */
const CANCEL_GRACE_MS = 10_000;

const args = process.argv.slice(2);
const product = findPackage(import.meta.dirname);
const hostName = `Node ${process.versions.node}`;
const tablesEntry = new URL('../src-worker/tables.ts', import.meta.url);
const engineEntry = new URL('../src-worker/worker.ts', import.meta.url);
const verifyEntry = new URL('../src-worker/verify.ts', import.meta.url);

const say = (text: string): void => {
  process.stderr.write(`${plainText(text)}\n`);
};

const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

async function run(command: Command): Promise<number> {
  switch (command.command) {
    case 'help': {
      const help = helpText(product.version, VENUES, command.of);
      return print(command.json, { help }, help);
    }
    case 'version':
      return print(command.json, { version: product.version }, `${product.version}\n`);
    case 'doctor': {
      const report = await examine({
        product,
        venues: VENUES,
        environment: process.env,
        paths: findPaths('live', command.dataDir ?? undefined),
        now: new Date(),
      });
      print(command.json, report, doctorText(report));
      return report.ok ? 0 : 1;
    }
    case 'check':
      return check(command);
    case 'links': {
      const { runLinksCommand } = await import('./cli/links-command.ts');
      const paths = findPaths(command.demo ? 'demo' : 'live', command.dataDir ?? undefined);
      const { json, text } = await runLinksCommand(command, paths.linksFile, new Date());
      return print(command.json, json, text);
    }
    case 'sessions':
      return sessions(command);
    case 'capture':
      return capture(command);
    case 'export':
      return exportTables(command);
    case 'verify': {
      const { json, text, exitCode } = await runVerifyCommand({ command, entry: verifyEntry, say });
      print(command.json, json, text);
      return exitCode;
    }
    default:
      return runApp(command);
  }
}

function print(json: boolean, value: unknown, text: string): number {
  if (json) printJson(value);
  else process.stdout.write(plainText(text));
  return 0;
}

async function check(command: CheckCommand): Promise<number> {
  const { demo, seconds, shards } = command;
  const report = await runDemoCheck({
    demo,
    seconds,
    shards,
    version: product.version,
    hostName,
    launchEngine: nodeEngine(engineEntry),
    say,
  });
  print(command.json, report, `${JSON.stringify(report, null, 2)}\n`);
  return report.ok ? 0 : 1;
}

async function capture(command: CaptureCommand): Promise<number> {
  const report = await runCapture({
    command,
    version: product.version,
    hostName,
    venues: VENUES,
    environment: process.env,
    now: new Date(),
    launchEngine: nodeEngine(engineEntry),
    say,
  });
  print(command.json, report, captureText(report));
  return report.ok ? 0 : 1;
}

async function exportTables(command: ExportCommand): Promise<number> {
  // The database is loaded by the one command that needs it.
  const { exportText, runExportCommand } = await import('./cli/export-command.ts');
  const report = await runExportCommand({
    command,
    version: product.version,
    tablesEntry,
    signal: cancelledBySignal(),
    findSession: (id) => findSession(id, { dataDir: command.dataDir, environment: process.env }),
    say,
  });
  return print(command.json, report, exportText(report));
}

async function sessions(command: SessionsCommand): Promise<number> {
  const { runSessionsCommand } = await import('./cli/sessions-command.ts');
  const profile = command.demo ? 'demo' : 'live';
  const { folder } = await sessionsOf(profile, { dataDir: command.dataDir, environment: process.env });
  const app = `crossbook ${product.version}`;
  const options = { command, folder, app, verifyEntry, signal: cancelledBySignal(), say };
  const { json, text, exitCode } = await runSessionsCommand(options);
  print(command.json, json, text);
  return exitCode;
}

/** Aborted by the signals that end a command, so that it removes what it has begun; one that does not end in time is ended by force. */
function cancelledBySignal(): AbortSignal {
  const controller = new AbortController();
  const cancel = (): void => {
    controller.abort();
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), CANCEL_GRACE_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, cancel);
  return controller.signal;
}

async function runApp(command: AppCommand): Promise<number> {
  const { cache } = findPaths(command.demo ? 'demo' : 'live', command.dataDir ?? undefined);
  const choice = await chooseHost({
    command,
    environment: process.env,
    hasDisplay: hasDisplay(process.platform, process.env),
    electron: () =>
      obtainElectron({
        root: product.root,
        cache,
        environment: process.env,
        now: new Date(),
        onStart: (version) => say(`Getting Electron ${version} (once; a minute at most).`),
      }),
  });
  if (choice.host === 'none') throw new Error(choice.text);
  if (choice.host === 'electron') {
    const isRoot = process.getuid?.() === 0;
    const { executable } = choice;
    return runElectron({ executable, root: product.root, args, environment: process.env, isRoot, say });
  }
  if (choice.text !== '') say(choice.text);
  return runNodeHost({
    command,
    version: product.version,
    hostName,
    venues: VENUES,
    environment: process.env,
    now: new Date(),
    vault: null,
    launchEngine: nodeEngine(engineEntry),
    createApp,
    startDemo: demoStarter(),
    windowFolder: windowFolderIn(product.root),
    say,
  });
}

try {
  process.exitCode = await run(readCommand(args, VENUES));
} catch (error) {
  const text = errorSentence(error);
  say(error instanceof UsageError ? text : `crossbook: ${text}`);
  if (args.includes('--json')) printJson({ ok: false, error: text });
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
// A handle that was forgotten must not keep a finished command alive.
setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
