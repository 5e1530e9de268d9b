/** Entry of the thread in which the catalogue lives: 200,000 markets are too many for a main that must never stand still. */
import { parentPort, workerData } from 'node:worker_threads';
import { VENUES } from '../../src-shared/venues/index.ts';
import { errorText } from '../shell/error-text.ts';
import type { CatalogThreadData, FromCatalog, ToCatalog } from './catalog-calls.ts';
import { CatalogDesk } from './catalog-desk.ts';

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
  }
  if (name === 'close') port.close();
});
