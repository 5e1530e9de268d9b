/** One search for links: a thread that reads the catalogue's file and answers once. */
import { runInThread } from '../base/thread-job.ts';
import type { FoundLinks } from './link-finder.ts';

export type LinkSearchOrder = {
  /** The catalogue's file. */
  readonly file: string;
};

/** Markets indexed and pairs compared so far. */
export type LinkSearchProgress = { readonly indexed: number; readonly compared: number };

export type LinkSearchOptions = LinkSearchOrder & {
  readonly onProgress: (progress: LinkSearchProgress) => void;
  /** Its reason is what the search rejects with. */
  readonly signal: AbortSignal;
  /** The thread's entry, where a bundler moved it. */
  readonly entry?: URL;
  /** Tests lower it. */
  readonly silentMs?: number;
};

/** Rejects with a sentence, or when it was aborted. */
export function searchLinks({ file, entry, ...options }: LinkSearchOptions): Promise<FoundLinks> {
  return runInThread<LinkSearchOrder, LinkSearchProgress, FoundLinks>({
    entry: entry ?? new URL('./link-thread.ts', import.meta.url),
    name: 'links',
    what: 'the search for links',
    order: { file },
    ...options,
    // It leaves nothing behind, and hears nothing while it compares.
    graceMs: 0,
  });
}
