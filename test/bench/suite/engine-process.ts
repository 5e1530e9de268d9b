/**
 * The product's engine alone in a process, with one shard inline, fed by its parent over the process channel as main would feed it.
 * It answers each parcel when it has taken it, and at the end reads its own memory at rest, without forcing a collection.
 */
import type { EngineToMain, MainToEngine } from '../../../src-shared/contract/main-engine.ts';
import type { Port } from '../../../src-shared/contract/port.ts';
import type { EngineHealth } from '../../../src-shared/domain/health.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import { Engine } from '../../../src-worker/route/engine.ts';
import { peakMiB, rssMiB } from './collect.ts';
import { pause, until } from './measure.ts';

export type EngineOrder =
  | { readonly kind: 'take'; readonly parcel: readonly (MainToEngine | Uint8Array<ArrayBuffer>)[] }
  | { readonly kind: 'rest'; readonly books: number };

export type EngineAnswer =
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'rested';
      readonly emptyMiB: number;
      readonly rssMiB: number;
      readonly peakMiB: number;
      readonly health: EngineHealth;
    };

const REST_MS = 5_000;
const REPORT_DEADLINE_MS = 30_000;
const TICK_MS = 100;

let health: EngineHealth | null = null;
const port: Port<EngineToMain, MainToEngine> = {
  onMessage: null,
  onClose: null,
  post: (message) => {
    if (message instanceof Uint8Array) throw new Error('the engine sends main no binary frames');
    if (message.kind === 'health') health = message.health;
    if (message.kind === 'resync') throw new Error(`resync of ${message.listings.length} books (${message.reason})`);
  },
  close: () => {},
  pending: () => 0,
};
const engine = new Engine(port, VENUES, new URL('../../../src-worker/shard.ts', import.meta.url));
setInterval(() => engine.tick(), TICK_MS);
const emptyMiB = rssMiB();

process.on('message', (order: EngineOrder) => {
  if (order.kind === 'rest') void rest(order.books);
  else {
    for (const data of order.parcel) port.onMessage?.(data);
    say({ kind: 'taken' });
  }
});
process.on('disconnect', () => process.exit());

/** Lets the engine's timers do their work over all books, then reads what it says and what the system sees. */
async function rest(books: number): Promise<void> {
  await pause(REST_MS);
  health = null;
  engine.sendHealth();
  await until(
    () => {
      if (health?.books === books) return true;
      engine.sendHealth();
      return false;
    },
    REPORT_DEADLINE_MS,
    `a report of ${books} books`,
  );
  say({ kind: 'rested', emptyMiB, rssMiB: rssMiB(), peakMiB: peakMiB(), health: health! });
}

function say(answer: EngineAnswer): void {
  process.send?.(answer);
}
