/** A program that is the whole app on an exchange and records until it is killed. It is told the exchange, and tells what it wrote. */
import type { ExchangeFacts } from '../../src-exchange/control/handle.ts';
import { openApp } from './exchange-app.ts';

export type RecorderOrder = { readonly exchange: ExchangeFacts; readonly folder: string };
/** Frames that came in, and frames that are on the disk. */
export type RecorderProgress = {
  readonly session: string;
  readonly path: string;
  readonly received: number;
  readonly written: number;
};

const TELL_EVERY_MS = 50;

process.on('message', async ({ exchange, folder }: RecorderOrder) => {
  const app = await openApp(exchange, folder, 0);
  const { recording } = app;
  await recording.start([]);
  setInterval(() => {
    const { session, path, messages } = recording.state!;
    const progress: RecorderProgress = { session, path, received: recording.tapped!.frames, written: messages };
    process.send!(progress);
  }, TELL_EVERY_MS);
});
process.on('disconnect', () => process.exit());
