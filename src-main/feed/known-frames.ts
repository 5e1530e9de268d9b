/** Tells the few frames that main itself must know from market data, by their bytes: heartbeats, and what the session answers. */
import type { Json } from '../../src-shared/domain/notice.ts';
import type { KnownFrame, Venue } from '../../src-shared/venues/venue.ts';

export class KnownFrames {
  private readonly heartbeats: readonly Known[];
  private readonly session: readonly Known[];

  constructor({ silence, sessionFrames }: Pick<Venue, 'silence' | 'sessionFrames'>) {
    this.heartbeats = silence.heartbeats.map(known);
    this.session = sessionFrames.map(known);
  }

  /** Whether pings and pongs of the socket show that data still comes. */
  get areControlsLife(): boolean {
    return this.heartbeats.length === 0;
  }

  /** Whether the frame shows that data still comes. */
  isLife(frame: Buffer): boolean {
    return !isOneOf(frame, this.heartbeats);
  }

  /** Hands on what the session reads: JSON, else the text. */
  forSession(frame: Buffer, tell: (message: Json) => void): void {
    if (isOneOf(frame, this.session)) tell(jsonOrText(frame.toString()));
  }
}

type Known = { readonly bytes: Buffer; readonly isBeginning: boolean };

function known({ text, isBeginning }: KnownFrame): Known {
  return { bytes: Buffer.from(text), isBeginning: isBeginning === true };
}

function isOneOf(frame: Buffer, list: readonly Known[]): boolean {
  for (let at = 0; at < list.length; at++) {
    const { bytes, isBeginning } = list[at]!;
    const { length } = bytes;
    if (frame.length !== length && (!isBeginning || frame.length < length)) continue;
    if (frame.compare(bytes, 0, length, 0, length) === 0) return true;
  }
  return false;
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
