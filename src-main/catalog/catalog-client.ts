/**
 * The catalogue as main has it: every call goes to its thread and comes back as a promise.
 *
 * A thread that breaks, or no longer answers, is restarted and told again what it was told last; the rest it reads from its file. One that
 * breaks too often waits for the user. A newer search from the same window supersedes the older one.
 */
import { Worker } from 'node:worker_threads';
import type { CatalogState, MarketQuery } from '../../src-shared/contract/window-main.ts';
import { THREAD_SILENT_MS } from '../../src-shared/domain/limits.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import { type RestartTiming, THREAD_RESTARTS } from '../../src-shared/domain/supervision/restart-rule.ts';
import type { ComponentRecord } from '../base/component-record.ts';
import { errorText } from '../base/error-text.ts';
import { Supervised } from '../base/supervised.ts';
import {
  type CatalogCallName,
  type CatalogCalls,
  CatalogDownError,
  type CatalogThreadData,
  type FollowPart,
  type FromCatalog,
  type ToCatalog,
} from './catalog-calls.ts';
import type { WantedInput } from './wanted.ts';

const LISTINGS_AT_ONCE = 100;

export type CatalogClientOptions = CatalogThreadData & {
  /** The thread's entry, where a bundler moved it. */
  readonly entry?: URL;
  /** Numbers that tests lower. */
  readonly restarts?: RestartTiming;
  readonly silentMs?: number;
  onState(state: CatalogState): void;
  /** Parts come one after the other; the next when this returned. */
  onFollow(part: FollowPart): void;
  /** Something is wrong; a sentence. */
  onProblem(text: string): void;
};

type Waiting = { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void };

type Search = {
  running: boolean;
  next: { readonly query: MarketQuery; readonly waiting: Waiting } | null;
};

type Answer<Name extends CatalogCallName> = Awaited<ReturnType<CatalogCalls[Name]>>;

export class CatalogClient {
  state: CatalogState = { listings: 0, revision: 0, byVenue: [] };
  private readonly options: CatalogClientOptions;
  private readonly waiting = new Map<number, Waiting>();
  private readonly searches = new WeakMap<object, Search>();
  private readonly thread: Supervised<Worker>;
  private lastId = 0;
  private isFollowing = false;
  private readonly linkedIds = new Set<ListingId>();
  private wanted: WantedInput | null = null;

  constructor(options: CatalogClientOptions) {
    this.options = options;
    this.thread = new Supervised<Worker>({
      name: 'The list of markets',
      restarts: options.restarts ?? THREAD_RESTARTS,
      silentMs: options.silentMs ?? THREAD_SILENT_MS,
      launch: () => this.launch(),
      onStarted: () => {
        if (this.linkedIds.size > 0) this.tell('linked', [[...this.linkedIds], []]);
        if (this.wanted) this.want(this.wanted);
      },
      // Its exit is awaited: two threads must not have the file open at once.
      end: (worker) => void worker.terminate(),
      // An answer to anything is a sign of life.
      onLook: () => void this.call('listings', [[]]).catch(() => {}),
      onLost: ({ reason, isRestarting, isRequested }) => {
        const remedy = isRestarting
          ? 'It is restarting.'
          : 'Books go on; searching and new markets come back when it is restarted in the health pane.';
        if (!isRequested) options.onProblem(`The list of markets stopped (${reason}). ${remedy}`);
      },
    });
    this.thread.start();
  }

  get component(): ComponentRecord {
    return this.thread.component;
  }

  /** Asks the thread. Rejects with a sentence when it cannot, or has ended. */
  call<Name extends CatalogCallName>(name: Name, args: Parameters<CatalogCalls[Name]>): Promise<Answer<Name>> {
    const worker = this.thread.current;
    if (!worker) return Promise.reject(new CatalogDownError(this.absence()));
    const message: ToCatalog = { id: ++this.lastId, name, args };
    return new Promise((resolve, reject) => {
      this.waiting.set(message.id, { resolve, reject });
      worker.postMessage(message);
    });
  }

  /** A search of this owner; an older one of his that still waits is given up. */
  search(owner: object, query: MarketQuery): Promise<readonly Listing[]> {
    const search = this.searches.get(owner) ?? { running: false, next: null };
    this.searches.set(owner, search);
    return new Promise((resolve, reject) => {
      search.next?.waiting.reject(new Error('Another search came after this one.'));
      search.next = { query, waiting: { resolve, reject } };
      void this.runSearch(search);
    });
  }

  /** Facts of listings, a part at a time: main must not take in thousands at once. */
  async listings(ids: readonly ListingId[]): Promise<readonly Listing[]> {
    const found: Listing[] = [];
    for (let at = 0; at < ids.length; at += LISTINGS_AT_ONCE) {
      found.push(...(await this.call('listings', [ids.slice(at, at + LISTINGS_AT_ONCE)])));
    }
    return found;
  }

  /** Ends the thread as a crash would; it is restarted. */
  kill(): void {
    this.thread.end('it was killed');
  }

  /** Restarts the thread at the user's request, whatever it is doing. */
  restart(): void {
    this.thread.restart();
  }

  /** Listings became or ceased to be members of links. */
  link(add: readonly ListingId[], remove: readonly ListingId[]): void {
    for (const id of remove) this.linkedIds.delete(id);
    for (const id of add) this.linkedIds.add(id);
    this.tell('linked', [add, remove]);
  }

  want(input: WantedInput): void {
    this.wanted = input;
    this.tell('want', [input]);
  }

  async close(): Promise<void> {
    const worker = this.thread.current;
    this.thread.close();
    if (!worker) return;
    const exited = new Promise((resolve) => {
      worker.once('exit', resolve);
    });
    // A thread that does not answer is ended by the watch, which goes on until then.
    await this.call('close', []).catch(() => worker.terminate());
    await exited;
  }

  private async runSearch(search: Search): Promise<void> {
    if (search.running) return;
    search.running = true;
    while (search.next) {
      const { query, waiting } = search.next;
      search.next = null;
      await this.call('search', [query]).then(waiting.resolve as (found: unknown) => void, waiting.reject);
    }
    search.running = false;
  }

  private launch(): Worker {
    const workerData: CatalogThreadData = { file: this.options.file };
    const entry = this.options.entry ?? new URL('./catalog-thread.ts', import.meta.url);
    const worker = new Worker(entry, { workerData, name: 'catalog' });
    worker.on('message', (message: FromCatalog) => this.take(message));
    worker.on('error', (error) => this.thread.failed(errorText(error)));
    worker.on('exit', () => {
      const why = this.thread.lost(worker);
      for (const { reject } of this.waiting.values())
        reject(new CatalogDownError(`The list of markets stopped (${why}).`));
      this.waiting.clear();
    });
    return worker;
  }

  private absence(): string {
    if (this.thread.isClosed) return 'The list of markets is closed.';
    return this.component.state === 'stopped'
      ? 'The list of markets broke too often and is off; restart it in the health pane.'
      : 'The list of markets is restarting.';
  }

  private take(message: FromCatalog): void {
    this.thread.heard();
    this.component.enter('running');
    switch (message.kind) {
      case 'answer':
        this.waiting.get(message.id)?.resolve(message.value as never);
        this.waiting.delete(message.id);
        break;
      case 'failed':
        this.waiting.get(message.id)?.reject(new Error(message.text));
        this.waiting.delete(message.id);
        break;
      case 'state':
        // It has read all it had: a thread that breaks while it reads must wait longer each time.
        this.thread.works();
        this.state = message.state;
        this.options.onState(message.state);
        break;
      case 'follow':
        void this.takeFollow();
        break;
      case 'problem':
        this.options.onProblem(message.text);
        break;
    }
  }

  private async takeFollow(): Promise<void> {
    if (this.isFollowing) return;
    this.isFollowing = true;
    try {
      for (let more = true; more && !this.thread.isClosed; ) {
        const part = await this.call('follow', []);
        more = part.more;
        if (!this.thread.isClosed) this.options.onFollow(part);
      }
    } catch {
      // The thread ended; the next one says what is followed from the beginning.
    } finally {
      this.isFollowing = false;
    }
  }

  /** What a restarted thread is told again. */
  private tell<Name extends 'linked' | 'want'>(name: Name, args: Parameters<CatalogCalls[Name]>): void {
    this.call(name, args).catch(() => {});
  }
}
