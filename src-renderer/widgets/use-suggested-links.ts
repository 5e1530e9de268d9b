/** Counts the suggested links of a market that wait for a decision; requested again whenever links or suggestions change. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../stores/app-store.ts';
import { mainClient } from '../stores/clients.ts';
import { linkSearchStore } from '../stores/link-search-store.ts';
import { linksRevisionStore, linksStore } from '../stores/links-store.ts';

const NONE = { of: '', count: 0 };

/** 0 until it is known, for links, and in a replay. */
export function useSuggestedLinks(target: string | null): number {
  const [known, setKnown] = useState(NONE);
  const mode = useApp((app) => app.mode);
  const links = useStore(linksStore);
  const revision = useStore(linksRevisionStore);
  const search = useStore(linkSearchStore, ({ state, suggested }) => `${state} ${suggested}`);
  useEffect(() => {
    const listing = target === null || links.has(target) || revision < 0 || search === '' ? null : target;
    if (listing === null || mode === null || mode === 'replay') return;
    let isCurrent = true;
    mainClient.request('linkCards', { shelf: 'suggested', text: '', listing, limit: 1 }).then(
      ({ total }) => {
        if (isCurrent) setKnown({ of: listing, count: total });
      },
      // The Links pane shows failures; here they would only distract.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [target, mode, links, revision, search]);
  return known.of === target ? known.count : 0;
}
