/**
 * Chooses the banner over a ladder on which nothing is live: a word for the state, and why.
 */
import type { LadderMember } from '../../../src-shared/contract/ladder-frame.ts';
import { BOOK_REASON_TEXT, type BookPhase } from '../../../src-shared/domain/book-phase.ts';
import type { LadderState } from '../../stores/ladder-state.ts';
import { LINK_GONE_TEXT } from '../../stores/links-store.ts';

/** `frozen`: nothing newer is coming; `gone`: the link no longer exists. */
export type Banner = { readonly word: BookPhase | 'frozen' | 'gone'; readonly text: string };

/** The banner of a state; null while a venue is live, and while the first frame is due within a moment. */
export function bannerOf(state: LadderState, venues: readonly { readonly name: string }[]): Banner | null {
  switch (state.is) {
    case 'gone':
      return { word: 'gone', text: LINK_GONE_TEXT };
    case 'waiting':
      if (state.reason === null) return null;
      return {
        word: 'waiting',
        text: sentence(state.reason) || 'The book was requested. Prices appear when it arrives.',
      };
    case 'frozen':
      return { word: 'frozen', text: `These are the last known levels. ${sentence(state.reason)}`.trim() };
    default:
      return phaseBanner(state.frame.members, venues);
  }
}

function phaseBanner(members: readonly LadderMember[], venues: readonly { readonly name: string }[]): Banner | null {
  const [first] = members;
  if (first === undefined || members.some(({ phase }) => phase === 'synced')) return null;
  if (members.every(({ phase, reason }) => phase === first.phase && reason === first.reason)) {
    return { word: first.phase, text: BOOK_REASON_TEXT[first.reason] };
  }
  const parts = members.map(
    ({ phase, reason }, m) => `${venues[m]?.name ?? `Venue ${m + 1}`} ${phase}: ${BOOK_REASON_TEXT[reason]}`,
  );
  return { word: worstOf(members), text: parts.join(' ') };
}

/** Turns the reason of a closed port ("the connection was closed") into a sentence. */
function sentence(reason: string): string {
  const text = reason.trim();
  if (text === '') return '';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** A phase that may end comes before one that never will. */
const URGENCY: readonly BookPhase[] = ['recovering', 'stale', 'behind', 'waiting', 'closed', 'synced'];

function worstOf(members: readonly LadderMember[]): BookPhase {
  return URGENCY.find((phase) => members.some((member) => member.phase === phase)) ?? 'waiting';
}
