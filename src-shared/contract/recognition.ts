/**
 * Decides whose a recording is by which of its first messages each venue understands.
 *
 * The venue must understand most of them, so that one stray line claims no file; and a file that two venues share is neither's.
 */
import type { VenueId } from '../domain/listing.ts';

/** Of messages that say something: what nobody understands, and what another venue alone understands. */
const UNDERSTOOD_SHARE_MIN = 0.5;
const OTHERS_SHARE_MAX = 0.1;

/** Which messages, by place, a venue understands; `said` is how many of them are no bare words. */
export type Understanding = { readonly venue: VenueId; readonly name: string; readonly places: ReadonlySet<number> };

export type Recognition =
  | { readonly is: 'venue'; readonly venue: VenueId }
  | { readonly is: 'nothing'; readonly read: number }
  | { readonly is: 'mixed'; readonly text: string };

/** `messages`: how many there were, without bare words that speak for nobody. The first of the list wins a tie. */
export function recognise(all: readonly Understanding[], messages: number): Recognition {
  const [best, ...others] = [...all].sort((a, b) => b.places.size - a.places.size);
  const read = best?.places.size ?? 0;
  if (!best || read === 0) return { is: 'nothing', read };
  const foreign = others
    .map(({ name, places }) => ({ name, count: [...places].filter((place) => !best.places.has(place)).length }))
    .filter(({ count }) => count > messages * OTHERS_SHARE_MAX);
  if (foreign.length > 0) {
    const parts = [{ name: best.name, count: read }, ...foreign].map(({ name, count }) => `${name} (${count})`);
    return { is: 'mixed', text: `it holds messages of ${parts.join(' and ')}` };
  }
  return read < messages * UNDERSTOOD_SHARE_MIN ? { is: 'nothing', read } : { is: 'venue', venue: best.venue };
}
