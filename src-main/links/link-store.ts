/**
 * Keeps what people decided about links, in memory and in one file, with undo.
 *
 * The file may be changed by another program (the command line, an editor): it is read again before every decision when it is not
 * the one last seen. A file that cannot be understood is set aside and said. Each decision is on disk before it is answered.
 */
import { stat } from 'node:fs/promises';
import { LINK_UNDO_MAX, LINKS_MAX } from '../../src-shared/domain/limits.ts';
import type { Link, LinkAction, LinkDecision, LinkDisagreement } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { errorText } from '../base/error-text.ts';
import { readJsonFile, setAside, writeJsonFile } from '../base/json-file.ts';
import { decideLink, type LinkChange } from './link-decision.ts';
import { readLinks, writeLinks } from './link-file.ts';

export type Decided = {
  /** Names the decision for `undo`. */
  readonly decision: number;
  /** The link as it is now; null when it is no more. */
  readonly link: Link | null;
};

/** The mark of a file that is not there. */
const NO_FILE = 'none';

export class LinkStore {
  /** The links changed, whoever changed them. */
  onChange: (() => void) | null = null;
  private readonly path: string | null;
  private links: readonly Link[];
  private readonly undoable = new Map<number, LinkChange>();
  private lastDecision = 0;
  private seenFile = '';
  /** It was not there at the last look. */
  private isMissing = false;
  private working: Promise<unknown> = Promise.resolve();

  private constructor(path: string | null, links: readonly Link[]) {
    this.path = path;
    this.links = links;
  }

  /** Links that are not kept in a file: for recordings of the built-in exchange, checks and tests. */
  static inMemory(links: readonly Link[] = []): LinkStore {
    return new LinkStore(null, links);
  }

  /** Opens the file of a profile; what is wrong with it is a sentence. */
  static async open(
    path: string,
    now: Date,
  ): Promise<{ readonly store: LinkStore; readonly warnings: readonly string[] }> {
    const store = new LinkStore(path, []);
    const warning = await store.read(now);
    return { store, warnings: warning === '' ? [] : [`${warning}; links start anew.`] };
  }

  /** Confirmed and rejected links, in the order in which they were decided. */
  all(): readonly Link[] {
    return this.links;
  }

  get(id: string): Link | undefined {
    return this.links.find((link) => link.id === id);
  }

  /** Does what a person asked for. Rejects with a sentence when it cannot be done; then nothing changed. */
  decide(
    request: { action: LinkAction; link: Link; listing: ListingId | null },
    decision: LinkDecision,
  ): Promise<Decided> {
    return this.inTurn(async () => {
      await this.readIfChanged(new Date(decision.atMs));
      const { link } = request;
      const current = { ...request, link: this.get(link.id) ?? link };
      const change = decideLink(this.links, current, decision);
      await this.apply(change);
      this.undoable.set(++this.lastDecision, change);
      const [oldest] = this.undoable.keys();
      if (this.undoable.size > LINK_UNDO_MAX && oldest !== undefined) this.undoable.delete(oldest);
      return { decision: this.lastDecision, link: change.added[0] ?? null };
    });
  }

  /** Takes a decision back. Rejects when its links were changed since, or it is too long ago. */
  undo(decision: number): Promise<void> {
    return this.inTurn(async () => {
      const change = this.undoable.get(decision);
      if (!change) throw new Error('This decision can no longer be undone; decide on the link anew.');
      const untouched = change.added.every((link) => JSON.stringify(this.get(link.id)) === JSON.stringify(link));
      if (!untouched) throw new Error('The link was changed since; undo that first.');
      await this.apply({ removed: change.added, added: change.removed });
      this.undoable.delete(decision);
    });
  }

  /** The links of another file, beside those here: theirs count where both know a link. Answers with how many are new or changed. */
  import(value: unknown): Promise<number> {
    return this.inTurn(async () => {
      const theirs = readLinks(value);
      const ids = new Set(theirs.map(({ id }) => id));
      const kept = this.links.filter(({ id }) => !ids.has(id));
      // Read as one file: a listing in two confirmed links is refused here too.
      const whole = readLinks(writeLinks([...kept, ...theirs]));
      const before = new Map(this.links.map((link) => [link.id, JSON.stringify(link)]));
      const news = theirs.filter((link) => before.get(link.id) !== JSON.stringify(link)).length;
      await this.keep(whole);
      return news;
    });
  }

  /** Removes the links that are of no use any more. */
  forget(isUseless: (link: Link) => boolean): Promise<void> {
    return this.inTurn(async () => {
      const kept = this.links.filter((link) => !isUseless(link));
      if (kept.length < this.links.length) await this.keep(kept);
    });
  }

  /** The file's content as it is now, for export. */
  exported(): object {
    return writeLinks(this.links);
  }

  /** The venues settled a link differently: kept with the link, once. */
  noteDisagreement(id: string, disagreement: LinkDisagreement): Promise<void> {
    return this.inTurn(async () => {
      const link = this.get(id);
      if (!link || link.disagreement) return;
      await this.apply({ removed: [link], added: [{ ...link, disagreement }] });
    });
  }

  /** Looks whether another program changed the file. A sentence when it cannot be understood, else ''. */
  refresh(now: Date): Promise<string> {
    return this.inTurn(() => this.readIfChanged(now));
  }

  private async readIfChanged(now: Date): Promise<string> {
    if (this.path === null) return '';
    const mark = await this.fileMark();
    // Some programs save by removing and writing anew: a file is gone when it is missing twice.
    const isGone = mark === NO_FILE && this.isMissing;
    this.isMissing = mark === NO_FILE;
    if (mark === this.seenFile || (this.isMissing && !isGone)) return '';
    const warning = await this.read(now);
    if (warning === '') this.onChange?.();
    return warning;
  }

  /** One change at a time, each upon the file as it is. */
  private inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const turn = this.working.then(work);
    this.working = turn.catch(() => undefined);
    return turn;
  }

  private async apply({ removed, added }: LinkChange): Promise<void> {
    const gone = new Set([...removed, ...added].map(({ id }) => id));
    const [first] = added;
    const at = first ? this.links.findIndex(({ id }) => id === first.id) : -1;
    const rest = this.links.filter(({ id }) => !gone.has(id));
    // A link that changed keeps its place.
    const place = at < 0 ? rest.length : this.links.slice(0, at).filter(({ id }) => !gone.has(id)).length;
    await this.keep([...rest.slice(0, place), ...added, ...rest.slice(place)]);
  }

  private async keep(links: readonly Link[]): Promise<void> {
    if (links.length > LINKS_MAX) throw new Error(`At most ${LINKS_MAX} links are kept; reject or remove some first.`);
    if (this.path !== null) {
      try {
        await writeJsonFile(this.path, writeLinks(links));
      } catch (error) {
        throw new Error(`The links file could not be written (${errorText(error)}); nothing was changed.`);
      }
      this.seenFile = await this.fileMark();
      this.isMissing = false;
    }
    this.links = links;
    this.onChange?.();
  }

  private async read(now: Date): Promise<string> {
    if (this.path === null) return '';
    const file = await readJsonFile(this.path, now);
    this.seenFile = await this.fileMark();
    if (file.found === 'broken') return file.text;
    try {
      this.links = file.found === 'object' ? readLinks(file.value) : [];
      return '';
    } catch (error) {
      const broken = await setAside(this.path, errorText(error), now);
      this.seenFile = await this.fileMark();
      return broken.text;
    }
  }

  private async fileMark(): Promise<string> {
    const facts = await stat(this.path!, { bigint: true }).catch(() => null);
    return facts ? `${facts.mtimeNs}/${facts.size}/${facts.ino}` : NO_FILE;
  }
}
