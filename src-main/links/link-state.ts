/**
 * The state of all links, and what every update makes of it: the only place in which links change.
 *
 * Pure: a state and an update give the next state; whoever must hear of a change is told the difference of the two states. Throws a
 * sentence when the update cannot be done, so that nothing changes then.
 */
import { LINK_PREVIEWS_MAX, LINK_UNDO_MAX, LINKS_MAX } from '../../src-shared/domain/limits.ts';
import type { Link, LinkDecision, LinkDisagreement } from '../../src-shared/domain/link.ts';
import { DecidedLinks } from './decided-links.ts';
import { decideLink, type LinkChange, type LinkRequest } from './link-decision.ts';
import { linkedTwice } from './link-file.ts';

export type LinkState = {
  /** Confirmed and rejected links, in the order in which they were decided. */
  readonly links: readonly Link[];
  /** Suggestions that a window looks at, the newest last. */
  readonly previews: readonly Link[];
  /** Changes by decision, the oldest first. */
  readonly undoable: ReadonlyMap<number, LinkChange>;
  readonly lastDecision: number;
};

export type LinkUpdate =
  | { readonly kind: 'decide'; readonly request: LinkRequest; readonly decision: LinkDecision }
  | { readonly kind: 'undo'; readonly decision: number }
  /** Takes links of another file; where both know a link, theirs counts. Links that are as they were are the known objects. */
  | { readonly kind: 'import'; readonly links: readonly Link[] }
  | { readonly kind: 'forget'; readonly isUseless: (link: Link) => boolean }
  | { readonly kind: 'disagreement'; readonly id: string; readonly disagreement: LinkDisagreement }
  | { readonly kind: 'preview'; readonly link: Link }
  /** Takes the links of the file, which another program changed. Links that are as they were are the known objects. */
  | { readonly kind: 'reload'; readonly links: readonly Link[] };

export const NO_LINKS: LinkState = { links: [], previews: [], undoable: new Map(), lastDecision: 0 };

/** `index`: of the state's links, where the caller keeps one. */
export function reduceLinks(state: LinkState, update: LinkUpdate, index = new DecidedLinks(state.links)): LinkState {
  const next = nextState(state, update, index);
  if (next === state) return state;
  if (next.links.length > LINKS_MAX) {
    throw new Error(`At most ${LINKS_MAX} links are kept; reject or remove some first.`);
  }
  return { ...next, previews: undecided(next) };
}

/** All links, previews last. */
export function withPreviews({ links, previews }: LinkState): readonly Link[] {
  return [...links, ...previews];
}

/** The links that are shown: those that are not rejected. */
export function shownLinks(state: LinkState): readonly Link[] {
  return withPreviews(state).filter(({ status }) => status !== 'rejected');
}

function nextState(state: LinkState, update: LinkUpdate, index: DecidedLinks): LinkState {
  const { links } = state;
  switch (update.kind) {
    case 'decide':
      return decided(state, update.request, update.decision, index);
    case 'undo':
      return undone(state, update.decision, index);
    case 'import': {
      const ids = new Set(update.links.map(({ id }) => id));
      const whole = [...links.filter(({ id }) => !ids.has(id)), ...update.links];
      const twice = linkedTwice(whole);
      if (twice !== undefined) throw new Error(`${twice} is in two confirmed links`);
      return { ...state, links: whole };
    }
    case 'forget': {
      const kept = links.filter((link) => !update.isUseless(link));
      return kept.length === links.length ? state : { ...state, links: kept };
    }
    case 'disagreement': {
      const link = links.find(({ id }) => id === update.id);
      if (!link || link.disagreement) return state;
      const noted = { ...link, disagreement: update.disagreement };
      return { ...state, links: links.map((one) => (one === link ? noted : one)) };
    }
    case 'preview': {
      if (links.some(({ id }) => id === update.link.id)) return state;
      const others = state.previews.filter(({ id }) => id !== update.link.id);
      return { ...state, previews: [...others, update.link].slice(-LINK_PREVIEWS_MAX) };
    }
    case 'reload':
      return { ...state, links: update.links };
  }
}

function decided(state: LinkState, request: LinkRequest, decision: LinkDecision, index: DecidedLinks): LinkState {
  const change = decideLink(index, { ...request, link: index.get(request.link.id) ?? request.link }, decision);
  const lastDecision = state.lastDecision + 1;
  const undoable = new Map([...state.undoable, [lastDecision, change] as const].slice(-LINK_UNDO_MAX));
  return { ...state, links: applied(state.links, change, index), undoable, lastDecision };
}

function undone(state: LinkState, decision: number, index: DecidedLinks): LinkState {
  const change = state.undoable.get(decision);
  if (!change) throw new Error('This decision can no longer be undone; decide on the link again.');
  if (!change.added.every((link) => isSameLink(link, index.get(link.id)))) {
    throw new Error('The link was changed since; undo that first.');
  }
  const undoable = new Map(state.undoable);
  undoable.delete(decision);
  const links = applied(state.links, { removed: change.added, added: change.removed }, index);
  return { ...state, links, undoable };
}

/** A link that changed keeps its place. */
function applied(links: readonly Link[], { removed, added }: LinkChange, index: DecidedLinks): readonly Link[] {
  const gone = [...removed, ...added].map(({ id }) => index.get(id));
  const rest = links.filter((link) => !gone.includes(link));
  const first = added[0] && index.get(added[0].id);
  if (!first) return [...rest, ...added];
  const before = links.indexOf(first);
  return rest.toSpliced(before - gone.filter((link) => link && links.indexOf(link) < before).length, 0, ...added);
}

/** Previews that were not decided on: neither they themselves, nor by a confirmed link that has both listings. */
function undecided({ links, previews }: LinkState): readonly Link[] {
  if (previews.length === 0) return previews;
  const ids = new Set(previews.map(({ id }) => id));
  const listings = new Set(previews.flatMap(({ members }) => members.map(({ listing }) => listing)));
  const own = new Set<string>();
  const wholes = new Map<string, Link>();
  for (const link of links) {
    if (ids.has(link.id)) own.add(link.id);
    if (link.status !== 'confirmed') continue;
    for (const { listing } of link.members) if (listings.has(listing)) wholes.set(listing, link);
  }
  return previews.filter(({ id, members: [first, ...others] }) => {
    const whole = wholes.get(first!.listing);
    return !own.has(id) && (!whole || others.some(({ listing }) => wholes.get(listing) !== whole));
  });
}

/** Whether two links are equal in every field. */
export function isSameLink(link: Link, other: Link | undefined): boolean {
  return link === other || (other !== undefined && JSON.stringify(link) === JSON.stringify(other));
}
