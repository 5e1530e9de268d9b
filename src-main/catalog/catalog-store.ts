/**
 * Keeps the catalogue on disk: SQLite, as it comes with Node.
 *
 * What is needed of every market at the start (its words, its state) is in one table, read in one go; the rest of its facts is in
 * another and read market by market. A file that is damaged is set aside and reported, and the catalogue is discovered again; one that
 * another program uses, or that cannot be opened, is left alone, and the catalogue is kept in memory.
 */

import { renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { decidedMsOf, type Listing, type ListingId, type ListingStatus } from '../../src-shared/domain/listing.ts';
import { errorText } from '../base/error-text.ts';
import { makeFolderSync } from '../base/make-folder.ts';
import { requireRegular } from '../base/open-regular.ts';
import { textHash } from '../base/text-hash.ts';

/** Of the tables below. A file of another version is rebuilt: the venues provide everything in it. */
const VERSION = 2;
export const STATUSES: readonly ListingStatus[] = ['open', 'paused', 'closed', 'resolved'];

const TABLES = `
  CREATE TABLE market (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, venue TEXT NOT NULL, status INTEGER NOT NULL, category TEXT NOT NULL,
    tags TEXT NOT NULL, closes REAL, decided REAL, volume REAL NOT NULL, ended REAL, change INTEGER NOT NULL, hash INTEGER NOT NULL,
    words TEXT NOT NULL
  );
  CREATE INDEX market_change ON market (change);
  CREATE TABLE facts (row INTEGER PRIMARY KEY, text TEXT NOT NULL);
  CREATE TABLE walk (venue TEXT PRIMARY KEY, completed REAL NOT NULL, markets INTEGER NOT NULL);
`;

/** All markets, as they are kept for finding them: the same place in every list is the same market. */
export type StoredMarkets = {
  /** Ascending. */
  readonly rows: readonly number[];
  readonly status: readonly number[];
  readonly closes: readonly (number | null)[];
  /** When it is expected to be decided. */
  readonly decided: readonly (number | null)[];
  readonly volume: readonly number[];
  /** When it was seen to have ended; null while it has not. */
  readonly ended: readonly (number | null)[];
  /** Venue, category, and tags joined by newlines; these three joined by {@link LABEL_GAP}. */
  readonly labels: readonly string[];
  /** A line of words each. */
  readonly words: string;
};

export const LABEL_GAP = '\u001f';
const LABELS_GAP = '\u001e';

export type StoredWalk = { readonly venue: string; readonly completed: number; readonly markets: number };

/** What is needed to tell whether a market changed. */
export type KnownMarket = { readonly row: number; readonly hash: number };

/** How long another program's work on the file is waited for: walking through a page takes milliseconds. */
const BUSY_MS = 5_000;

/** The volume of a market whose venue does not state it, on disk and in the columns. */
export const UNKNOWN_VOLUME = -1;

export class CatalogStore {
  /** What was wrong with the file, a sentence, or ''. */
  readonly problem: string;
  private readonly database: DatabaseSync;
  private readonly find: StatementSync;
  private readonly readFacts: StatementSync;
  private readonly insertMarket: StatementSync;
  private readonly insertFacts: StatementSync;
  private readonly setVolume: StatementSync;
  private readonly setEnded: StatementSync;
  private readonly deleteMarket: StatementSync;
  private readonly deleteFacts: StatementSync;
  private lastChange: number;

  private constructor(database: DatabaseSync, problem: string) {
    this.database = database;
    this.problem = problem;
    this.find = database.prepare('SELECT row, hash FROM market WHERE id = ?');
    this.readFacts = database.prepare(
      'SELECT facts.text, market.volume FROM facts JOIN market USING (row) WHERE facts.row = ?',
    );
    this.insertMarket = database.prepare(
      'INSERT OR REPLACE INTO market VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.insertFacts = database.prepare('INSERT OR REPLACE INTO facts VALUES (?, ?)');
    this.setVolume = database.prepare('UPDATE market SET volume = ? WHERE row = ?');
    this.setEnded = database.prepare('UPDATE market SET ended = ? WHERE row = ?');
    this.deleteMarket = database.prepare('DELETE FROM market WHERE row = ?');
    this.deleteFacts = database.prepare('DELETE FROM facts WHERE row = ?');
    this.lastChange = Number(database.prepare('SELECT coalesce(max(change), 0) AS last FROM market').get()!.last);
  }

  /** Opens the file, or a new one in its place; null: nothing is kept. */
  static open(file: string | null, nowMs: number): CatalogStore {
    if (file === null) return new CatalogStore(create(':memory:'), '');
    try {
      return new CatalogStore(openFile(file), '');
    } catch (error) {
      return CatalogStore.instead(file, nowMs, error);
    }
  }

  /** A new file in the place of one that is damaged; memory for one that cannot be used now, or where no file can be. */
  static instead(file: string, nowMs: number, error: unknown): CatalogStore {
    return new CatalogStore(
      ...(isUnavailable(error) ? inMemory(errorText(error)) : renewed(file, nowMs, errorText(error))),
    );
  }

  /** Read as a few long texts that SQLite puts together: an object a market takes three times as long. */
  markets(): StoredMarkets {
    const all = this.database
      .prepare(
        `SELECT json_group_array(row) AS rows, json_group_array(status) AS status, json_group_array(closes) AS closes,
           json_group_array(decided) AS decided, json_group_array(volume) AS volume, json_group_array(ended) AS ended,
           group_concat(venue || '${LABEL_GAP}' || category || '${LABEL_GAP}' || tags, '${LABELS_GAP}') AS labels,
           group_concat(words, char(10)) AS words
         FROM (SELECT row, status, closes, decided, volume, ended, venue, category, tags, words FROM market ORDER BY row)`,
      )
      .get()!;
    const rows = JSON.parse(String(all.rows)) as number[];
    return {
      rows,
      status: JSON.parse(String(all.status)),
      closes: JSON.parse(String(all.closes)),
      decided: JSON.parse(String(all.decided)),
      volume: JSON.parse(String(all.volume)),
      ended: JSON.parse(String(all.ended)),
      labels: rows.length === 0 ? [] : String(all.labels).split(LABELS_GAP),
      words: rows.length === 0 ? '' : String(all.words),
    };
  }

  walks(): readonly StoredWalk[] {
    return this.database.prepare('SELECT venue, completed, markets FROM walk').all() as StoredWalk[];
  }

  known(id: ListingId): KnownMarket | undefined {
    return this.find.get(id) as KnownMarket | undefined;
  }

  listing(row: number): Listing | undefined {
    const found = this.readFacts.get(row);
    return found === undefined ? undefined : listingOf(found);
  }

  /** Puts a market into a row, whatever was in it. */
  put(row: number, listing: Listing, words: string, ended: number | null): void {
    const { id, venue, status, category, tags, closeTimeMs, volume24h } = listing;
    const text = factsText(listing);
    const hash = textHash(text);
    const change = ++this.lastChange;
    const state = STATUSES.indexOf(status);
    const joined = tags.map(plain).join('\n');
    this.insertMarket.run(
      row,
      id,
      venue,
      state,
      plain(category),
      joined,
      closeTimeMs,
      decidedMsOf(listing),
      volume24h ?? UNKNOWN_VOLUME,
      ended,
      change,
      hash,
      words,
    );
    this.insertFacts.run(row, text);
  }

  volume(row: number, volume: number): void {
    this.setVolume.run(volume, row);
  }

  ended(row: number, endedMs: number | null): void {
    this.setEnded.run(endedMs, row);
  }

  remove(row: number): void {
    this.deleteMarket.run(row);
    this.deleteFacts.run(row);
  }

  walked(venue: string, completedMs: number, markets: number): void {
    this.database.prepare('INSERT OR REPLACE INTO walk VALUES (?, ?, ?)').run(venue, completedMs, markets);
  }

  /** Runs many changes as one: all of them are kept, or none. */
  together(work: () => void): void {
    this.database.exec('BEGIN');
    try {
      work();
      this.database.exec('COMMIT');
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.database.close();
  }
}

/** A hash of everything that a window or the engine would see; the volume alone is no change. */
export function factsHash(listing: Listing): number {
  return textHash(factsText(listing));
}

/**
 * Reads a catalogue that another thread keeps: markets changed after that change, oldest change first. Each with its number, to go on
 * from; at most `limit` at once.
 */
export class CatalogReader {
  private readonly database: DatabaseSync;
  private readonly since: StatementSync;
  private readonly byId: StatementSync;

  /** Throws when there is no such file. */
  constructor(file: string) {
    this.database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
    this.since = this.database.prepare(
      'SELECT change, facts.text, volume FROM market JOIN facts USING (row) WHERE change > ? ORDER BY change LIMIT ?',
    );
    this.byId = this.database.prepare(
      'SELECT facts.text, volume FROM market JOIN facts USING (row) WHERE market.id = ?',
    );
  }

  listing(id: ListingId): Listing | undefined {
    const found = this.byId.get(id);
    return found === undefined ? undefined : listingOf(found);
  }

  changedSince(change: number, limit: number): readonly { readonly change: number; readonly listing: Listing }[] {
    return this.since.all(change, limit).map((row) => ({ change: Number(row.change), listing: listingOf(row) }));
  }

  close(): void {
    this.database.close();
  }
}

function listingOf({ text, volume }: Record<string, SQLOutputValue>): Listing {
  return { ...(JSON.parse(String(text)) as Listing), volume24h: Number(volume) < 0 ? null : Number(volume) };
}

function factsText(listing: Listing): string {
  return JSON.stringify({ ...listing, volume24h: 0 });
}

function create(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${TABLES} PRAGMA user_version = ${VERSION};`,
    );
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** Throws when the file is no catalogue of this version, or damaged where it shows at once. */
function openFile(file: string): DatabaseSync {
  makeFolderSync(dirname(file));
  const found = statSync(file, { throwIfNoEntry: false });
  if (found) requireRegular(found);
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    const version = Number(database.prepare('PRAGMA user_version').get()!.user_version);
    const isNew = Number(database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()!.count) === 0;
    if (isNew) {
      database.close();
      return create(file);
    }
    if (version !== VERSION) throw new Error(`it is of version ${version}, and this is version ${VERSION}`);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    return database;
  } catch (error) {
    if (database.isOpen) database.close();
    throw error;
  }
}

/** SQLite's own codes of a file that is damaged, and of one that is no database. */
const DAMAGED = [11, 26];
/**
 * ... of a file that is in use (5, 6), of a disk or folder that refuses it (8, 10, 13, 14), and of one that was moved away (23): the file
 * may be whole.
 */
const UNAVAILABLE = [5, 6, 8, 10, 13, 14, 23];
/** The lowest byte is the code; the others only detail it. */
const CODE = 0xff;

/** Whether the error says that the file itself is damaged, which no retry will fix. */
export function isDamaged(error: unknown): boolean {
  return DAMAGED.includes(codeOf(error));
}

/** Whether the file is left as it is: it is in use, or cannot be reached. */
function isUnavailable(error: unknown): boolean {
  return UNAVAILABLE.includes(codeOf(error)) || (error as NodeJS.ErrnoException).syscall !== undefined;
}

function codeOf(error: unknown): number {
  return ((error as { readonly errcode?: number }).errcode ?? 0) & CODE;
}

/** Moves a file that cannot be used out of the way, and answers where it is now. Throws when it cannot be moved. */
export function setAside(file: string, nowMs: number): string {
  const aside = `${file}.broken-${new Date(nowMs).toISOString().replace(/[:.]/g, '-')}`;
  renameSync(file, aside);
  for (const part of ['-wal', '-shm']) rmSync(`${file}${part}`, { force: true });
  return aside;
}

/** A new file in the place of one that is set aside. */
function renewed(file: string, nowMs: number, why: string): [DatabaseSync, string] {
  try {
    const aside = setAside(file, nowMs);
    return [
      create(file),
      `The list of markets could not be read (${why}); it was set aside as ${aside} and is discovered again.`,
    ];
  } catch (error) {
    return inMemory(`${why}; ${errorText(error)}`);
  }
}

function inMemory(why: string): [DatabaseSync, string] {
  return [
    create(':memory:'),
    `The list of markets cannot be kept (${why}); it is held in memory and discovered again at every start.`,
  ];
}

/** A label without the control characters that would part it from its neighbours when all are read at once. */
function plain(label: string): string {
  return label.replace(/\p{Cc}+/gu, ' ').trim();
}
