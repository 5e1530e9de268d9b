/** Two of the third venue's books are the same when market, version and time are: every recorder gets the same versions. */
import { formatMicros } from '../../../src-shared/domain/micros.ts';
import { bookLane, type FrameView, type MessageIdentity, type WholeBook } from '../../../src-shared/venues/venue.ts';
import { asObject, type Message, textOr, wholeOf } from './wire.ts';

export function identify(frame: FrameView): readonly MessageIdentity[] {
  let message: Message | null;
  try {
    message = asObject<Message>(JSON.parse(frame.text()));
  } catch {
    return [];
  }
  const { start, end } = frame;
  const market = textOr(message?.market);
  const shared = { start, end, market, timeMs: wholeOf(message?.ts) || 0, once: false, numbers: [] };
  const key = JSON.stringify([message?.version, message?.ts, message?.result]);
  if (message?.type === 'closed') return [{ ...shared, kind: 'notice', lane: 'notices', key: `${market} ${key}` }];
  if (message?.type !== 'book') return [{ ...shared, kind: 'own', lane: '', key: '' }];
  // Written by a recorder for its readers, and so without a version.
  const kind = message.version === undefined ? 'snapshot' : 'change';
  return [{ ...shared, kind, lane: bookLane(market), key }];
}

/** The whole book, without a version. */
export function writeBook({ listing, bids, asks, timeMs }: WholeBook): string {
  const levels = (side: WholeBook['bids']): readonly (readonly [string, string])[] =>
    side.map(([price, size]) => [formatMicros(price), formatMicros(size)]);
  return JSON.stringify({
    type: 'book',
    market: listing.marketId,
    ts: timeMs,
    bids: levels(bids),
    asks: levels(asks),
  });
}
