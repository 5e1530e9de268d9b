/**
 * What a user's decision changes among the links: the only place in Crossbook where a link becomes confirmed.
 *
 * Pure: links in, links out. A listing is part of at most one confirmed link. Confirming a pair of which one listing is linked already
 * adds the other listing to that link, inverted as the two orientations together require; two links that a pair joins become one.
 */

import { LINK_MEMBERS_MAX } from '../../src-shared/domain/limits.ts';
import {
  compose,
  type Link,
  type LinkAction,
  type LinkDecision,
  type LinkMember,
} from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { DecidedLinks } from './decided-links.ts';

/** A decision that the user requests; `listing`: the one that `flip` inverts or `split` takes out. */
export type LinkRequest = { readonly action: LinkAction; readonly link: Link; readonly listing: ListingId | null };

/** Links that replace others. */
export type LinkChange = { readonly removed: readonly Link[]; readonly added: readonly Link[] };

/** The change that a request makes, given the links decided on so far. Throws a sentence when it cannot be done. */
export function decideLink(links: DecidedLinks, request: LinkRequest, decision: LinkDecision): LinkChange {
  const { action, link, listing } = request;
  switch (action) {
    case 'confirm':
      return confirm(links, link, decision);
    case 'reject':
      return replace(links, link, { ...noted(link, decision), status: 'rejected' });
    case 'flip':
      return replace(links, link, flipped(noted(link, decision), listing));
    case 'split':
      return split(links, link, listing, decision);
  }
}

/** The link as it is among those decided on, if it is. */
function known(links: DecidedLinks, { id }: Link): readonly Link[] {
  const found = links.get(id);
  return found ? [found] : [];
}

function confirm(links: DecidedLinks, link: Link, decision: LinkDecision): LinkChange {
  const wholes = link.members.flatMap(({ listing }) => links.confirmedOf(listing) ?? []);
  const touched = [...new Set(wholes)].filter(({ id }) => id !== link.id);
  const [first, ...others] = touched;
  const members = first ? [link, ...others].map((one) => one.members).reduce(joined, first.members) : link.members;
  if (members.length > LINK_MEMBERS_MAX) {
    throw new Error(`A link holds at most ${LINK_MEMBERS_MAX} listings; this one would hold ${members.length}.`);
  }
  const whole: Link = first ? { ...noted(first, decision), members } : { ...noted(link, decision), members };
  return { removed: [...touched, ...known(links, link)], added: [{ ...whole, status: 'confirmed' }] };
}

/** The members of both, which share at least one, in the terms of the known ones. */
function joined(known: readonly LinkMember[], members: readonly LinkMember[]): readonly LinkMember[] {
  const byListing = new Map(known.map(({ listing, orientation }) => [listing, orientation]));
  const shared = members.find(({ listing }) => byListing.has(listing))!;
  const turn = compose(byListing.get(shared.listing)!, shared.orientation);
  const added: LinkMember[] = [];
  for (const { listing, orientation } of members) {
    const turned = compose(orientation, turn);
    const have = byListing.get(listing);
    if (have === undefined) added.push({ listing, orientation: turned });
    else if (have !== turned) {
      throw new Error(`${listing} would be linked both as it is and inverted; split or reject one of the links first.`);
    }
  }
  return [...known, ...added];
}

/** Inverts one member, or the second, relative to the first. */
function flipped(link: Link, listing: ListingId | null): Link {
  const turned = listing ?? link.members[1]?.listing;
  if (!link.members.some((member) => member.listing === turned))
    throw new Error(`${listing} is not part of this link.`);
  const members = link.members.map(
    (member): LinkMember =>
      member.listing === turned ? { ...member, orientation: compose(member.orientation, 'inverted') } : member,
  );
  return { ...link, members: inTermsOfFirst(members) };
}

/** The first member is the one whose terms are shown. */
function inTermsOfFirst(members: readonly LinkMember[]): readonly LinkMember[] {
  const turn = members[0]?.orientation ?? 'same';
  return members.map(({ listing, orientation }) => ({ listing, orientation: compose(orientation, turn) }));
}

function split(links: DecidedLinks, link: Link, listing: ListingId | null, decision: LinkDecision): LinkChange {
  const leaves = listing ?? link.members.at(-1)?.listing;
  const members = inTermsOfFirst(link.members.filter((member) => member.listing !== leaves));
  if (members.length === link.members.length) throw new Error(`${leaves} is not part of this link.`);
  // One listing alone is no link: the decision about the pair is removed.
  if (members.length < 2) return { removed: known(links, link), added: [] };
  return replace(links, link, { ...noted(link, decision), members });
}

function replace(links: DecidedLinks, link: Link, next: Link): LinkChange {
  return { removed: known(links, link), added: [next] };
}

/** Decisions kept per link: a user who flips back and forth must not make the file grow. */
const DECISIONS_KEPT = 20;

function noted(link: Link, decision: LinkDecision): Link {
  return { ...link, decisions: [...(link.decisions ?? []), decision].slice(-DECISIONS_KEPT) };
}
