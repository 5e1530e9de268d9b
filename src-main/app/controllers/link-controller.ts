/**
 * Links in the running app: answers what windows request about them, and reports what changed.
 *
 * Every decision comes from a request of a window; nothing in here decides by itself. What others must do about a change follows from
 * the difference between the links shown before and after it.
 */
import { userInfo } from 'node:os';
import type { LinkPage, LinkQuery, RequestName, Requests } from '../../../src-shared/contract/window-main.ts';
import { type EndedLink, endedLinks } from '../../../src-shared/domain/ended-link.ts';
import type { LogEvent } from '../../../src-shared/domain/health.ts';
import type { Link } from '../../../src-shared/domain/link.ts';
import { type LinkDifference, linkDifference } from '../../../src-shared/domain/link-difference.ts';
import type { LinkEvidence } from '../../../src-shared/domain/link-evidence.ts';
import type { Listing, ListingId } from '../../../src-shared/domain/listing.ts';
import type { Millis } from '../../../src-shared/domain/time.ts';
import { errorText } from '../../base/error-text.ts';
import { Signal } from '../../base/signal.ts';
import { DecidedSuggestions } from '../../links/decided-suggestions.ts';
import { cardsOfLinks, cardsOfSuggestions } from '../../links/link-cards.ts';
import { readLinksText } from '../../links/link-file.ts';
import { disagreementOf } from '../../links/link-resolution.ts';
import { shownLinks, withPreviews } from '../../links/link-state.ts';
import { LinkStore, type LinkTransition } from '../../links/link-store.ts';
import type { LinkSuggestions } from '../../links/link-suggestions.ts';
import type { LinkTable } from '../../links/link-table.ts';
import type { SuggestionTable } from '../../links/suggestion-table.ts';
import type { RequestHandlers } from '../answers/request-handlers.ts';

export type LinkControllerOptions = {
  readonly store: LinkStore | undefined;
  /** The links that are shown; filled here. */
  readonly table: LinkTable;
  readonly suggestions: LinkSuggestions;
  /** The facts of a member of a link. */
  listingOf(id: ListingId): Listing | undefined;
  log(event: Omit<LogEvent, 'atMs'>): void;
};

export type LinkChange = {
  /** Grows with every change, also of links that are not shown. */
  readonly revision: number;
  /** What changed among the links that are shown; empty when only others did. */
  readonly difference: LinkDifference;
  readonly ended: readonly EndedLink[];
  /** The listings of all links in the difference, as they were and as they are. */
  readonly touched: readonly ListingId[];
};

type Handled = Extract<RequestName, `${string}Link` | `${string}Links` | `link${string}`>;

export class LinkController {
  /** The table has the change already. */
  readonly changed = new Signal<LinkChange>();
  revision = 0;
  private readonly options: LinkControllerOptions;
  private readonly store: LinkStore;
  private readonly decidedSuggestions = new WeakMap<SuggestionTable, DecidedSuggestions>();

  constructor(options: LinkControllerOptions) {
    this.options = options;
    this.store = options.store ?? LinkStore.inMemory();
    const { state } = this.store;
    options.table.apply({ removed: [], changed: shownLinks(state) });
    this.store.changed.on((transition) => this.onTransition(transition));
  }

  handlers(): Pick<RequestHandlers, Handled> {
    const { store } = this;
    return {
      linkCards: (query) => this.cards(query),
      linkEvidence: ({ link }) => this.evidence(link),
      previewLink: async ({ link }) => {
        await store.preview(this.linkOf(link));
        return null;
      },
      findLinks: () => {
        void this.options.suggestions.search();
        return null;
      },
      decideLink: (ask) => this.decide(ask),
      undoLink: async ({ decision }) => {
        await store.undo(decision);
        return null;
      },
      exportLinks: () => store.exportedText(),
      importLinks: ({ text }) => this.import(text),
    };
  }

  /** Looks whether venues settled a link differently. */
  onListings(listings: readonly Listing[]): void {
    const { table, listingOf, log } = this.options;
    const settled = listings.filter(({ resolution }) => resolution !== null);
    const links = new Set(settled.map(({ id }) => table.ofListing(id)));
    for (const link of links) {
      if (link?.status !== 'confirmed' || link.disagreement) continue;
      const disagreement = disagreementOf(link, listingOf, Date.now() as Millis);
      if (!disagreement) continue;
      this.store.noteDisagreement(link.id, disagreement).catch(() => undefined);
      const results = disagreement.results.map(({ listing, resolution }) => `${listing} ${resolution.toUpperCase()}`);
      const text = `The venues settled "${link.title}" differently: ${results.join(', ')}. The link was not one contract; review links like it.`;
      log({ level: 'warn', code: 'LINK_DISAGREES', venue: '', connection: null, listing: '', text });
    }
  }

  /** Takes what another program did to the links file. */
  async refresh(): Promise<void> {
    const warning = await this.store.refresh(new Date());
    if (warning === '') return;
    const text = `${warning}; the links known so far stay until the next decision is written.`;
    this.options.log({ level: 'warn', code: 'LINK_FILE', venue: '', connection: null, listing: '', text });
  }

  /** How many suggestions with a listing the user has not decided on. Starts the search for links when there was none yet. */
  readonly suggestedOf = (listing: ListingId): number => {
    const { suggestions } = this.options;
    suggestions.want();
    const { suggested } = suggestions;
    return suggested.rowsOf(listing).filter((row) => !this.isDecided(suggested.at(row).link)).length;
  };

  private onTransition({ before, after, decided, replaced }: LinkTransition): void {
    const { table, suggestions } = this.options;
    const { removed, changed } = linkDifference(withPreviews(before), withPreviews(after));
    const hidden = [...removed, ...changed.filter(({ status }) => status === 'rejected').map(({ id }) => id)];
    const difference = {
      removed: hidden.filter((id) => table.get(id) !== undefined),
      changed: changed.filter(({ status }) => status !== 'rejected'),
    };
    const gone = difference.removed.map((id) => table.get(id)).filter((link) => link !== undefined);
    const touchedListings = table.apply(difference);
    for (const suggested of [suggestions.suggested, suggestions.vetoed]) {
      this.decidedSuggestions.get(suggested)?.update([...replaced, ...decided.changed]);
    }
    this.revision++;
    const ended = endedLinks(gone, table.all());
    this.changed.emit({ revision: this.revision, difference, ended, touched: touchedListings });
  }

  private isDecided({ id, members: [first, ...others] }: Link): boolean {
    if (this.store.get(id)) return true;
    const { table } = this.options;
    const whole = table.ofListing(first!.listing);
    return whole?.status === 'confirmed' && others.every(({ listing }) => table.ofListing(listing) === whole);
  }

  private decidedRows(table: SuggestionTable): Promise<ReadonlySet<number>> {
    let decided = this.decidedSuggestions.get(table);
    if (!decided) {
      decided = new DecidedSuggestions(table, this.store.all(), (link) => this.isDecided(link));
      this.decidedSuggestions.set(table, decided);
    }
    return decided.all();
  }

  private async decide({ action, link: id, listing }: Requests['decideLink']['ask']): Promise<{ decision: number }> {
    const link = this.linkOf(id);
    const by = userInfo().username;
    const { decision } = await this.store.decide({ action, link, listing }, { action, by, atMs: Date.now() as Millis });
    return { decision };
  }

  private linkOf(id: string): Link {
    const { suggestions, table } = this.options;
    const link = this.store.get(id) ?? suggestions.get(id)?.link ?? table.get(id);
    if (!link) throw new Error('This link no longer exists. The list may be out of date.');
    return link;
  }

  private async cards({ shelf, text, listing, limit }: LinkQuery): Promise<LinkPage> {
    const { suggestions } = this.options;
    suggestions.want();
    const filter = { words: text.toLowerCase().split(/\s+/).filter(Boolean), listing, limit };
    if (shelf === 'confirmed' || shelf === 'rejected') return await cardsOfLinks(this.store.all(), shelf, filter);
    const table = suggestions[shelf];
    return await cardsOfSuggestions(table, await this.decidedRows(table), filter);
  }

  private async evidence(id: string): Promise<readonly LinkEvidence[]> {
    const { members } = this.linkOf(id);
    // How rare their words are only the search knew.
    const overlap = this.options.suggestions.get(id)?.overlap ?? null;
    return await this.options.suggestions.judge({ listings: members.map(({ listing }) => listing), overlap });
  }

  private async import(text: string): Promise<number> {
    try {
      return await this.store.import(await readLinksText(text));
    } catch (error) {
      const isSyntax = error instanceof SyntaxError;
      throw new Error(
        `The file ${isSyntax ? 'is not JSON' : 'was not imported'} (${errorText(error)}). Nothing was changed.`,
      );
    }
  }
}
