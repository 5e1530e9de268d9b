/**
 * Entry of the thread in which the catalogue lives: 200,000 markets are too many for a main that must never stand still.
 *
 * A file that turns out to be damaged while it is used is set aside, and the thread ends: the next one begins with a new file.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { errorText } from '../base/error-text.ts';
import { VENUES } from '../base/registry.ts';
import type { CatalogThreadData, FromCatalog, ToCatalog } from './catalog-calls.ts';
import { CatalogDesk } from './catalog-desk.ts';
import { isDamaged, setAside } from './catalog-store.ts';

const port = parentPort;
if (!port) throw new Error('the catalogue runs in a thread of main');

const { file } = workerData as CatalogThreadData;
const say = (message: FromCatalog): void => port.postMessage(message);
const desk = new CatalogDesk({ file, venues: VENUES, now: Date.now, say });

port.on('message', async ({ id, name, args }: ToCatalog) => {
  try {
    const value: unknown = await Reflect.apply(desk[name], desk, [...args]);
    say({ kind: 'answer', id, value });
  } catch (error) {
    say({ kind: 'failed', id, text: errorText(error) });
    if (isDamaged(error)) giveUp(errorText(error));
  }
  if (name === 'close') port.close();
});

/** Throws out of the thread, so that main hears why it ended. */
function giveUp(why: string): void {
  if (file === null) throw new Error(why);
  desk.close();
  throw new Error(
    `its file is damaged: ${why}; it was set aside as ${setAside(file, Date.now())}, and is discovered again`,
  );
}
