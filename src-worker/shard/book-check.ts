/**
 * Compares a live book with the whole book that its venue gave when it was asked. Reads the answer with the venue's own decoder, beside
 * the live books: nothing of it can reach them.
 */
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { CheckVerdict, LevelDifference } from '../../src-shared/domain/cross-check.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { BID, EVENT, EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { FrameWindow } from '../decode/frame-window.ts';
import { SymbolIndex } from '../decode/symbol-index.ts';

type Levels = ReadonlyMap<number, number>;
type ReadBook = { readonly bids: Levels; readonly asks: Levels; readonly timeMs: number };

/** `updates`: of the live book when the venue was asked. */
export function checkBook(
  venue: Venue,
  instrument: Instrument,
  updates: number,
  answer: string,
  live: BookDump | undefined,
): CheckVerdict {
  if (live?.phase !== 'synced' || live.updates !== updates) return { result: 'moved' };
  const rest = readBook(venue, instrument, answer);
  if (typeof rest === 'string') return { result: 'unreadable', text: rest };
  const difference =
    firstDifference('bid', new Map(live.bids), rest.bids) ?? firstDifference('ask', new Map(live.asks), rest.asks);
  if (difference === null) return { result: 'equal' };
  return { result: 'differs', difference, liveEventMs: live.lastEventMs, restEventMs: rest.timeMs };
}

/** The book in the answer, or a sentence that says why there is none. */
function readBook(venue: Venue, instrument: Instrument, answer: string): ReadBook | string {
  const index = new SymbolIndex();
  index.add(instrument);
  const events = new EventBuffer();
  const frame = new FrameWindow().hold(new TextEncoder().encode(answer));
  venue.createDecoder(index.tableOf(venue.id)).decodePoll(frame, events);
  const problem = events.notices.find((notice) => notice.kind === 'problem');
  if (problem) return problem.text;
  const [bids, asks] = [new Map<number, number>(), new Map<number, number>()];
  let timeMs = 0;
  let isWhole = false;
  for (let row = 0; row < events.length; row++) {
    const kind = events.kind[row]!;
    if (kind === EVENT.level) (events.side[row] === BID ? bids : asks).set(events.price[row]!, events.size[row]!);
    else if (kind === EVENT.snapshotEnd) {
      isWhole = true;
      timeMs = events.timeMs[row]!;
    }
  }
  return isWhole ? { bids, asks, timeMs } : 'The answer holds no book of this market.';
}

/** The best of the prices at which the two have not the same size. */
function firstDifference(side: 'bid' | 'ask', live: Levels, rest: Levels): LevelDifference | null {
  const prices = [...new Set([...live.keys(), ...rest.keys()])].sort((a, b) => (side === 'bid' ? b - a : a - b));
  for (const priceMicros of prices) {
    const liveMicros = live.get(priceMicros) ?? 0;
    const restMicros = rest.get(priceMicros) ?? 0;
    if (liveMicros !== restMicros) return { side, priceMicros, liveMicros, restMicros };
  }
  return null;
}
