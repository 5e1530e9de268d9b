/** Kalshi, as the built-in exchange plays it. */
import type { PlayedVenue } from '../wire/played-venue.ts';
import { makeDemoKey } from './access-keys.ts';
import { list, listShortLived } from './contracts.ts';
import { FAULTS } from './faults.ts';
import { listPair } from './pairs.ts';
import { QUIET } from './quiet.ts';
import { RULES } from './rules.ts';
import { openKalshi } from './server.ts';
import { identify } from './text.ts';

export const kalshi: PlayedVenue = {
  id: 'kalshi',
  rules: RULES,
  faults: FAULTS,
  // Autumn 2026.
  openMarkets: 115_000,
  quiet: QUIET,
  list,
  listShortLived,
  listPair,
  identify,
  makeKey: makeDemoKey,
  open: openKalshi,
};
