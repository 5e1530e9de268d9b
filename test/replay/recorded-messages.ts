/** The messages of a session that changed a book, by venue, in the form of change-messages.ts: read by JSON.parse, not by the app. */
import type { VenueId } from '../../src-exchange/model/contract-plan.ts';
import { CHANGE_MESSAGES, type TrueMessage } from './change-messages.ts';

export class RecordedMessages {
  readonly messages = new Map<VenueId, TrueMessage[]>([...CHANGE_MESSAGES.keys()].map((venue) => [venue, []]));
  private readonly firstSymbols: ReadonlySet<string>;

  /** `firstSymbols`: the symbols of first outcomes. */
  constructor(firstSymbols: ReadonlySet<string>) {
    this.firstSymbols = firstSymbols;
  }

  take(venue: VenueId, bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString();
    // Answers of the connection, and lists, which hold whole books.
    if (!text.startsWith('{')) return;
    const message = CHANGE_MESSAGES.get(venue)!.read(text, this.firstSymbols);
    if (message !== null) this.messages.get(venue)!.push(message);
  }
}

/**
 * Where the last recorded message stands among the true ones. Throws a sentence when the recorded ones are not, market by market,
 * the true ones up to there without a hole.
 */
export function placeOfLast(recorded: readonly TrueMessage[], told: readonly TrueMessage[]): number {
  const last = recorded.at(-1);
  if (!last) throw new Error('nothing was recorded');
  const recordedOf = Map.groupBy(recorded, ({ market }) => market);
  const toldOf = Map.groupBy([...told.keys()], (index) => told[index]!.market);
  const mine = recordedOf.get(last.market)!;
  const all = toldOf.get(last.market) ?? [];
  const places = all.filter((_, end) => isTail(mine, all.slice(0, end + 1), told));
  if (places.length !== 1)
    throw new Error(`${last.market} is found at ${places.length} places of what the exchange told`);
  const place = places[0]!;
  for (const [market, messages] of recordedOf) {
    const before = (toldOf.get(market) ?? []).filter((index) => index <= place);
    if (!isTail(messages, before, told)) throw new Error(`${market} lacks messages that the exchange told`);
  }
  return place;
}

/** Whether the messages are the last ones of these. */
function isTail(messages: readonly TrueMessage[], indexes: readonly number[], told: readonly TrueMessage[]): boolean {
  const from = indexes.length - messages.length;
  if (from < 0) return false;
  // From the end: a wrong place differs there.
  for (let at = messages.length - 1; at >= 0; at--) {
    if (told[indexes[from + at]!]!.text !== messages[at]!.text) return false;
  }
  return true;
}
