/** Texts about the catalogue: how many markets are known, and which venue cannot be reached and what is shown meanwhile. */
import type { CatalogState } from '../../src-shared/contract/window-main.ts';
import { formatAge, formatCount } from './format.ts';

/** "52 markets are known.", or why there may be more. */
export function knownText({ listings, byVenue }: CatalogState): string {
  const known = `${formatCount(listings)} ${listings === 1 ? 'market is' : 'markets are'} known`;
  if (byVenue.some(({ complete, trouble }) => !complete && trouble === ''))
    return `${known}; the catalogue is still being read.`;
  return byVenue.every(({ complete }) => complete) ? `${known}.` : `${known} so far.`;
}

/** Of a venue in trouble, by its name for people. */
export function troubleText(
  { listings, refreshedMs, trouble }: CatalogState['byVenue'][number],
  name: string,
  nowMs: number,
): string {
  if (trouble === '') return '';
  const age = refreshedMs === null ? '' : ` of ${formatAge(Math.max(0, nowMs - refreshedMs))} ago`;
  const shown =
    listings === 0
      ? 'none of its markets is known yet'
      : `the ${formatCount(listings)} of its markets that are known${age} are shown`;
  return `${name} cannot be reached: ${shown}. Retrying automatically.`;
}
