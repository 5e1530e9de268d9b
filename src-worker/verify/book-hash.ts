/** A stable hash of a book: the same levels give the same hash, whatever form they are kept in and however they came to be. */
import { createHash } from 'node:crypto';
import type { WholeBook } from '../../src-shared/contract/verify.ts';

/** SHA-256 of the canonical text that {@link VerifiedMarket} describes, in lower hex. */
export function bookHash({ bids, asks }: Pick<WholeBook, 'bids' | 'asks'>): string {
  const hash = createHash('sha256');
  for (const [price, size] of bids) hash.update(`B ${price} ${size}\n`);
  for (const [price, size] of asks) hash.update(`A ${price} ${size}\n`);
  return hash.digest('hex');
}
