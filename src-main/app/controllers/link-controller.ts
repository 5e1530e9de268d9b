/**
 * Links in the running app: what people decided, what windows ask about it, and what everybody else is told of it.
 *
 * Every decision comes from a request of a window; nothing in here decides by itself.
 */
import { userInfo } from 'node:os';
import type { LinkCard, LinkPage, LinkQuery, Requests } from '../../../src-shared/contract/window-main.ts';
import { type EndedLink, endedLinks } from '../../../src-shared/domain/ended-link.ts';
import type { LogEvent } from '../../../src-shared/domain/health.ts';
import { LINK_PREVIEWS_MAX } from '../../../src-shared/domain/limits.ts';
import type { Link } from '../../../src-shared/domain/link.ts';
import type { LinkEvidence, LinkSuggestion } from '../../../src-shared/domain/link-evidence.ts';
import type { Listing, ListingId } from '../../../src-shared/domain/listing.ts';
import type { Millis } from '../../../src-shared/domain/time.ts';
import { errorText } from '../../base/error-text.ts';
import { Signal } from '../../base/signal.ts';
import { compareTerms } from '../../links/link-compare.ts';
import { disagreementOf } from '../../links/link-resolution.ts';
import { LinkStore } from '../../links/link-store.ts';
import type { LinkSuggestions } from '../../links/link-suggestions.ts';
import { LinkTable } from '../../links/link-table.ts';
import { termsOf } from '../../links/link-terms.ts';
import type { SuggestionTable } from '../../links/suggestion-table.ts';
import type { RequestHandlers } from '../answers/request-handlers.ts';

export type LinkControllerOptions = {
  readonly store: LinkStore | undefined;
  /** The facts of a member of a link. */
  listingOf(id: ListingId): Listing | undefined;
  /** Listings from the catalogue, with their rules; those that are gone are missing. */
  readListings(ids: readonly ListingId[]): Promise<readonly Listing[]>;
  readonly suggestions: LinkSuggestions;
  log(event: Omit<LogEvent, 'atMs'>): void;
  /** The links that are shown; filled here. */
  readonly table: LinkTable;
};

type Handled =
  | 'linkCards'
  | 'linkEvidence'
  | 'previewLink'
  | 'findLinks'
  | 'decideLink'
  | 'undoLink'
  | 'exportLinks'
  | 'importLinks';

export class LinkController {
  readonly changed = new Signal();
  /** Links that are no longer shown, after `changed`. */
  readonly ended = new Signal<readonly EndedLink[]>();
  private readonly book: LinkTable;
  private readonly options: LinkControllerOptions;
  private readonly store: LinkStore;
  /** Suggestions that a window looks at, the newest last. */
  private previews: readonly Link[] = [];
  /** Suggestions that were decided on, by table, worked out anew when other links were decided. */
  private readonly decided = new WeakMap<
    SuggestionTable,
    { readonly of: readonly Link[]; readonly rows: ReadonlySet<number> }
  >();

  constructor(options: LinkControllerOptions) {
    this.options = options;
    this.book = options.table;
    this.store = options.store ?? LinkStore.inMemory();
    this.book.replace(this.store.all());
    this.store.onChange = () => this.show(this.previews);
  }

  /** Handlers for windows' requests. */
  handlers(): Pick<RequestHandlers, Handled> {
    return {
      linkCards: (query) => this.cards(query),
      linkEvidence: ({ link }) => this.evidence(link),
      previewLink: ({ link }) => this.preview(link),
      findLinks: () => {
        void this.options.suggestions.search();
        return null;
      },
      decideLink: (ask) => this.decide(ask),
      undoLink: async ({ decision }) => {
        await this.store.undo(decision);
        return null;
      },
      exportLinks: () => `${JSON.stringify(this.store.exported(), null, 2)}\n`,
      importLinks: ({ text }) => this.import(text),
    };
  }

  /** Looks whether venues settled a link differently. */
  onListings(listings: readonly Listing[]): void {
    const settled = listings.filter(({ resolution }) => resolution !== null);
    const links = new Set(settled.map(({ id }) => this.book.ofListing(id)));
    for (const link of links) {
      if (link?.status !== 'confirmed' || link.disagreement) continue;
      const disagreement = disagreementOf(link, (id) => this.options.listingOf(id), Date.now() as Millis);
      if (!disagreement) continue;
      this.store.noteDisagreement(link.id, disagreement).catch(() => undefined);
      const results = disagreement.results.map(({ listing, resolution }) => `${listing} ${resolution.toUpperCase()}`);
      const text = `The venues settled "${link.title}" differently: ${results.join(', ')}. The link was not one contract; review links like it.`;
      this.options.log({ level: 'warn', code: 'LINK_DISAGREES', venue: '', connection: null, listing: '', text });
    }
  }

  /** Takes what another program did to the links file. */
  async refresh(): Promise<void> {
    const warning = await this.store.refresh(new Date());
    if (warning === '') return;
    const text = `${warning}; the links known so far stay until the next decision is written.`;
    this.options.log({ level: 'warn', code: 'LINK_FILE', venue: '', connection: null, listing: '', text });
  }

  private async decide({ action, link: id, listing }: Requests['decideLink']['ask']): Promise<{ decision: number }> {
    const link = this.linkOf(id);
    const by = userInfo().username;
    const { decision } = await this.store.decide({ action, link, listing }, { action, by, atMs: Date.now() as Millis });
    return { decision };
  }

  private linkOf(id: string): Link {
    const { suggestions } = this.options;
    const link = this.store.get(id) ?? suggestions.get(id)?.link ?? this.previews.find((one) => one.id === id);
    if (!link) throw new Error('This link is no longer there; look at the list again.');
    return link;
  }

  /** How many links with a listing wait for a person's decision. Who asks looks at suggestions. */
  readonly suggestedOf = (listing: ListingId): number => {
    const { suggestions } = this.options;
    suggestions.want();
    const decided = this.decidedRows(suggestions.suggested);
    return suggestions.suggested.rowsOf(listing).filter((row) => !decided.has(row)).length;
  };

  /** Suggestions about which something was decided: the pair itself, or that both listings belong to one link. */
  private decidedRows(table: SuggestionTable): ReadonlySet<number> {
    const links = this.store.all();
    const known = this.decided.get(table);
    if (known?.of === links) return known.rows;
    const rows = decidedRows(table, links);
    this.decided.set(table, { of: links, rows });
    return rows;
  }

  private cards({ shelf, text, listing, limit }: LinkQuery): LinkPage {
    const { suggestions } = this.options;
    suggestions.want();
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (shelf === 'suggested' || shelf === 'vetoed') {
      const table = suggestions[shelf];
      const decided = this.decidedRows(table);
      const found = rowsOf(table, words, listing).filter((row) => !decided.has(row));
      return { total: found.length, cards: found.slice(0, limit).map((row) => suggestionCard(table.at(row))) };
    }
    const found = this.store.all().filter((link) => link.status === shelf && fits(link, words, listing));
    const cards = found
      .toReversed()
      .slice(0, limit)
      .map((link): LinkCard => ({ link, score: null, vetoes: [], open: [] }));
    return { total: found.length, cards };
  }

  private async evidence(id: string): Promise<readonly LinkEvidence[]> {
    const { members } = this.linkOf(id);
    // Read again, so judged by the texts as they are now; how rare their words are only the search knew.
    const overlap = this.options.suggestions.get(id)?.overlap;
    const listings = await this.options.readListings(members.map(({ listing }) => listing));
    const terms = new Map(listings.map((listing) => [listing.id, termsOf(listing)]));
    const [first, ...others] = members.map(({ listing }) => terms.get(listing));
    return first ? others.flatMap((other) => (other ? [compareTerms(first, other, overlap)] : [])) : [];
  }

  private preview(id: string): null {
    const link = this.linkOf(id);
    if (this.store.get(id)) return null;
    const others = this.previews.filter((one) => one.id !== id);
    this.show([...others, link].slice(-LINK_PREVIEWS_MAX));
    return null;
  }

  private show(previews: readonly Link[]): void {
    const before = this.book.all();
    const decided = new LinkTable(this.store.all());
    this.previews = previews.filter(({ id, members }) => {
      // Both its listings in one confirmed link: it was decided on with others.
      const [whole, ...others] = new Set(members.map(({ listing }) => decided.ofListing(listing)));
      return !this.store.get(id) && (whole === null || others.length > 0);
    });
    this.book.replace([...this.store.all(), ...this.previews]);
    this.changed.emit();
    this.ended.emit(endedLinks(before, this.book.all()));
  }

  private async import(text: string): Promise<number> {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw new Error(`The file is not JSON (${errorText(error)}); nothing was imported.`);
    }
    try {
      return await this.store.import(value);
    } catch (error) {
      throw new Error(`The file was not imported: ${errorText(error)}.`);
    }
  }
}

function decidedRows(table: SuggestionTable, links: readonly Link[]): ReadonlySet<number> {
  const rows = new Set<number>();
  for (const { id, status, members } of links) {
    const row = table.rowOf(id);
    if (row !== undefined) rows.add(row);
    if (status !== 'confirmed') continue;
    const joined = new Set(members.map(({ listing }) => listing));
    for (const listing of joined) {
      for (const other of table.rowsOf(listing)) {
        if (table.at(other).link.members.every((member) => joined.has(member.listing))) rows.add(other);
      }
    }
  }
  return rows;
}

/** The rows of a shelf that a query means, the best first. */
function rowsOf(table: SuggestionTable, words: readonly string[], listing: ListingId | null): readonly number[] {
  if (listing !== null) return table.rowsOf(listing).filter((row) => fits(table.at(row).link, words, listing));
  return words.length > 0 ? table.rowsMatching(words) : Array.from({ length: table.size }, (_, row) => row);
}

/** Whether a link has all words, in its title or its listings' ids, and the listing. */
function fits({ title, members }: Link, words: readonly string[], listing: ListingId | null): boolean {
  if (listing !== null && !members.some((member) => member.listing === listing)) return false;
  const searched = `${title} ${members.map((member) => member.listing).join(' ')}`.toLowerCase();
  return words.every((word) => searched.includes(word));
}

function suggestionCard({ link, score, vetoes, open }: LinkSuggestion): LinkCard {
  return { link, score, vetoes, open };
}
