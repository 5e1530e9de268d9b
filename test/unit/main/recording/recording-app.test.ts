/** The whole app records the built-in exchange: what is in the session is what came from the sockets. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BookDump } from '../../../../src-shared/contract/main-engine.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import type { Listing } from '../../../../src-shared/domain/listing.ts';
import type { SessionEvent } from '../../../../src-shared/domain/session.ts';
import { type ExchangeApp, startExchangeApp } from '../../../replay/exchange-app.ts';
import { numbered } from '../../../venues/roles.ts';
import { framesOf, jsonOf, readSession } from '../session/read-part.ts';

const EVENTS = 3_000;

let folder = '';
let running: ExchangeApp;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-recording-'));
  running = await startExchangeApp(0);
  await running.settled();
});
afterEach(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

type Catalog = { readonly listings: readonly Listing[]; readonly links: readonly Link[] };
type Keyframe = { readonly frames: number; readonly books: readonly BookDump[] };

describe('a recording of the whole app', () => {
  it('holds what the sockets brought, what the books were, and what the markets are', async () => {
    const { app, exchange, settled } = running;
    const received: { connection: number; text: string }[] = [];
    const { recording } = app;
    await recording.start([]);
    const capture = recording.tapped!;
    const take = capture.frame.bind(capture);
    capture.frame = (connection, channel, micros, nanos, bytes) => {
      received.push({ connection, text: Buffer.from(bytes).toString() });
      take(connection, channel, micros, nanos, bytes);
    };
    await exchange.advance(EVENTS);
    const books = await settled();
    const before = capture.frames - received.length;
    await exchange.disconnect(numbered.id);
    const ending = recording.stop()!;
    // What comes from here on is not of the session: the venue connects again meanwhile.
    capture.frame = take;
    const ended = await ending;
    expect(ended).toMatchObject({ why: 'asked', lost: 0, messages: capture.frames });

    const messages = await readSession(ended.path);
    const frames = framesOf(messages);
    expect(frames).toHaveLength(ended.messages);
    const read = frames.slice(before).map(({ topic, data }) => ({
      connection: Number(topic.split('/')[2]),
      text: Buffer.from(data).toString(),
    }));
    expect(read).toEqual(received);
    expect(received.length).toBeGreaterThan(EVENTS / 2);

    const catalog = jsonOf<Catalog>(messages, 'catalog');
    const listings = new Set(catalog.flatMap((part) => part.listings.map(({ id }) => id)));
    for (const { listing } of books) expect(listings).toContain(listing);
    expect(catalog.flatMap(({ links }) => links).length).toBeGreaterThan(0);

    const events = jsonOf<SessionEvent>(messages, 'events');
    const kinds = events.map(({ kind }) => kind);
    expect(kinds.slice(0, 3)).toEqual(['settings', 'subscribed', 'connected']);
    const covered = new Set(events.filter(({ kind }) => kind === 'subscribed').flatMap((event) => event.listings));
    for (const { listing } of books) expect(covered).toContain(listing);
    expect(JSON.stringify(events)).not.toContain('PRIVATE KEY');

    const [first] = jsonOf<Keyframe>(messages, 'keyframes');
    expect(first?.frames).toBe(0);
    expect(first?.books.filter(({ phase }) => phase === 'synced').length).toBeGreaterThanOrEqual(books.length);
  });

  it('ends one session in order and begins another when the user requests a restart', async () => {
    const { app, exchange, settled } = running;
    const { recording } = app;
    const { ended } = await recording.start([]);
    await exchange.advance(EVENTS);
    await settled();
    const { frames } = recording.tapped!;
    const first = recording.state!.session;
    await recording.restart();
    expect(await ended).toMatchObject({ why: 'asked', lost: 0, messages: frames });
    expect(recording.state!.session).not.toBe(first);
    expect(recording.component).toMatchObject({ state: 'running', restarts: 1, lastError: '' });
    expect((await recording.stop()!).why).toBe('asked');
  });

  it('refuses a second recording, and stopping what does not run, in a sentence', async () => {
    const { recording } = running.app;
    const { startRecording, stopRecording } = recording.handlers();
    await expect(stopRecording!({})).rejects.toThrow('Nothing is being recorded.');
    await startRecording!({ listings: [] });
    await expect(startRecording!({ listings: [] })).rejects.toThrow('running already');
    expect(recording.state).toMatchObject({ dropped: 0, warning: '' });
    await stopRecording!({});
    expect(recording.state).toBeNull();
  });
});
