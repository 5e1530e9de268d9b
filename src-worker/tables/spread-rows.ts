/** Rows of `spreads`: for every two members of a link, both ways, a row whenever what can be earned changed. */
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Link, LinkMember } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { ShelvedBook } from '../book/book-shelf.ts';
import { type Edge, edgeOf, type Leg, noEdge } from './edge.ts';
import type { RowBuffer } from './row-buffer.ts';

type Way = {
  readonly link: number;
  readonly buySlot: number;
  readonly sellSlot: number;
  readonly buy: Leg;
  readonly sell: Leg;
  last: Edge;
};

export class SpreadRows {
  private readonly rows: RowBuffer;
  private readonly waysOf = new Map<number, Way[]>();
  private readonly due = new Set<Way>();

  constructor(rows: RowBuffer) {
    this.rows = rows;
  }

  /** All links but rejected ones; `wanted`: whether a listing is exported. */
  setLinks(
    links: readonly Link[],
    find: (listing: ListingId) => { shelved: ShelvedBook; instrument: Instrument } | undefined,
    wanted: (slot: number) => boolean,
  ): void {
    links.forEach((link, number) => {
      if (link.status === 'rejected') return;
      const legs = link.members.flatMap((member) => {
        const found = find(member.listing);
        return found && wanted(found.shelved.slot) ? [{ slot: found.shelved.slot, leg: legOf(member, found) }] : [];
      });
      for (const buy of legs) {
        for (const sell of legs) {
          if (buy !== sell) this.add(number, buy, sell);
        }
      }
    });
  }

  touched(slot: number): void {
    const ways = this.waysOf.get(slot);
    if (ways) for (const way of ways) this.due.add(way);
  }

  /** Writes what changed since. */
  write(nextSeq: () => number, receivedMicros: number): void {
    for (const way of this.due) {
      const edge = edgeOf(way.buy, way.sell);
      if (isSame(edge, way.last)) continue;
      way.last = edge;
      this.rows.number(nextSeq()).number(receivedMicros).number(way.link).number(way.buySlot).number(way.sellSlot);
      this.rows.number(edge.buyPrice).number(edge.sellPrice).number(edge.size).number(edge.fees);
      this.rows.number(edge.netEdge).number(edge.walkSize).number(edge.walkProfit).end();
    }
    this.due.clear();
  }

  private add(link: number, buy: { slot: number; leg: Leg }, sell: { slot: number; leg: Leg }): void {
    const way: Way = { link, buySlot: buy.slot, sellSlot: sell.slot, buy: buy.leg, sell: sell.leg, last: noEdge() };
    for (const slot of [buy.slot, sell.slot]) {
      const ways = this.waysOf.get(slot);
      if (ways) ways.push(way);
      else this.waysOf.set(slot, [way]);
    }
  }
}

function legOf(
  { orientation }: LinkMember,
  { shelved, instrument }: { shelved: ShelvedBook; instrument: Instrument },
): Leg {
  return { book: shelved.book, inverted: orientation === 'inverted', fees: instrument.fees };
}

/** The size at the touch alone is no change of what can be earned. */
function isSame(a: Edge, b: Edge): boolean {
  return (
    a.buyPrice === b.buyPrice &&
    a.sellPrice === b.sellPrice &&
    a.netEdge === b.netEdge &&
    a.walkSize === b.walkSize &&
    a.walkProfit === b.walkProfit
  );
}
