/**
 * Proves an export's changes: folded up by SQL alone, twice, they must give the books that the engine's own code ended with.
 */
import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import { ExportError } from './export-source.ts';

export type BookCheck = {
  /** Markets whose books were compared. */
  readonly books: number;
  readonly levels: number;
  /** SHA-256 over every level of every book: `listing side price size` in millionths, sorted, one a line. */
  readonly sha256: string;
};

const SIDES = ['bid', 'ask'] as const;

/** By what was added up, and by the last size of every level. */
const FOLDS = ['sum(change)', 'arg_max(size, seq)'] as const;

/** Throws ExportError when the folded changes are not the books. */
export async function checkBooks(connection: DuckDBConnection, books: readonly BookDump[]): Promise<BookCheck> {
  const expected = books.flatMap(({ listing, bids, asks }) =>
    [bids, asks].flatMap((levels, side) => levels.map(([price, size]) => `${listing} ${SIDES[side]} ${price} ${size}`)),
  );
  const sha256 = hashOf(expected);
  for (const fold of FOLDS) {
    const sql = `SELECT l.id, side, price, ${fold} AS left_over FROM book_deltas s JOIN listings l ON l.number = s.listing GROUP BY ALL HAVING left_over <> 0`;
    const rows = (await connection.runAndReadAll(sql)).getRows();
    const folded = rows.map(([listing, side, price, size]) => `${listing} ${SIDES[Number(side)]} ${price} ${size}`);
    if (hashOf(folded) !== sha256)
      throw new ExportError(
        `The exported changes do not add up to the books (${fold}); nothing was written. Please report this.`,
      );
  }
  return { books: books.length, levels: expected.length, sha256 };
}

function hashOf(lines: readonly string[]): string {
  return createHash('sha256')
    .update([...lines].sort().join('\n'))
    .digest('hex');
}
