/** What main and the thread that finds links say to each other. */
import type { FoundLinks } from './link-finder.ts';

/** The thread's workerData: the catalogue's file. */
export type LinkThreadData = { readonly file: string };

export type FromLinkThread =
  | { readonly kind: 'progress'; readonly indexed: number; readonly compared: number }
  | { readonly kind: 'found'; readonly found: FoundLinks }
  | { readonly kind: 'failed'; readonly text: string };
