/**
 * The standing contracts of the exchange, in the order in which they were listed. The venues declare which of them
 * they list, and with which texts; those of one event close at the same time.
 */
import type { Calendar } from '../model/calendar.ts';
import { BUSY, type ContractTerms, DEEP, THIN, USUAL } from '../model/contract-plan.ts';
import contracts from './contracts.json' with { type: 'json' };

const STYLES = { busy: BUSY, deep: DEEP, thin: THIN, usual: USUAL } as const;

/** A contract as data: it closes so many hours after the start, or at the next election. */
type Row = Omit<ContractTerms, 'style' | 'closesMs'> & {
  readonly style: keyof typeof STYLES;
  readonly closesHours?: number;
};

/** Every standing contract, with dates counted from the start of the run. */
export function standingContracts(calendar: Calendar): ContractTerms[] {
  return (contracts as readonly Row[]).map(({ style, closesHours, ...terms }) => ({
    ...terms,
    style: STYLES[style],
    closesMs: closesHours === undefined ? calendar.nextElection() : calendar.hoursLater(closesHours),
  }));
}
