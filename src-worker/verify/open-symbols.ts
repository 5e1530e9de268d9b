/**
 * Symbols that are registered when a decoder first asks for them: a recording comes without a catalogue.
 *
 * Every name on the wire is a book of its own, so both tokens of a market whose outcomes mirror each other have one: which of
 * them is the first outcome cannot be told from a stream. A name that is never followed by an event of its book is no market.
 */
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { listingId, type VenueId } from '../../src-shared/domain/listing.ts';
import { uniformGrid } from '../../src-shared/domain/price-grid.ts';
import { endOfPlain } from '../../src-shared/domain/wire/json-bytes.ts';
import type { SymbolTable } from '../../src-shared/venues/venue.ts';
import type { SymbolIndex } from '../decode/symbol-index.ts';

/** As many as the engine is exercised with; a recording with more of them is no recording. */
const SYMBOLS_MAX = 1_000_000;
/** The usual tick. A book on a finer one keeps its levels in another form, with the same levels. */
const GUESSED_STEP_MICROS = 10_000;
const NONE = -1;

/** A venue's part of the index, to which its decoder adds. Throws RangeError when there are too many symbols. */
export function openSymbols(index: SymbolIndex, venue: VenueId): SymbolTable {
  const known = index.tableOf(venue);
  const register = (symbol: string): number => {
    if (symbol === '') return NONE;
    if (index.capacity >= SYMBOLS_MAX) throw new RangeError(`there are more than ${SYMBOLS_MAX} markets in it`);
    return index.add(instrumentOf(venue, symbol));
  };
  let end = NONE;
  return {
    slotOf(symbol) {
      const slot = known.slotOf(symbol);
      return slot >= 0 ? slot : register(symbol);
    },
    // Which of two names is the other outcome's is not known.
    mirrorOf: () => NONE,
    bytes: {
      get end() {
        return end;
      },
      find(view, start) {
        const slot = known.bytes.find(view, start);
        end = known.bytes.end;
        if (end >= 0) return slot;
        const closing = endOfPlain(view, start);
        if (closing < 0) return NONE;
        end = closing;
        return register(plainText(view, start, closing));
      },
    },
    instrument: known.instrument,
  };
}

function instrumentOf(venue: VenueId, symbol: string): Instrument {
  const id = listingId(venue, symbol);
  return { id, venue, symbols: [symbol], priceGrid: uniformGrid(GUESSED_STEP_MICROS), fees: null, venueData: {} };
}

function plainText(view: DataView, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(view.getUint8(at));
  return text;
}
