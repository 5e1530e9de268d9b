/**
 * Entry of the thread that says what messages recorded frames hold, so that recordings can be joined without main reading market data.
 *
 * Batches of frames come in, their connections numbered over all recordings; the identities of each batch go back in order.
 */
import { parentPort } from 'node:worker_threads';
import { CHANNEL, FrameBatchReader } from '../src-shared/contract/frame-batch.ts';
import type { FrameIdentities, MergeBatch } from '../src-shared/contract/merge-identities.ts';
import type { Venue } from '../src-shared/venues/venue.ts';
import { FrameOrder } from './decode/frame-order.ts';
import { FrameWindow } from './decode/frame-window.ts';
import { VENUES } from './registry.ts';

const port = parentPort;
if (!port) throw new Error('frames are identified in a thread of main');

/** Venues that cannot be found here are said, not guessed. */
const venues = new Map(VENUES.map((venue) => [venue.id, venue]));
const order = new FrameOrder();
const reader = new FrameBatchReader();
const frame = new FrameWindow();
const observers: (Venue | null)[] = [];

function identify({ batch, observers: named, restarts }: MergeBatch): FrameIdentities[] {
  for (const { observer, venue } of named) observers[observer] = venues.get(venue) ?? null;
  const answers: FrameIdentities[] = [];
  reader.open(batch);
  frame.open(batch);
  for (let at = 0; reader.next(); at++) {
    if (restarts.includes(at)) order.restart(reader.connection);
    frame.move(reader.start, reader.end);
    const venue = observers[reader.connection] ?? null;
    if (venue === null || reader.channel === CHANNEL.poll) {
      answers.push({ verdict: 'next', messages: [] });
      continue;
    }
    order.admits(reader.connection, venue, frame);
    const verdict = order.verdict === 'repeat' ? 'repeat' : order.isGap ? 'gap' : 'next';
    const messages = venue.identify(frame).map((message) => ({
      ...message,
      start: message.start - reader.start,
      end: message.end - reader.start,
      numbers: message.numbers.map((place) => place - reader.start),
    }));
    answers.push({ verdict, messages });
  }
  return answers;
}

port.on('message', (message: MergeBatch) => port.postMessage(identify(message)));
