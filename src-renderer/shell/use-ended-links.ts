/** Shows, in panes of a link that ended, the link or market that replaces it, and tells the user. */
import { useEffect } from 'react';
import { endedLinks } from '../../src-shared/domain/ended-link.ts';
import { linksStore } from '../stores/links-store.ts';
import { toast } from '../stores/toasts-store.ts';
import { workspace } from './dock/workspace.ts';

export function useEndedLinks(): void {
  useEffect(followEndedLinks, []);
}

/** Until the returned function is called. */
export function followEndedLinks(): () => void {
  return linksStore.subscribe((links, before) => {
    const ended = [...before.values()].filter(({ id }) => !links.has(id));
    for (const { link, successor } of endedLinks(ended, links.values())) {
      const rest = links.has(successor) ? 'the link that it became part of' : 'its first market';
      if (workspace.replaceTarget(link.id, successor)) {
        toast('info', `The link “${link.title}” no longer exists. Its panes now show ${rest}.`);
      }
    }
  });
}
