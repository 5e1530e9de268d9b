/**
 * What a ladder says in words when nothing on it is live: the state, and the sentence why.
 */
import type { LadderFrame, LadderMember } from '../../../src-shared/contract/ladder-frame.ts';
import { BOOK_REASON_TEXT, type BookPhase } from '../../../src-shared/domain/book-phase.ts';
import { LINK_GONE_TEXT } from '../../stores/links-store.ts';

/** A line over a ladder that is not live; `frozen`: the window itself is cut off; `gone`: the link is no more. */
export type Banner = { readonly word: BookPhase | 'frozen' | 'gone'; readonly text: string };

export type BannerInput = {
  readonly isGone: boolean;
  readonly frame: LadderFrame | null;
  readonly frozen: boolean;
  /** Why the window is cut off, or why the engine gives no ladder; ''. */
  readonly reason: string;
  readonly names: readonly string[];
};

/** What must be said, or null when some venue is live and the window hears the engine. */
export function bannerOf({ isGone, frame, frozen, reason, names }: BannerInput): Banner | null {
  if (isGone) return { word: 'gone', text: LINK_GONE_TEXT };
  if (frame === null) {
    return { word: 'waiting', text: reason || 'The book has been asked for; nothing is shown until it arrives.' };
  }
  if (frozen) {
    return { word: 'frozen', text: `Nothing new arrives; these are the last known levels. ${sentence(reason)}`.trim() };
  }
  const { members } = frame;
  const [first] = members;
  if (first === undefined || members.some(({ phase }) => phase === 'synced')) return null;
  if (members.every(({ phase, reason: why }) => phase === first.phase && why === first.reason)) {
    return { word: first.phase, text: BOOK_REASON_TEXT[first.reason] };
  }
  const parts = members.map(
    (member, m) => `${names[m] ?? `Venue ${m + 1}`} ${member.phase}: ${BOOK_REASON_TEXT[member.reason]}`,
  );
  return { word: worstOf(members), text: parts.join(' ') };
}

/** A reason as a port says it ("the connection was closed") as a sentence of its own. */
function sentence(reason: string): string {
  const text = reason.trim();
  if (text === '') return '';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** What a person most needs to know of: something that may come back before something that never will. */
const URGENCY: readonly BookPhase[] = ['recovering', 'stale', 'waiting', 'closed', 'synced'];

function worstOf(members: readonly LadderMember[]): BookPhase {
  return URGENCY.find((phase) => members.some((member) => member.phase === phase)) ?? 'waiting';
}
