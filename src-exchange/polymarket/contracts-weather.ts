/**
 * The weather, travel and grocery contracts.
 */
import { longDay, shortDay, yearOf } from '../model/calendar.ts';
import type { Dates } from '../model/contract-plan.ts';
import type { Drafts } from './text.ts';

/** Temperatures and rain. */
export function weatherContracts({ due, startMs }: Dates): Drafts {
  const tomorrowMs = due('high-ny');
  const day = longDay(tomorrowMs);
  return {
    'high-ny': {
      question: `Will the highest temperature in New York City be between 50-51°F on ${shortDay(tomorrowMs)}?`,
      description: `This market will resolve to the temperature range that contains the highest temperature recorded at Central Park on ${day}, in degrees Fahrenheit, according to the National Weather Service's climatological report. Temperatures are whole degrees.`,
      eventTitle: `Highest temperature in NYC on ${shortDay(tomorrowMs)}?`,
      groupItemTitle: '50-51°F',
      negRisk: true,
    },
    'hottest-year': {
      question: `Will ${yearOf(startMs)} be the hottest year on record?`,
      description: `This market will resolve to "Yes" if the global land-ocean temperature index for ${yearOf(startMs)} is the highest on record according to NASA's GISTEMP table. Otherwise this market will resolve to "No".`,
      tickMicros: 1_000,
    },
  };
}
