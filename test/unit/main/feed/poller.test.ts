/** Books that are polled, against a real HTTP server on loopback. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Poller } from '../../../../src-main/feed/poller.ts';
import { RestClient } from '../../../../src-main/feed/rest-client.ts';
import { CHANNEL } from '../../../../src-shared/contract/frame-batch.ts';
import type { Venue } from '../../../../src-shared/venues/venue.ts';
import { unkeyed } from '../../../venues/roles.ts';
import { listing, listings } from '../../listings.ts';
import { FeedRecorder } from './feed-recorder.ts';
import { type Answer, inTurn, json, RestServer } from './rest-server.ts';

/** Two books a request, so that a round has several. */
const venue: Venue = {
  ...unkeyed.venue,
  rateLimits: { clob: { requests: 10_000, perMs: 1_000, burst: 10_000 } },
  poll: { ...unkeyed.venue.poll, max: 2 },
};

type Polled = { readonly poller: Poller; readonly heard: FeedRecorder; readonly server: RestServer };

/** Polls so many listings. */
async function withPoller(answer: Answer, count: number, intervalMs = 5): Promise<Polled> {
  const server = await RestServer.start(answer);
  const rest = new RestClient(
    venue,
    { clob: server.base },
    { retries: 0, firstDelayMs: 1, connectMs: 1_000, readMs: 5_000 },
  );
  const heard = new FeedRecorder();
  const poller = new Poller(venue, rest, heard, intervalMs);
  poller.setListings(listings(unkeyed.id, count));
  onTestFinished(() => {
    poller.stop();
    rest.close();
  });
  return { poller, heard, server };
}

/** Answers with what was asked for. */
const echo: Answer = ({ body }, response) => void response.end(body);

describe('poller', () => {
  it('covers its listings, opens with the first answer, and hands each answer on as a polled frame', async () => {
    const { poller, heard } = await withPoller(echo, 3);
    await heard.framed(2);
    expect(heard.items.slice(0, 4)).toMatchObject([
      { kind: 'connection', transport: 'poll', change: 'closed', reason: 'no-snapshot-yet' },
      { kind: 'cover', add: [`${unkeyed.id}:1`, `${unkeyed.id}:2`, `${unkeyed.id}:3`], remove: [] },
      { kind: 'connection', transport: 'poll', change: 'opened', reason: 'none' },
      { kind: 'frame', channel: CHANNEL.poll, text: '[{"token_id":"1"},{"token_id":"2"}]' },
    ]);
    expect(heard.frames[1]?.text).toBe('[{"token_id":"3"}]');
    const health = poller.health();
    expect([health.state, health.transport, health.subscribed, health.errors]).toEqual(['open', 'poll', 3, 0]);
  });

  it('keeps the age of its last answer when the wall clock is set back', async () => {
    const { poller, heard } = await withPoller(echo, 1, 60_000);
    await heard.framed(1);
    const wallMs = Date.now() - 3_600_000;
    const clock = vi.spyOn(Date, 'now').mockReturnValue(wallMs);
    onTestFinished(() => clock.mockRestore());
    const { lastFrameAgeMs, openForMs } = poller.health();
    expect(lastFrameAgeMs).toBeGreaterThanOrEqual(0);
    expect(openForMs).toBeGreaterThanOrEqual(0);
    expect(lastFrameAgeMs).toBeLessThan(60_000);
  });

  it('asks for every book once a round, round after round', async () => {
    const { server } = await withPoller(echo, 3);
    const asked = await server.asked.count(6);
    const first = '[{"token_id":"1"},{"token_id":"2"}]';
    const second = '[{"token_id":"3"}]';
    expect(asked.slice(0, 6).map(({ body }) => body)).toEqual([first, second, first, second, first, second]);
  });

  it('asks for the listings as they are now, and tells only what changed', async () => {
    const { poller, heard, server } = await withPoller(echo, 2);
    await heard.framed(1);
    poller.setListings([listing(unkeyed.id, '2'), listing(unkeyed.id, '9')]);
    poller.setListings([listing(unkeyed.id, '9'), listing(unkeyed.id, '2')]);
    await server.asked.until((asked) => asked.some(({ body }) => body === '[{"token_id":"9"},{"token_id":"2"}]'));
    expect(heard.items.filter(({ kind }) => kind === 'cover').slice(1)).toEqual([
      { kind: 'cover', connection: 1, add: [`${unkeyed.id}:9`], remove: [`${unkeyed.id}:1`] },
    ]);
  });

  it('goes on after a round that fails, says it once, and says when books come again', async () => {
    const failing = inTurn(echo, json('down', 503), json('down', 503), json('gone', 404), echo);
    const { poller, heard } = await withPoller(failing, 1);
    await heard.framed(1);
    await heard.logged('FEED_POLL');
    await heard.framed(2);
    await heard.framed(3);
    expect(heard.logs.filter((text) => text.includes('FEED_POLL')).length).toBe(1);
    expect(heard.logs[0]).toContain('HTTP 503');
    const health = poller.health();
    expect([health.state, health.reason, health.errors]).toEqual(['open', '', 3]);
  });

  it('shows a failing round as its state, and does not open before the first answer', async () => {
    const { poller, heard } = await withPoller(json('no', 404), 1, 600_000);
    await heard.logged('FEED_POLL');
    const health = poller.health();
    expect([health.state, health.errors, health.lastFrameAgeMs]).toEqual(['backoff', 1, null]);
    expect(health.reason).toContain('HTTP 404');
    expect(heard.changes).toEqual(['1 closed no-snapshot-yet']);
  });

  it('does not fill the log when one part of every round fails', async () => {
    const half: Answer = (asked, response) => (asked.body.includes('"3"') ? json('no', 404) : echo)(asked, response);
    const { heard } = await withPoller(half, 3);
    await heard.framed(5);
    expect(heard.logs.length).toBe(1);
  });

  it('says everything again to an engine that was restarted', async () => {
    const { poller, heard } = await withPoller(echo, 1, 600_000);
    await heard.framed(1);
    const before = heard.items.length;
    poller.reseed();
    expect(heard.items.slice(before)).toMatchObject([
      { kind: 'connection', change: 'closed', reason: 'engine-restarted' },
      { kind: 'cover', add: [`${unkeyed.id}:1`] },
      { kind: 'connection', change: 'opened' },
    ]);
  });

  it('gives its listings back when it is stopped, and hands on no answer that comes later', async () => {
    let release = (): void => {};
    const { poller, heard, server } = await withPoller((asked, response) => {
      release = () => echo(asked, response);
    }, 1);
    await server.asked.count(1);
    poller.stop();
    expect(heard.items.slice(-2)).toMatchObject([
      { kind: 'connection', change: 'closed', reason: 'not-subscribed' },
      { kind: 'cover', add: [], remove: [`${unkeyed.id}:1`] },
    ]);
    const before = heard.items.length;
    release();
    // A second poller's answer comes after the first one's would have.
    const other = await withPoller(echo, 1);
    await other.heard.framed(1);
    expect(heard.items.length).toBe(before);
  });
});
