/** The tap: everything in order, nothing waits, and what cannot be kept is counted where it is missing. */
import { describe, expect, it } from 'vitest';
import { Capture } from '../../../../src-main/recording/capture.ts';
import type { ToJournal } from '../../../../src-main/recording/capture-messages.ts';
import { FrameBatchReader } from '../../../../src-shared/contract/frame-batch.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import type { SessionEvent } from '../../../../src-shared/domain/session.ts';
import { SubscriptionTable } from '../../../../src-shared/domain/subscription-table.ts';
import { listing } from '../../listings.ts';

type Tapped = {
  readonly capture: Capture;
  readonly connections: SubscriptionTable;
  /** What arrived: a frame's text, or an event's kind, connection and text. */
  said(): readonly string[];
  /** Batches that were not answered yet. */
  readonly waiting: { readonly frames: number }[];
  readonly events: SessionEvent[];
};

function tap(listings: readonly string[] = [], framesMax?: number): Tapped {
  const connections = new SubscriptionTable();
  const messages: ToJournal[] = [];
  const waiting: { frames: number }[] = [];
  const events: SessionEvent[] = [];
  const post = (message: ToJournal): void => {
    messages.push(message);
    if (message.kind === 'event') events.push(message.event);
    if (message.kind !== 'frames') return;
    waiting.push({ frames: textsOf(message.batch).length });
  };
  const now = () => ({ micros: 1, nanos: 1 });
  const capture = new Capture({ post, connections, listings, now, framesMax });
  const said = () =>
    messages.flatMap((message) => {
      if (message.kind === 'frames') return textsOf(message.batch);
      if (message.kind !== 'event') return [message.kind];
      const { kind, connection, listings: of } = message.event;
      return [[kind, connection ?? '', of.join('+')].join(' ').trim()];
    });
  return { capture, connections, said, waiting, events };
}

function textsOf(batch: Uint8Array): readonly string[] {
  const reader = new FrameBatchReader();
  const texts: string[] = [];
  reader.open(batch);
  while (reader.next()) texts.push(Buffer.from(batch.subarray(reader.start, reader.end)).toString());
  return texts;
}

function give({ capture }: Tapped, connection: number, text: string): void {
  capture.frame(connection, 0, 1, 1, Buffer.from(text));
}

const link = (at: number): Link => ({ id: `link ${at}`, title: '', status: 'confirmed', members: [], decisions: [] });

function open(tapped: Tapped, connection: number): void {
  tapped.connections.change(connection, 'one', 'stream', 'opened', 'none');
  tapped.capture.connection(connection, 'opened', 'none');
}

describe('the tap of a recording', () => {
  it('says first what the connections are and carry', () => {
    const tapped = tap();
    tapped.connections.change(1, 'one', 'stream', 'opened', 'none');
    tapped.connections.subscribe(1, ['one:a', 'one:b']);
    tapped.capture.introduceAll();
    give(tapped, 1, 'f');
    tapped.capture.stop();
    expect(tapped.said()).toEqual(['connection', 'subscribed 1 one:a+one:b', 'connected 1', 'f', 'stop']);
  });

  it('keeps changes between the frames where they happened', () => {
    const tapped = tap();
    open(tapped, 1);
    give(tapped, 1, 'a');
    give(tapped, 1, 'b');
    tapped.connections.change(1, 'one', 'stream', 'closed', 'disconnected');
    tapped.capture.connection(1, 'closed', 'disconnected');
    give(tapped, 1, 'c');
    open(tapped, 2);
    give(tapped, 2, 'd');
    tapped.capture.stop();
    expect(tapped.said()).toEqual([
      ...['connection', 'connected 1', 'a', 'b', 'disconnected 1', 'c'],
      ...['connection', 'connected 2', 'd', 'stop'],
    ]);
    expect(tapped.capture.frames).toBe(4);
  });

  it('takes only connections that carry a chosen listing, from when they do', () => {
    const tapped = tap(['one:b']);
    open(tapped, 1);
    open(tapped, 2);
    tapped.connections.subscribe(1, ['one:a']);
    tapped.capture.cover(1, ['one:a'], []);
    tapped.connections.subscribe(2, ['one:b', 'one:c']);
    tapped.capture.cover(2, ['one:b', 'one:c'], []);
    give(tapped, 1, 'not');
    give(tapped, 2, 'this');
    tapped.connections.unsubscribe(1, ['one:a']);
    tapped.capture.cover(1, [], ['one:a']);
    tapped.capture.stop();
    expect(tapped.said()).toEqual(['connection', 'subscribed 2 one:b+one:c', 'connected 2', 'this', 'stop']);
  });

  it('drops above its bound, counts every frame, and says where they are missing', () => {
    const tapped = tap([], 1_000);
    open(tapped, 1);
    open(tapped, 2);
    for (let n = 0; n < 3_000; n++) give(tapped, 1 + (n % 2), String(n));
    const { capture, waiting } = tapped;
    expect(capture.frames + capture.dropped).toBe(3_000);
    expect(capture.frames).toBeLessThan(1_200);
    for (const { frames } of waiting.splice(0)) capture.taken(frames, new ArrayBuffer(0));
    give(tapped, 1, 'again');
    capture.stop();
    const dropped = tapped.events.filter(({ kind }) => kind === 'dropped');
    const count = (connection: number): number =>
      dropped
        .filter((event) => event.connection === connection)
        .reduce((sum, { text }) => sum + Number.parseInt(text, 10), 0);
    expect(count(1) + count(2)).toBe(capture.dropped);
    expect(dropped).toHaveLength(4);
    const said = tapped.said();
    expect(said.slice(-2)).toEqual(['again', 'stop']);
    // The first loss is said right behind the last frame that was kept.
    expect(said[said.indexOf('dropped 1') - 1]).toMatch(/^\d+$|^dropped 2$/);
  });

  it('says at its end what was dropped and not yet told', () => {
    const tapped = tap([], 100);
    open(tapped, 1);
    for (let n = 0; n < 500; n++) give(tapped, 1, String(n));
    tapped.capture.stop();
    const sum = tapped.events
      .filter(({ kind }) => kind === 'dropped')
      .reduce((total, { text }) => total + Number.parseInt(text, 10), 0);
    expect(sum).toBe(tapped.capture.dropped);
    expect(sum).toBeGreaterThan(0);
  });

  it('hands a large catalogue over in slices with turns between them', async () => {
    const { capture, said } = tap();
    const links = Array.from({ length: 120 }, (_, at) => link(at));
    const handed = capture.catalog([listing('one', 'a')], links);
    expect(said()).toEqual(['catalog']);
    await handed;
    expect(said()).toEqual(['catalog', 'catalog', 'catalog', 'catalog']);
  });

  it('takes nothing after its end', () => {
    const tapped = tap();
    open(tapped, 1);
    tapped.capture.stop();
    give(tapped, 1, 'late');
    tapped.capture.event({ kind: 'note', venue: '', connection: null, listings: [], text: 'late' });
    expect(tapped.said().at(-1)).toBe('stop');
    expect(tapped.capture.frames).toBe(0);
  });
});
