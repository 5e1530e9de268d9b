/**
 * What becomes of an error that nothing handled: it is logged and shown, and after an exception the app ends in order, with its
 * recording closed, because its state can no longer be trusted. A rejected promise harms only what waited for it.
 */
import { errorText } from '../base/error-text.ts';
import type { OpenedApp } from './open-app.ts';

/** Ending must not hang on what broke. */
const STOP_TIMEOUT_MS = 5_000;

export type LastLineOptions = {
  readonly opened: Pick<OpenedApp, 'log' | 'logFile' | 'stop'>;
  say(text: string): void;
  exit(code: number): void;
};

/** Listens until the returned function is called. */
export function guardProcess({ opened, say, exit }: LastLineOptions): () => void {
  const { log, logFile } = opened;
  let isEnding = false;
  const report = (code: string, error: unknown, text: string): void => {
    logFile.write('error', { code, stack: error instanceof Error ? error.stack : String(error) }, text);
    log.note('error', code, text);
  };
  const onRejection = (reason: unknown): void =>
    report(
      'APP_REJECTION',
      reason,
      `Something failed unexpectedly (${errorText(reason)}). The rest goes on; restart Crossbook if something on screen looks wrong.`,
    );
  const onException = (error: unknown): void => {
    const text = `Crossbook failed (${errorText(error)}) and is closing.`;
    report('APP_EXCEPTION', error, text);
    if (isEnding) return;
    isEnding = true;
    say(text);
    const deadline = setTimeout(() => exit(1), STOP_TIMEOUT_MS);
    opened.stop().then(
      () => {
        clearTimeout(deadline);
        exit(1);
      },
      () => exit(1),
    );
  };
  process.on('unhandledRejection', onRejection);
  process.on('uncaughtException', onException);
  return () => {
    process.off('unhandledRejection', onRejection);
    process.off('uncaughtException', onException);
  };
}
