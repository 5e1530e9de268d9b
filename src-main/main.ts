/**
 * Electron's entry. What must happen before Electron is ready happens here; the rest waits for it.
 *
 * Nothing is awaited at the top level: Electron becomes ready only when this module has been evaluated.
 */
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { createApp } from './app/app.ts';
import { plainText } from './base/plain-text.ts';
import { VENUES } from './base/registry.ts';
import type { AppCommand } from './command/app-options.ts';
import { readAppCommand } from './command/command-line.ts';
import { demoStarter } from './host/demo.ts';
import { runElectronHost } from './host/electron/electron-host.ts';
import { registerScheme } from './host/electron/electron-scheme.ts';
import { findPaths } from './profile/paths.ts';

function open(command: AppCommand): void {
  const paths = findPaths(command.demo ? 'demo' : 'live', command.dataDir ?? undefined);
  // Chromium's own files; the lock below is kept there too, so each profile has one instance.
  app.setPath('userData', join(paths.data, 'electron'));
  registerScheme();
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Crossbook is already open with this profile; its window was brought to the front.\n');
    app.exit(0);
    return;
  }
  app
    .whenReady()
    .then(() => run(command))
    .catch(fail);
}

async function run(command: AppCommand): Promise<void> {
  const code = await runElectronHost({
    command,
    version: app.getVersion(),
    venues: VENUES,
    environment: process.env,
    now: new Date(),
    createApp: (options) =>
      createApp({
        ...options,
        journalThread: new URL('./journal.js', import.meta.url),
        catalogThread: new URL('./catalog.js', import.meta.url),
        linkThread: new URL('./links.js', import.meta.url),
        importThread: new URL('./import.js', import.meta.url),
        sessionsThread: new URL('./sessions.js', import.meta.url),
        replayThread: new URL('./replay.js', import.meta.url),
        exportEntries: {
          exportEntry: new URL('./export.js', import.meta.url),
          tablesEntry: new URL('./tables.js', import.meta.url),
        },
      }),
    startDemo: demoStarter({ threadUrl: new URL('./exchange.js', import.meta.url) }),
    builtFolder: join(import.meta.dirname, '..'),
    say: (text) => process.stderr.write(`${plainText(text)}\n`),
  });
  app.exit(code);
}

function fail(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`crossbook: ${text}\n`);
  // Started by a click there is no terminal to read this in.
  if (app.isPackaged) dialog.showErrorBox('Crossbook could not start', text);
  app.exit(1);
}

try {
  open(readAppCommand(process.argv.slice(1), process.env, VENUES));
} catch (error) {
  fail(error);
}
