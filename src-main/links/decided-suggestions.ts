/**
 * The rows of a suggestion table that the user has decided on: the pair itself, or that both listings belong to one link.
 *
 * Filled once, a few links a turn, and kept up to date by the links that change.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Link } from '../../src-shared/domain/link.ts';
import type { SuggestionTable } from './suggestion-table.ts';

/** Looked up in about a millisecond. */
const LINKS_PER_TURN = 50;

export class DecidedSuggestions {
  private readonly rows = new Set<number>();
  private readonly table: SuggestionTable;
  private readonly isDecided: (link: Link) => boolean;
  private readonly filled: Promise<void>;

  /** `links`: confirmed and rejected ones. `isDecided` judges a suggestion by the links as they are at the time. */
  constructor(table: SuggestionTable, links: readonly Link[], isDecided: (link: Link) => boolean) {
    this.table = table;
    this.isDecided = isDecided;
    this.filled = this.fill(links);
  }

  /** The rows, when all are known. */
  async all(): Promise<ReadonlySet<number>> {
    await this.filled;
    return this.rows;
  }

  /** Judges the suggestions again that these links decide on, or did before they changed. */
  update(links: readonly Link[]): void {
    for (const { id, members } of links) {
      const own = this.table.rowOf(id);
      const rows = members.flatMap(({ listing }) => this.table.rowsOf(listing));
      for (const row of own === undefined ? rows : [own, ...rows]) {
        if (this.isDecided(this.table.at(row).link)) this.rows.add(row);
        else this.rows.delete(row);
      }
    }
  }

  private async fill(links: readonly Link[]): Promise<void> {
    for (let at = 0; at < links.length; at += LINKS_PER_TURN) {
      this.update(links.slice(at, at + LINKS_PER_TURN));
      await nextTurn();
    }
  }
}
