/**
 * The suggestions that are known now, and the search for them.
 *
 * Nothing is searched before somebody looks. From then on the search is made again when a venue's list of markets has become complete,
 * or after a while when markets changed.
 */
import type { CatalogState, LinkSearchState } from '../../src-shared/contract/window-main.ts';
import type { LinkSuggestion } from '../../src-shared/domain/link-evidence.ts';
import { searchLinks } from '../catalog/link-search.ts';
import { packSuggestions, SuggestionTable } from '../catalog/suggestion-table.ts';
import { errorText } from './error-text.ts';

/** Markets change all the time; links are for hours and months. */
const AGAIN_AFTER_MS = 600_000;
/** Progress is told so often. */
const TELL_EVERY_MS = 250;

export type LinkSuggestionsOptions = {
  /** The catalogue's file. */
  readonly file: string;
  readonly entry?: URL;
  catalog(): CatalogState;
  onState(state: LinkSearchState): void;
};

export class LinkSuggestions {
  suggested = new SuggestionTable(packSuggestions([]));
  vetoed = new SuggestionTable(packSuggestions([]));
  state: LinkSearchState = { state: 'idle', listings: 0, compared: 0, suggested: 0, vetoed: 0, tookMs: 0, text: '' };
  private readonly options: LinkSuggestionsOptions;
  private readonly stopping = new AbortController();
  private isWanted = false;
  private searchedRevision = -1;
  private wasComplete = false;
  private endedMs = 0;
  private toldMs = 0;

  constructor(options: LinkSuggestionsOptions) {
    this.options = options;
  }

  get(id: string): LinkSuggestion | undefined {
    for (const table of [this.suggested, this.vetoed]) {
      const row = table.rowOf(id);
      if (row !== undefined) return table.at(row);
    }
    return undefined;
  }

  /** Somebody looks at suggestions. */
  want(): void {
    this.isWanted = true;
    this.onCatalog();
  }

  /** The catalogue changed, or time went by. */
  onCatalog(): void {
    const { revision, listings, byVenue } = this.options.catalog();
    if (!this.isWanted || this.state.state === 'searching' || listings === 0 || revision === this.searchedRevision)
      return;
    const isComplete = byVenue.every(({ complete }) => complete);
    const isNews = isComplete && !this.wasComplete;
    if (isNews || performance.now() - this.endedMs > AGAIN_AFTER_MS || this.searchedRevision < 0) void this.search();
  }

  /** Searches now, unless a search is under way. */
  async search(): Promise<void> {
    if (this.state.state === 'searching' || this.stopping.signal.aborted) return;
    const { revision, byVenue } = this.options.catalog();
    this.searchedRevision = revision;
    this.wasComplete = byVenue.every(({ complete }) => complete);
    const beganMs = performance.now();
    this.tell({ ...this.state, state: 'searching', listings: 0, compared: 0, text: '' });
    try {
      const { suggested, vetoed, compared } = await searchLinks({
        file: this.options.file,
        ...(this.options.entry && { entry: this.options.entry }),
        signal: this.stopping.signal,
        onProgress: (listings, done) => this.progress(listings, done),
      });
      this.suggested = new SuggestionTable(suggested);
      this.vetoed = new SuggestionTable(vetoed);
      this.endedMs = performance.now();
      const tookMs = Math.round(this.endedMs - beganMs);
      const sizes = { suggested: this.suggested.size, vetoed: this.vetoed.size };
      this.tell({ ...this.state, state: 'done', compared, ...sizes, tookMs });
    } catch (error) {
      this.endedMs = performance.now();
      if (this.stopping.signal.aborted) return;
      const text = `Links were not looked for: ${errorText(error)}. What was suggested before stays; try again.`;
      this.tell({ ...this.state, state: 'failed', text });
    }
    this.onCatalog();
  }

  stop(): void {
    this.stopping.abort();
  }

  private progress(listings: number, compared: number): void {
    if (performance.now() - this.toldMs < TELL_EVERY_MS) return;
    this.tell({ ...this.state, listings, compared });
  }

  private tell(state: LinkSearchState): void {
    this.state = state;
    this.toldMs = performance.now();
    this.options.onState(state);
  }
}
