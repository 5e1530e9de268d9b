/**
 * What every market is filtered and sorted by, a few bytes a market, by row. Words that repeat (venues, categories, tags) are
 * numbers here.
 */
import { LABEL_GAP, STATUSES } from './catalog-store.ts';

/** Bits of `flags`. */
export const ALIVE = 1;
export const LINKED = 2;
export const FOLLOWED = 4;

export const RESOLVED = STATUSES.indexOf('resolved');
export const OPEN = STATUSES.indexOf('open');

export type MarketFacts = {
  readonly venue: string;
  readonly status: number;
  readonly category: string;
  /** Joined by newlines. */
  readonly tags: string;
  readonly closes: number | null;
  readonly decided: number | null;
  readonly volume: number;
  readonly ended: number | null;
};

type StoredFacts = Pick<MarketFacts, 'status' | 'closes' | 'decided' | 'volume' | 'ended'>;

type Label = { readonly venue: number; readonly category: number; readonly tags: number };

export class MarketColumns {
  /** One more than the highest row. */
  rowCount = 0;
  /** Markets that are there. */
  size = 0;
  readonly venues = new Names();
  readonly categories = new Names();
  /** Lists of tags, each joined by newlines. */
  readonly tagLists = new Names();
  flags = new Uint8Array(0);
  venue = new Uint8Array(0);
  status = new Uint8Array(0);
  category = new Uint32Array(0);
  tagList = new Uint32Array(0);
  /** NaN: the venue does not say. */
  closes = new Float64Array(0);
  /** When the market is expected to be decided, which may be long before it closes at the latest; NaN: nobody says. */
  decided = new Float64Array(0);
  volume = new Float64Array(0);
  /** When it was seen to have ended; NaN while it has not. */
  ended = new Float64Array(0);
  /** When the stream told its grid last; NaN: not since the start. */
  gridMs = new Float64Array(0);
  /** The walk of its venue that met it last; 0: none since the start. */
  walk = new Uint32Array(0);
  /** Walks after which the venue was asked about it and did not know it. */
  missed = new Uint8Array(0);
  private readonly byVenue = new Map<number, number>();
  private readonly labels = new Map<string, Label>();

  set(row: number, facts: MarketFacts): void {
    this.load(row, [facts.venue, facts.category, facts.tags].join(LABEL_GAP), facts);
  }

  /** The same from the values as they are stored. */
  load(row: number, label: string, facts: StoredFacts): void {
    const { status, closes, decided, volume, ended } = facts;
    if (row >= this.flags.length) this.grow(Math.max(1_024, row * 2));
    if (row >= this.rowCount) this.rowCount = row + 1;
    const { venue, category, tags } = this.labelOf(label);
    if (!this.isAlive(row)) {
      this.size++;
      this.gridMs[row] = Number.NaN;
      this.walk[row] = 0;
      this.missed[row] = 0;
      this.byVenue.set(venue, (this.byVenue.get(venue) ?? 0) + 1);
    }
    this.flags[row]! |= ALIVE;
    this.venue[row] = venue;
    this.status[row] = status;
    this.category[row] = category;
    this.tagList[row] = tags;
    this.closes[row] = closes ?? Number.NaN;
    this.decided[row] = decided ?? Number.NaN;
    this.volume[row] = volume;
    this.ended[row] = ended ?? Number.NaN;
  }

  remove(row: number): void {
    if (!this.isAlive(row)) return;
    this.flags[row] = 0;
    this.size--;
    const venue = this.venue[row]!;
    this.byVenue.set(venue, (this.byVenue.get(venue) ?? 1) - 1);
  }

  isAlive(row: number): boolean {
    return (this.flags[row]! & ALIVE) !== 0;
  }

  /** Markets of a venue that are there. */
  sizeOf(venue: string): number {
    return this.byVenue.get(this.venues.idOf(venue)) ?? 0;
  }

  /** Sets a flag for these rows, and takes it from all others. */
  mark(flag: number, rows: Iterable<number>): void {
    for (let row = 0; row < this.rowCount; row++) this.flags[row]! &= ~flag;
    for (const row of rows) if (this.isAlive(row)) this.flags[row]! |= flag;
  }

  /** The numbers of a market's words that repeat; there are few different ones. */
  private labelOf(label: string): Label {
    let known = this.labels.get(label);
    if (known === undefined) {
      const [venue = '', category = '', tags = ''] = label.split(LABEL_GAP);
      known = {
        venue: this.venues.idOf(venue),
        category: this.categories.idOf(category),
        tags: this.tagLists.idOf(tags),
      };
      this.labels.set(label, known);
    }
    return known;
  }

  private grow(length: number): void {
    this.flags = copied(new Uint8Array(length), this.flags);
    this.venue = copied(new Uint8Array(length), this.venue);
    this.status = copied(new Uint8Array(length), this.status);
    this.category = copied(new Uint32Array(length), this.category);
    this.tagList = copied(new Uint32Array(length), this.tagList);
    this.closes = copied(new Float64Array(length), this.closes);
    this.decided = copied(new Float64Array(length), this.decided);
    this.volume = copied(new Float64Array(length), this.volume);
    this.ended = copied(new Float64Array(length), this.ended);
    this.gridMs = copied(new Float64Array(length), this.gridMs);
    this.walk = copied(new Uint32Array(length), this.walk);
    this.missed = copied(new Uint8Array(length), this.missed);
  }
}

/** Texts by number, in the order in which they came. */
export class Names {
  private readonly ids = new Map<string, number>();
  private readonly texts: string[] = [];

  get size(): number {
    return this.texts.length;
  }

  idOf(text: string): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.texts.length;
      this.ids.set(text, id);
      this.texts.push(text);
    }
    return id;
  }

  textOf(id: number): string {
    return this.texts[id] ?? '';
  }
}

type Typed = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

function copied<Kind extends Typed>(next: Kind, old: Kind): Kind {
  next.set(old);
  return next;
}
