/**
 * What the links thread does: one search for links, or the evidence for one link. It reads the catalogue's file and answers once, so
 * that main reads no rules text.
 */
import type { LinkEvidence } from '../../src-shared/domain/link-evidence.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { runInThread } from '../base/thread-job.ts';
import type { FoundLinks } from './link-finder.ts';

/** `file`: the catalogue's. */
export type LinkOrder =
  | { readonly kind: 'search'; readonly file: string }
  | ({ readonly kind: 'judge'; readonly file: string } & JudgedLink);

/** The first listing is compared with each of the others. */
export type JudgedLink = {
  readonly listings: readonly ListingId[];
  /** Of the words, where a search found how rare they are. */
  readonly overlap: number | null;
};

/** Markets indexed and pairs compared so far. */
export type LinkSearchProgress = { readonly indexed: number; readonly compared: number };

type LinkThreadOptions = {
  /** The catalogue's file. */
  readonly file: string;
  /** Its reason is what the search rejects with. */
  readonly signal: AbortSignal;
  /** The thread's entry, where a bundler moved it. */
  readonly entry?: URL;
  /** Tests lower it. */
  readonly silentMs?: number;
};

export type LinkSearchOptions = LinkThreadOptions & {
  readonly onProgress: (progress: LinkSearchProgress) => void;
};

/** Rejects with a sentence, or when it was aborted. */
export function searchLinks({ file, ...options }: LinkSearchOptions): Promise<FoundLinks> {
  return run<FoundLinks>('the search for links', { kind: 'search', file }, options);
}

/** The evidence by the texts as they are now. Rejects with a sentence, or when it was aborted. */
export function judgeLink(link: JudgedLink, { file, ...options }: LinkThreadOptions): Promise<readonly LinkEvidence[]> {
  const order = { kind: 'judge', file, ...link } as const;
  return run<readonly LinkEvidence[]>('the comparison', order, { ...options, onProgress: () => undefined });
}

function run<Result>(
  what: string,
  order: LinkOrder,
  { entry, ...options }: Omit<LinkSearchOptions, 'file'>,
): Promise<Result> {
  return runInThread<LinkOrder, LinkSearchProgress, Result>({
    entry: entry ?? new URL('./link-thread.ts', import.meta.url),
    name: 'links',
    what,
    order,
    ...options,
    // It leaves nothing behind, and hears nothing while it compares.
    graceMs: 0,
  });
}
