/**
 * The exchange's truth at a message, from the exchange's own side: its world is run again, event by event, without sockets, and says
 * every change that it told, in order, and what its books were right behind one of them.
 *
 * The world after n events depends on its seed and pace alone; only the times on its messages are of the clock. So messages are
 * compared by what they say without the time. It shares no code with the app that recorded them.
 */
import type { VenueId } from '../../src-exchange/model/contract-plan.ts';
import type { Level } from '../../src-exchange/model/true-book.ts';
import type { BookChange, WorldSink } from '../../src-exchange/model/world-sink.ts';
import { PLAYED_VENUES } from '../../src-exchange/venues.ts';
import { World, type WorldOptions } from '../../src-exchange/world/world.ts';
import { CHANGE_MESSAGES, type ChangeMessages, type TrueMessage } from './change-messages.ts';

export type TrueBooks = ReadonlyMap<string, { readonly bids: readonly Level[]; readonly asks: readonly Level[] }>;

/** `later`: changes that the books show already and that are told behind this message. */
type Told = (venue: VenueId, message: TrueMessage, later: readonly BookChange[]) => void;

/** Every message of each venue that changed a book, in order. */
export function trueMessages(options: WorldOptions, events: number): ReadonlyMap<VenueId, readonly TrueMessage[]> {
  const messages = new Map<VenueId, TrueMessage[]>(PLAYED_VENUES.map(({ id }) => [id, []]));
  run(options, events, (_, venue, message) => messages.get(venue)!.push(message));
  return messages;
}

/** The venue's open books right behind its message with this index, by market. */
export function trueBooksAt(options: WorldOptions, events: number, venue: VenueId, index: number): TrueBooks {
  let told = 0;
  let books: TrueBooks | null = null;
  run(options, events, (world, of, { market }, later) => {
    if (of === venue && told++ === index) books = booksOf(world, venue, market, later);
  });
  if (books === null) throw new Error(`the exchange told no message ${index} of ${venue}`);
  return books;
}

function run(options: WorldOptions, events: number, told: (world: World, ...message: Parameters<Told>) => void): void {
  let world: World | null = null;
  // Before the first event the books are filled, and nobody is told of it.
  const tell: Told = (...message) => world && told(world, ...message);
  const sinks = Object.fromEntries(
    [...CHANGE_MESSAGES].map(([venue, messages]) => [venue, sinkOf(venue, messages, tell)]),
  );
  world = new World(options, PLAYED_VENUES, sinks);
  for (let event = 0; event < events; event++) world.step(options.startMs);
}

function sinkOf(venue: VenueId, messages: ChangeMessages, tell: Told): WorldSink {
  const nothing = (): void => {};
  return {
    onListed: nothing,
    // Objects passed in are reused.
    onBookChange: ({ marketId: market }, changes, count) => {
      for (const { text, later } of messages.of(structuredClone(changes.slice(0, count))))
        tell(venue, { market, text }, later);
    },
    onTrade: nothing,
    onTradesDone: nothing,
    onTickChange: nothing,
    onRestated: nothing,
    onResolved: nothing,
    onForgotten: nothing,
  };
}

function booksOf(world: World, venue: VenueId, market: string, later: readonly BookChange[]): TrueBooks {
  const open = world.listings.filter((listing) => listing.venue === venue && listing.state !== 'resolved');
  return new Map(
    open.map(({ marketId, book }) => {
      const undone = marketId === market ? later : [];
      const side = (which: 'bid' | 'ask'): readonly Level[] => {
        const levels = new Map(which === 'bid' ? book.bids.levels : book.asks.levels);
        for (const change of undone) {
          if (change.side !== which) continue;
          if (change.previousMicros === 0) levels.delete(change.priceMicros);
          else levels.set(change.priceMicros, change.previousMicros);
        }
        return [...levels].sort((a, b) => (which === 'bid' ? b[0] - a[0] : a[0] - b[0]));
      };
      return [marketId, { bids: side('bid'), asks: side('ask') }];
    }),
  );
}
