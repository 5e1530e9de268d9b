/** Holds the progress of the link search as main last reported it. */
import { createStore } from 'zustand/vanilla';
import type { LinkSearchState } from '../../src-shared/contract/window-main.ts';

export const linkSearchStore = createStore<LinkSearchState>(() => ({
  ...{ state: 'idle', listings: 0, compared: 0, suggested: 0, vetoed: 0, tookMs: 0, text: '' },
}));
