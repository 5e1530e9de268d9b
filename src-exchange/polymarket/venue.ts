/** Polymarket, as the built-in exchange plays it. */
import type { PlayedVenue } from '../wire/played-venue.ts';
import { list, listShortLived } from './contracts.ts';
import { FAULTS } from './faults.ts';
import { identify } from './identity.ts';
import { listPair } from './pairs.ts';
import { QUIET } from './quiet.ts';
import { RULES } from './rules.ts';
import { openPolymarket } from './server.ts';

export const polymarket: PlayedVenue = {
  id: 'polymarket',
  rules: RULES,
  faults: FAULTS,
  // Autumn 2026.
  openMarkets: 85_000,
  quiet: QUIET,
  list,
  listShortLived,
  listPair,
  identify,
  open: openPolymarket,
};
