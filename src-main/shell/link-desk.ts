/**
 * Links in the running app: what people decided, what windows ask about it, and what everybody else is told of it.
 *
 * Every decision comes from a request of a window; nothing in here decides by itself.
 */
import { userInfo } from 'node:os';
import type { LinkCard, LinkPage, LinkQuery, Requests } from '../../src-shared/contract/window-main.ts';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import { LINK_PREVIEWS_MAX } from '../../src-shared/domain/limits.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { LinkEvidence, LinkSuggestion } from '../../src-shared/domain/link-evidence.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import type { Millis } from '../../src-shared/domain/time.ts';
import { LinkBook } from '../catalog/link-book.ts';
import { compareTerms } from '../catalog/link-compare.ts';
import { disagreementOf } from '../catalog/link-resolution.ts';
import { LinkStore } from '../catalog/link-store.ts';
import { termsOf } from '../catalog/link-terms.ts';
import { errorText } from './error-text.ts';
import type { LinkSuggestions } from './link-suggestions.ts';
import type { SessionActions } from './session-actions.ts';

export type LinkDeskOptions = {
  readonly store: LinkStore | undefined;
  /** The facts of a member of a link. */
  listingOf(id: ListingId): Listing | undefined;
  /** Listings from the catalogue, with their rules; those that are gone are missing. */
  readListings(ids: readonly ListingId[]): Promise<readonly Listing[]>;
  readonly suggestions: LinkSuggestions;
  log(event: Omit<LogEvent, 'atMs'>): void;
  /** The links that are shown changed: engine and windows must hear of it. */
  onLinks(): void;
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

export class LinkDesk {
  /** The links that are shown. */
  readonly book = new LinkBook([]);
  private readonly options: LinkDeskOptions;
  private readonly store: LinkStore;
  /** Suggestions that a window looks at, the newest last. */
  private previews: readonly Link[] = [];
  private decided: Decided = decidedOf([]);

  constructor(options: LinkDeskOptions) {
    this.options = options;
    this.store = options.store ?? LinkStore.inMemory();
    this.book.replace(this.store.all());
    this.store.onChange = () => this.show(this.previews);
  }

  /** Handlers for windows' requests. */
  actions(): Pick<SessionActions, Handled> {
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
    return suggestions.suggested.ofListing(listing).filter(({ link }) => this.isUndecided(link)).length;
  };

  /** Nothing was decided about a suggestion: neither the pair itself, nor that both listings belong to one link. */
  private isUndecided({ id, members }: Link): boolean {
    if (this.decided.of !== this.store.all()) this.decided = decidedOf(this.store.all());
    const { ids, byListing } = this.decided;
    const [first, second] = members.map(({ listing }) => byListing.get(listing));
    return !ids.has(id) && (first === undefined || first !== second);
  }

  private cards({ shelf, text, listing, limit }: LinkQuery): LinkPage {
    const { suggestions } = this.options;
    suggestions.want();
    const fits = fitsQuery(text, listing);
    if (shelf === 'suggested' || shelf === 'vetoed') {
      const list = suggestions[shelf];
      const found = (listing === null ? list.all : list.ofListing(listing)).filter(
        ({ link }) => fits(link) && this.isUndecided(link),
      );
      return { total: found.length, cards: found.slice(0, limit).map(suggestionCard) };
    }
    const found = this.store.all().filter((link) => link.status === shelf && fits(link));
    const cards = found
      .toReversed()
      .slice(0, limit)
      .map((link): LinkCard => ({ link, score: null, vetoes: [], open: [] }));
    return { total: found.length, cards };
  }

  private async evidence(id: string): Promise<readonly LinkEvidence[]> {
    const known = this.options.suggestions.get(id);
    if (known) return [known.evidence];
    const { members } = this.linkOf(id);
    const listings = await this.options.readListings(members.map(({ listing }) => listing));
    const terms = new Map(listings.map((listing) => [listing.id, termsOf(listing)]));
    const [first, ...others] = members.map(({ listing }) => terms.get(listing));
    return first ? others.flatMap((other) => (other ? [compareTerms(first, other)] : [])) : [];
  }

  private preview(id: string): null {
    const link = this.linkOf(id);
    if (this.store.get(id)) return null;
    const others = this.previews.filter((one) => one.id !== id);
    this.show([...others, link].slice(-LINK_PREVIEWS_MAX));
    return null;
  }

  private show(previews: readonly Link[]): void {
    this.previews = previews.filter(({ id }) => !this.store.get(id));
    this.book.replace([...this.store.all(), ...this.previews]);
    this.options.onLinks();
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

/** What people decided, in the form in which suggestions are held against it. */
type Decided = {
  readonly of: readonly Link[];
  readonly ids: ReadonlySet<string>;
  /** The confirmed link of a listing. */
  readonly byListing: ReadonlyMap<ListingId, string>;
};

function decidedOf(of: readonly Link[]): Decided {
  const byListing = new Map<ListingId, string>();
  for (const { id, status, members } of of) {
    if (status === 'confirmed') for (const { listing } of members) byListing.set(listing, id);
  }
  return { of, ids: new Set(of.map(({ id }) => id)), byListing };
}

/** Whether a link has every word of the text, in its title or its listings' ids, and the listing. */
function fitsQuery(text: string, listing: ListingId | null): (link: Link) => boolean {
  const words = text.toLowerCase().split(/\s+/);
  return ({ title, members }) => {
    if (listing !== null && !members.some((member) => member.listing === listing)) return false;
    if (text === '') return true;
    const searched = `${title} ${members.map((member) => member.listing).join(' ')}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  };
}

function suggestionCard({ link, evidence }: LinkSuggestion): LinkCard {
  const of = (verdict: string) => evidence.fields.filter((one) => one.verdict === verdict).map(({ field }) => field);
  return { link, score: evidence.score, vetoes: of('contradicts'), open: of('open') };
}
