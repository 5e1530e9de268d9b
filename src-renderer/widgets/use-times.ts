/** Gives the times in the zone that the user chose. */
import { usePreferences } from '../stores/preferences-store.ts';
import { type Times, timesIn } from '../text/times.ts';

export function useTimes(): Times {
  return timesIn(usePreferences(({ timeZone }) => timeZone));
}
