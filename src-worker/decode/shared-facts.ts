/**
 * Keeps equal facts of many instruments once.
 *
 * Instruments come as copies, each with a price grid, a fee schedule and venue's facts of its own, though a venue has a handful
 * of each: at 200,000 books that is a quarter of the memory.
 */
import type { Instrument } from '../../src-shared/domain/instrument.ts';

/** Different facts remembered; beyond it an instrument keeps its own. No venue has a hundredth of it. */
const FACTS_MAX = 10_000;

export class SharedFacts {
  private readonly words = new Map<string, string>();
  private readonly known = new Map<string, object>();

  /** The same instrument, its facts shared with those that have equal ones. */
  share(instrument: Instrument): Instrument {
    const { id, venue, symbols, priceGrid, fees, decidedMs = null, venueData } = instrument;
    return {
      id,
      venue: this.word(venue),
      symbols,
      priceGrid: this.one(priceGrid),
      fees: fees && this.one(fees),
      decidedMs,
      venueData: this.one(venueData),
    };
  }

  private word(word: string): string {
    const known = this.words.get(word);
    if (known !== undefined) return known;
    this.words.set(word, word);
    return word;
  }

  private one<T extends object>(fact: T): T {
    const text = JSON.stringify(fact);
    const known = this.known.get(text);
    // Equal texts come from equal values of one type: its keys are in them.
    if (known) return known as T;
    if (this.known.size < FACTS_MAX) this.known.set(text, fact);
    return fact;
  }
}
