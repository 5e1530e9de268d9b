/**
 * The engine with one of its protections gone, named by the environment; without a name, the engine as it is.
 *
 * The engine's own sources know nothing of this: methods are replaced before its entry is loaded, in this thread alone.
 */
import { Book } from '../../src-worker/book/book.ts';
import { BookSync } from '../../src-worker/book/book-sync.ts';
import { SequenceGuard } from '../../src-worker/decode/sequence-guard.ts';
import { Conflator } from '../../src-worker/publish/conflator.ts';
import { QuotesWatch } from '../../src-worker/publish/quotes-watch.ts';
import { type Protection, WITHOUT } from './protections.ts';
import { hearClock } from './set-clock.ts';

const REMOVE: Readonly<Record<Protection, () => void>> = {
  'gap-check': () => {
    SequenceGuard.prototype.check = () => 'next';
  },
  resync: () => {
    BookSync.prototype.onDisconnected = () => {};
  },
  stale: () => {
    BookSync.prototype.onSilent = () => {};
  },
  acknowledgement: () => {
    Conflator.prototype.ready = () => true;
  },
  'tick-epoch': () => {
    Book.prototype.beginEpoch = () => 'apply';
  },
  'phase-news': () => {
    const { next } = QuotesWatch.prototype;
    QuotesWatch.prototype.next = function (...args) {
      const told = next.apply(this, args);
      return told && { ...told, rows: told.rows.filter(({ phase }) => phase === 'synced') };
    };
  },
};

hearClock();
const without = process.env[WITHOUT] ?? '';
if (without !== '') REMOVE[without as Protection]();
await import('../../src-worker/worker.ts');
