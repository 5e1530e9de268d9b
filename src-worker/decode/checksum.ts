/** Compares a venue's checksum of a snapshot with our own. */
import { createHash } from 'node:crypto';
import type { Checksum } from '../../src-shared/domain/wire/event-buffer.ts';

export function checksumHolds(checksum: Checksum): boolean {
  return createHash(checksum.algorithm).update(checksum.text).digest('hex') === checksum.expected;
}
