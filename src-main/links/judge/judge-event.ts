/** Decides whether two listings mean the event itself, its announcement, or either. */
import type { Announcement } from '../read/announcement.ts';
import type { Findings, Verdict } from './verdict.ts';

const SAID: Readonly<Record<Announcement['is'], string>> = {
  only: 'that it is announced',
  counts: 'that it happens or is announced',
  excluded: 'that it happens; announcing it does not count',
  unsaid: '',
};

export function judgeEvent(a: Announcement, b: Announcement, found: Findings): void {
  if (a.is === 'unsaid' && b.is === 'unsaid') return;
  found.add('event', verdictOf(a, b), SAID[a.is], SAID[b.is]);
}

function verdictOf(a: Announcement, b: Announcement): Verdict {
  if (a.is === b.is) return ['agrees', ''];
  if (a.is === 'unsaid' || b.is === 'unsaid') {
    const said = a.is === 'unsaid' ? b : a;
    return ['open', `Only one of them speaks of it ("${said.word}").`];
  }
  return ['contradicts', 'One settles by an announcement, the other not, or not by it alone.'];
}
