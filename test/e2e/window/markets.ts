/** Which of the exchange's markets the tests use. */
import type { ExchangeHandle, ExchangeLink, LinkMember } from '../../../src-exchange/control/handle.ts';
import { linkId } from '../../../src-shared/domain/link.ts';
import { listingId } from '../../../src-shared/domain/listing.ts';

export type Market = {
  readonly title: string;
  readonly members: readonly LinkMember[];
  /** Id of the link, as the app makes it. */
  readonly id: string;
};

const FED = 'No change in Fed interest rates';

/** A lively contract on both venues. */
export function linkedMarket({ links }: ExchangeHandle): Market {
  return marketOf(links.find(({ title }) => title.startsWith(FED)));
}

/** A contract that the second venue lists the other way round. */
export function invertedMarket({ links }: ExchangeHandle): Market {
  return marketOf(links.find(({ members }) => members.some(({ orientation }) => orientation === 'inverted')));
}

function marketOf(link: ExchangeLink | undefined): Market {
  if (!link) throw new Error('the exchange has no such market');
  const { title, members } = link;
  return { title, members, id: linkId(members.map(idOf)) };
}

/** One venue's listing of a market, alone, in its own terms. */
export function listingOf(
  { members }: Market,
  venue: LinkMember['venue'],
): { id: string; members: readonly LinkMember[] } {
  const member = members.find((candidate) => candidate.venue === venue);
  if (!member) throw new Error(`${venue} does not list this market`);
  return { id: idOf(member), members: [{ ...member, orientation: 'same' }] };
}

function idOf(member: LinkMember | undefined): string {
  if (!member) throw new Error('a link without members');
  return listingId(member.venue, member.marketId);
}
