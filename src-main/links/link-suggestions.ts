/**
 * The suggestions that are known now, and the search for them.
 *
 * Nothing is searched before somebody looks. From then on the search is made again when a venue's list of markets has become complete,
 * or after a while when markets changed. A search that breaks is made again after a pause, and not for ever.
 */
import type { CatalogState, LinkSearchState } from '../../src-shared/contract/window-main.ts';
import type { LinkEvidence, LinkSuggestion } from '../../src-shared/domain/link-evidence.ts';
import type { RestartTiming } from '../../src-shared/domain/supervision/restart-rule.ts';
import { ComponentRecord } from '../base/component-record.ts';
import { errorText } from '../base/error-text.ts';
import { Restarts } from '../base/restarts.ts';
import { type JudgedLink, judgeLink, searchLinks } from './link-search.ts';
import { packSuggestions, SuggestionTable } from './suggestion-table.ts';

/** Markets change all the time; links are for hours and months. */
const AGAIN_AFTER_MS = 600_000;
/** Progress is told so often. */
const TELL_EVERY_MS = 250;

export type LinkSuggestionsOptions = {
  /** The catalogue's file. */
  readonly file: string;
  readonly entry?: URL;
  /** Numbers that tests lower. */
  readonly restarts?: RestartTiming;
  readonly silentMs?: number;
  catalog(): CatalogState;
  onState(state: LinkSearchState): void;
};

export class LinkSuggestions {
  suggested = new SuggestionTable(packSuggestions([]));
  vetoed = new SuggestionTable(packSuggestions([]));
  state: LinkSearchState = { state: 'idle', listings: 0, compared: 0, suggested: 0, vetoed: 0, tookMs: 0, text: '' };
  readonly component = new ComponentRecord('idle');
  private readonly options: LinkSuggestionsOptions;
  private readonly restarts: Restarts;
  private readonly stopping = new AbortController();
  private isWanted = false;
  private searchedRevision = -1;
  private wasComplete = false;
  private endedMs = 0;
  private toldMs = 0;
  private searching: AbortController | null = null;
  private judging: Promise<unknown> = Promise.resolve();

  constructor(options: LinkSuggestionsOptions) {
    this.options = options;
    this.restarts = new Restarts(() => void this.searchOnce(), options.restarts, this.component);
  }

  get(id: string): LinkSuggestion | undefined {
    for (const table of [this.suggested, this.vetoed]) {
      const row = table.rowOf(id);
      if (row !== undefined) return table.at(row);
    }
    return undefined;
  }

  /** The evidence for a link, by the texts as they are now: one link at a time, each in a thread that ends with it. */
  judge(link: JudgedLink): Promise<readonly LinkEvidence[]> {
    const { file, entry, silentMs } = this.options;
    const options = { file, ...(entry && { entry }), ...(silentMs !== undefined && { silentMs }) };
    const judged = this.judging.then(() => judgeLink(link, { ...options, signal: this.stopping.signal }));
    this.judging = judged.catch(() => undefined);
    return judged;
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
    if (isNews || performance.now() - this.endedMs > AGAIN_AFTER_MS || this.searchedRevision < 0)
      void this.searchOnce();
  }

  /** Searches at the user's request, unless a search is running. */
  search(): Promise<void> {
    this.restarts.forgive();
    return this.searchOnce();
  }

  /** At the user's request: ends the running search as a crash would, or starts one. */
  restart(): void {
    this.restarts.forgive();
    if (this.searching) {
      this.component.requestRestart();
      this.searching.abort(new Error('the user asked for a restart'));
    } else void this.searchOnce();
  }

  stop(): void {
    this.restarts.cancel();
    this.stopping.abort();
  }

  private async searchOnce(): Promise<void> {
    if (this.state.state === 'searching' || this.stopping.signal.aborted) return;
    this.restarts.cancel();
    const { revision, byVenue } = this.options.catalog();
    this.searchedRevision = revision;
    this.wasComplete = byVenue.every(({ complete }) => complete);
    const beganMs = performance.now();
    this.searching = new AbortController();
    this.component.enter('running');
    this.tell({ ...this.state, state: 'searching', listings: 0, compared: 0, text: '' });
    try {
      const { suggested, vetoed, compared } = await searchLinks({
        file: this.options.file,
        ...(this.options.entry && { entry: this.options.entry }),
        ...(this.options.silentMs !== undefined && { silentMs: this.options.silentMs }),
        signal: AbortSignal.any([this.stopping.signal, this.searching.signal]),
        onProgress: ({ indexed, compared: done }) => this.progress(indexed, done),
      });
      this.suggested = new SuggestionTable(suggested);
      this.vetoed = new SuggestionTable(vetoed);
      this.endedMs = performance.now();
      const tookMs = Math.round(this.endedMs - beganMs);
      this.restarts.works();
      this.component.enter('idle');
      const sizes = { suggested: this.suggested.size, vetoed: this.vetoed.size };
      this.tell({ ...this.state, state: 'done', compared, ...sizes, tookMs });
    } catch (error) {
      this.endedMs = performance.now();
      if (this.stopping.signal.aborted) return;
      this.onFailed(errorText(error));
    } finally {
      this.searching = null;
    }
    this.onCatalog();
  }

  private onFailed(why: string): void {
    const { isRestarting } = this.restarts.lost(why, `The search for links broke (${why})`);
    const remedy = isRestarting ? 'it is tried again' : 'try again';
    const text = `Links were not looked for: ${why}. What was suggested before stays; ${remedy}.`;
    this.tell({ ...this.state, state: 'failed', text });
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
