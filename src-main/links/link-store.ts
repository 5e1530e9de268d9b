/**
 * Keeps the links: their state in memory, and the decisions among them in one file.
 *
 * Other programs may change the file too (the command line, a second app, an editor). Every decision is made under a lock, on the file
 * as it is then, and is on disk before it counts, so that no program loses what another decided. A file that cannot be understood is
 * set aside, and a sentence says so.
 */
import { stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Link, LinkDecision, LinkDisagreement } from '../../src-shared/domain/link.ts';
import { type LinkDifference, linkDifference } from '../../src-shared/domain/link-difference.ts';
import { errorText } from '../base/error-text.ts';
import { withFileLock } from '../base/file-lock.ts';
import { readJsonText, replaceFile, setAside, syntaxText } from '../base/json-file.ts';
import { Signal } from '../base/signal.ts';
import { DecidedLinks } from './decided-links.ts';
import type { LinkRequest } from './link-decision.ts';
import { linksText, readLinksText, requireReadable, writeLinks } from './link-file.ts';
import { isSameLink, type LinkState, type LinkUpdate, NO_LINKS, reduceLinks } from './link-state.ts';

export type Decided = {
  /** Names the decision for `undo`. */
  readonly decision: number;
  /** The link as it is now; null when it no longer exists. */
  readonly link: Link | null;
};

export type LinkTransition = {
  readonly before: LinkState;
  readonly after: LinkState;
  /** Among the links that were decided on. */
  readonly decided: LinkDifference;
  /** Those of them as they were. */
  readonly replaced: readonly Link[];
};

/** The mark of a file that is not there. */
const NO_FILE = 'none';
/** Links compared in one turn. */
const LINKS_PER_TURN = 500;

export class LinkStore {
  /** The links changed, whichever program changed them. */
  readonly changed = new Signal<LinkTransition>();
  private readonly path: string | null;
  private readonly index: DecidedLinks;
  private present: LinkState;
  private seenFile = '';
  /** The file was missing when it was last looked at. */
  private isMissing = false;
  private working: Promise<unknown> = Promise.resolve();

  private constructor(path: string | null, links: readonly Link[]) {
    this.path = path;
    this.present = { ...NO_LINKS, links };
    this.index = new DecidedLinks(links);
  }

  /** Links that are not kept in a file: for recordings of the built-in exchange, checks and tests. */
  static inMemory(links: readonly Link[] = []): LinkStore {
    return new LinkStore(null, links);
  }

  /** Opens the file of a profile. The warnings say what is wrong with it. */
  static async open(
    path: string,
    now: Date,
  ): Promise<{ readonly store: LinkStore; readonly warnings: readonly string[] }> {
    const store = new LinkStore(path, []);
    const { links, warning } = await store.read(now);
    store.present = { ...NO_LINKS, links };
    store.index.apply({ removed: [], changed: links });
    return { store, warnings: warning === '' ? [] : [`${warning}; there are no links now.`] };
  }

  get state(): LinkState {
    return this.present;
  }

  /** Confirmed and rejected links, in the order in which they were decided. */
  all(): readonly Link[] {
    return this.present.links;
  }

  get(id: string): Link | undefined {
    return this.index.get(id);
  }

  /** Does what the user decided. Rejects with a sentence when it cannot be done; then nothing changed. */
  async decide(request: LinkRequest, decision: LinkDecision): Promise<Decided> {
    const { lastDecision, undoable } = await this.update({ kind: 'decide', request, decision });
    return { decision: lastDecision, link: undoable.get(lastDecision)?.added[0] ?? null };
  }

  /** Takes a decision back. Rejects when its links were changed since, or it is too long ago. */
  async undo(decision: number): Promise<void> {
    await this.update({ kind: 'undo', decision });
  }

  /** Adds the links of another file; where both know a link, theirs counts. Answers with how many are new or changed. */
  async import(theirs: readonly Link[]): Promise<number> {
    let count = 0;
    await this.update(async () => {
      const known = new Set(this.present.links);
      const links = await this.reused(theirs);
      count = links.filter((link) => !known.has(link)).length;
      return { kind: 'import', links };
    });
    return count;
  }

  /** Removes links that are of no use any longer. */
  async forget(isUseless: (link: Link) => boolean): Promise<void> {
    await this.update({ kind: 'forget', isUseless });
  }

  /** The venues settled a link differently: kept with the link, once. */
  async noteDisagreement(id: string, disagreement: LinkDisagreement): Promise<void> {
    await this.update({ kind: 'disagreement', id, disagreement });
  }

  /** Shows a suggestion beside the links that were decided on; not kept. */
  preview(link: Link): Promise<void> {
    return this.inTurn(async () => this.commit(this.reduce({ kind: 'preview', link })));
  }

  /** The file's content as it is now, for export. */
  exported(): object {
    return writeLinks(this.present.links);
  }

  /** The same as text, made a part a turn. */
  async exportedText(): Promise<string> {
    const parts: string[] = [];
    for (const part of linksText(this.present.links)) {
      parts.push(part);
      await nextTurn();
    }
    return parts.join('');
  }

  /** Looks whether another program changed the file. A sentence when it cannot be understood, else ''. */
  refresh(now: Date): Promise<string> {
    return this.inTurn(() => this.readIfChanged(now));
  }

  /** Resolves with the state that the update led to, when it is on disk. */
  private update(update: LinkUpdate | (() => Promise<LinkUpdate>)): Promise<LinkState> {
    return this.inTurn(() =>
      this.locked(async () => {
        await this.readIfChanged(new Date());
        const next = this.reduce(typeof update === 'function' ? await update() : update);
        requireReadable(linkDifference(this.present.links, next.links).changed);
        if (next.links !== this.present.links) await this.write(next.links);
        this.commit(next);
        return next;
      }),
    );
  }

  private reduce(update: LinkUpdate): LinkState {
    return reduceLinks(this.present, update, this.index);
  }

  private commit(after: LinkState): void {
    const before = this.present;
    if (after === before) return;
    const decided = linkDifference(before.links, after.links);
    const ids = [...decided.removed, ...decided.changed.map(({ id }) => id)];
    const replaced = ids.map((id) => this.index.get(id)).filter((link) => link !== undefined);
    this.present = after;
    this.index.apply(decided);
    this.changed.emit({ before, after, decided, replaced });
  }

  /** One change at a time, each upon the one before. */
  private inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const turn = this.working.then(work);
    this.working = turn.catch(() => undefined);
    return turn;
  }

  private async locked<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    return this.path === null ? await work() : await withFileLock(this.path, work);
  }

  private async readIfChanged(now: Date): Promise<string> {
    if (this.path === null) return '';
    const mark = await this.fileMark();
    // Some editors save by removing the file and writing it again: it is gone when it is missing twice.
    const isGone = mark === NO_FILE && this.isMissing;
    this.isMissing = mark === NO_FILE;
    if (mark === this.seenFile || (this.isMissing && !isGone)) return '';
    const { links, warning } = await this.read(now);
    if (warning !== '') return warning;
    this.commit(this.reduce({ kind: 'reload', links: await this.reused(links) }));
    return '';
  }

  private async write(links: readonly Link[]): Promise<void> {
    if (this.path === null) return;
    try {
      await replaceFile(this.path, linksText(links));
    } catch (error) {
      throw new Error(`The links file could not be written (${errorText(error)}); nothing was changed.`);
    }
    this.seenFile = await this.fileMark();
    this.isMissing = false;
  }

  private async read(now: Date): Promise<{ readonly links: readonly Link[]; readonly warning: string }> {
    if (this.path === null) return { links: [], warning: '' };
    const file = await readJsonText(this.path, now);
    this.seenFile = await this.fileMark();
    if (file.found === 'broken') return { links: [], warning: file.text };
    try {
      return { links: file.found === 'text' ? await readLinksText(file.text) : [], warning: '' };
    } catch (error) {
      const why = error instanceof SyntaxError ? `it is not JSON: ${syntaxText(error)}` : errorText(error);
      const broken = await setAside(this.path, why, now);
      this.seenFile = await this.fileMark();
      return { links: [], warning: broken.text };
    }
  }

  /** The known objects of links that are as they were: what did not change must not look changed. */
  private async reused(links: readonly Link[]): Promise<readonly Link[]> {
    const reused: Link[] = [];
    for (const link of links) {
      const old = this.index.get(link.id);
      reused.push(old && isSameLink(link, old) ? old : link);
      if (reused.length % LINKS_PER_TURN === 0) await nextTurn();
    }
    return reused;
  }

  private async fileMark(): Promise<string> {
    const facts = await stat(this.path!, { bigint: true }).catch(() => null);
    return facts ? `${facts.mtimeNs}/${facts.size}/${facts.ino}` : NO_FILE;
  }
}
