/** Decode errors by sentence, as the engine counts them, and the lines where the first of each are. */
import type { DecodeProblem } from '../../src-shared/contract/verify.ts';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import { ProblemLog } from '../decode/problem-log.ts';

/** Lines named for each sentence. */
const PLACES_MAX = 10;

type Place = { readonly file: string; readonly line: number };

export class LocatedProblems {
  private readonly log = new ProblemLog();
  private readonly places = new Map<string, Place[]>();

  get total(): number {
    return this.log.total;
  }

  add(venue: VenueId, code: string, text: string, frame: Uint8Array, place: Place): void {
    const key = keyOf(venue, code, text);
    if (this.log.add(venue, code, text, frame)) this.places.set(key, [place]);
    else {
      const places = this.places.get(key);
      if (places && places.length < PLACES_MAX) places.push(place);
    }
  }

  report(): readonly DecodeProblem[] {
    return this.log.counts().map(({ venue, code, text, count, sample }) => ({
      venue,
      code,
      text,
      count,
      sample,
      places: this.places.get(keyOf(venue, code, text)) ?? [],
    }));
  }
}

function keyOf(venue: VenueId, code: string, text: string): string {
  return `${venue}\n${code}\n${text}`;
}
