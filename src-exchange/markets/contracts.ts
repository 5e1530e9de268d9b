/**
 * The standing contracts of the exchange, in the order in which they were listed.
 *
 * Twelve are listed on both venues (one inverted); with the short-lived market, which comes and goes, thirteen.
 */
import { Calendar } from '../model/calendar.ts';
import type { ContractPlan } from '../model/contract-plan.ts';
import { cryptoContracts } from './contracts-crypto.ts';
import { fedContracts, indexContracts, releaseContracts } from './contracts-economics.ts';
import { electionContracts, governmentContracts, scienceContracts } from './contracts-politics.ts';
import { gameContracts, seasonContracts } from './contracts-sports.ts';
import { everydayContracts, weatherContracts } from './contracts-weather.ts';

/** Every standing contract, with dates counted from the start of the run (epoch milliseconds). */
export function standingContracts(startMs: number): ContractPlan[] {
  const calendar = new Calendar(startMs);
  return [
    ...fedContracts(calendar),
    ...electionContracts(calendar),
    ...cryptoContracts(calendar),
    ...gameContracts(calendar),
    ...releaseContracts(calendar),
    ...weatherContracts(calendar),
    ...indexContracts(calendar),
    ...governmentContracts(calendar),
    ...seasonContracts(calendar),
    ...scienceContracts(calendar),
    ...everydayContracts(calendar),
  ];
}
