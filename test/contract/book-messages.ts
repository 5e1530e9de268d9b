/** Whole books as they cross process walls. */
import type { BookDump } from '../../src-shared/contract/main-engine.ts';

const AT = 1_760_000_000_123;

export const recoveringBook: BookDump = {
  listing: 'one:0xabc',
  phase: 'recovering',
  reason: 'sequence-gap',
  bids: [],
  asks: [[470_000, 2_000_000]],
  lastEventMs: AT,
  updates: 1,
};

export const syncedBook: BookDump = {
  listing: 'one:0xabc',
  phase: 'synced',
  reason: 'none',
  bids: [[460_000, 1_000_000]],
  asks: [],
  lastEventMs: AT,
  updates: 10,
};
