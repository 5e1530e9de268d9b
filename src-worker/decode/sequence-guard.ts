/**
 * Watches the numbers of every stream of every connection for holes.
 *
 * A venue numbers a subscription over all its markets together, so this is judged before frames are split by market. Numbers
 * belong to one connection and one stream: two connections use the same stream numbers.
 */

/**
 * `next`: in order. `repeat`: seen already. `gap`: something before it is missing. `late`: a later number came before it, or the
 * numbers started over, which looks the same.
 */
export type SequenceVerdict = 'next' | 'repeat' | 'gap' | 'late';

type Stream = { last: number; length: number; books: boolean };

export class SequenceGuard {
  private readonly connections = new Map<number, Map<number, Stream>>();

  /** A connection opened or closed: its numbers start over. */
  reset(connection: number): void {
    this.connections.delete(connection);
  }

  /** All numbers start over: a replay went to another place. */
  clear(): void {
    this.connections.clear();
  }

  /**
   * Judges a frame's number. The first number of a stream is taken as it comes. The last number again is a repeat only in a frame
   * as long as the last: numbers that started over may reach it with other content.
   */
  check(connection: number, stream: number, sequence: number, books: boolean, length: number): SequenceVerdict {
    let streams = this.connections.get(connection);
    if (!streams) {
      streams = new Map();
      this.connections.set(connection, streams);
    }
    const known = streams.get(stream);
    if (!known) {
      streams.set(stream, { last: sequence, length, books });
      return 'next';
    }
    if (books) known.books = true;
    if (sequence === known.last && length === known.length) return 'repeat';
    known.length = length;
    const { last } = known;
    known.last = sequence;
    if (sequence === last + 1) return 'next';
    return sequence > last ? 'gap' : 'late';
  }

  /** Whether the stream is known to carry book changes; a gap in any other costs no book. */
  carriesBooks(connection: number, stream: number): boolean {
    return this.connections.get(connection)?.get(stream)?.books ?? false;
  }
}

/** Whether something is missing for the books of the stream, if it carries any. */
export function isBroken(verdict: SequenceVerdict): boolean {
  return verdict === 'gap' || verdict === 'late';
}

/**
 * Whether the frame must not be applied. A late snapshot least of all: it lacks the changes behind it that came before it, and would
 * make a book synced that is older than what was told of it.
 */
export function isPassedOver(verdict: SequenceVerdict, books: boolean): boolean {
  return verdict === 'repeat' || (verdict === 'late' && books);
}
