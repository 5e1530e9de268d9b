/** The exchange plays the venues of another registry: one more than it comes with, or one alone. */
import { expect, onTestFinished, test } from 'vitest';
import { makeFaultPlan } from '../../../src-exchange/control/fault-plan.ts';
import type { ExchangeHandle, ExchangeOptions } from '../../../src-exchange/control/handle.ts';
import { createExchange } from '../../../src-exchange/exchange.ts';
import { startExchange } from '../../../src-exchange/start.ts';
import { PLAYED_VENUES } from '../../../src-exchange/venues.ts';
import { FAULT_KINDS } from '../../../src-exchange/wire/fault-kinds.ts';
import { third, PLAYED_VENUES as WITH_THIRD } from '../../venues/third/exchange.ts';
import { get, TestSocket, toMicros } from './test-client.ts';
import { START_MS, urlOf } from './with-exchange.ts';

const THIRD_TOO = new URL('../../venues/third/exchange.ts', import.meta.url).href;
const THIRD_ALONE = new URL('../../venues/third/alone.ts', import.meta.url).href;
const EVENTS = 4_000;

async function playing(
  venuesUrl: string,
  options: ExchangeOptions = {},
  start = createExchange,
): Promise<ExchangeHandle> {
  const handle = await start({ seed: 11, startPaused: true, startMs: START_MS, venuesUrl, ...options });
  onTestFinished(() => handle.close());
  return handle;
}

type Book = { readonly market: string; readonly version: number; readonly bids: string[][]; readonly asks: string[][] };

const levels = (side: string[][]): number[][] => side.map(([price, size]) => [toMicros(price!), toMicros(size!)]);

test('a third venue is played by its registry alone, in the exchange’s thread: pages, greeting, true books', async () => {
  const handle = await playing(THIRD_TOO, {}, startExchange);
  expect(Object.keys(handle.addresses)).toEqual([...PLAYED_VENUES.map(({ id }) => id), third.id]);
  const own = (await handle.truth()).filter(({ venue }) => venue === third.id);
  expect(own.length).toBeGreaterThan(3);

  const listed: string[] = [];
  for (let page: unknown = 0; page !== null; ) {
    const { status, body } = await get(`${urlOf(handle, third.id, 'rest')}/markets?page=${page}`);
    expect(status).toBe(200);
    listed.push(...(body.markets as { id: string }[]).map(({ id }) => id));
    page = body.next;
  }
  expect(listed.sort()).toEqual(own.map(({ marketId }) => marketId).sort());
  expect((await get(`${urlOf(handle, third.id, 'rest')}/markets/nothing`)).status).toBe(404);

  const socket = new TestSocket(urlOf(handle, third.id, 'ws'));
  onTestFinished(() => socket.end());
  const greeting = socket.next();
  await socket.opened();
  expect(JSON.parse(await greeting)).toEqual({ type: 'hello' });
  const last = new Map<string, Book>();
  socket.onFrame = (text) => {
    const frame = JSON.parse(text) as Book & { type: string };
    if (frame.type !== 'book') return;
    expect(frame.version).toBeGreaterThan(last.get(frame.market)?.version ?? 0);
    last.set(frame.market, frame);
  };
  for (const { marketId } of own) await socket.ask({ op: 'subscribe', market: marketId });
  const first = new Map(last);
  expect(first.size).toBe(own.length);
  await handle.advance(EVENTS);
  await handle.restate();
  const truth = (await handle.truth()).filter(({ venue }) => venue === third.id);
  await expect
    .poll(() => truth.every(({ marketId, bids, asks }) => sameBook(last.get(marketId), bids, asks)))
    .toBe(true);
  expect([...last].filter(([market, { version }]) => version > first.get(market)!.version + 10).length).toBe(
    own.length,
  );
  expect((await handle.trades()).some(({ venue }) => venue === third.id)).toBe(true);
  expect(socket.frames.some((text) => /trade/.test(text))).toBe(false);
}, 30_000);

function sameBook(book: Book | undefined, bids: unknown, asks: unknown): boolean {
  return book !== undefined && JSON.stringify([levels(book.bids), levels(book.asks)]) === JSON.stringify([bids, asks]);
}

test('a contract that three venues list is one link of three members', async () => {
  const { links } = await playing(THIRD_TOO);
  const three = links.filter(({ members }) => members.length === 3);
  expect(three).toHaveLength(3);
  for (const { members } of three) expect(new Set(members.map(({ venue }) => venue)).size).toBe(3);
  expect(links).toHaveLength(15);
});

test('the other venues list the same with and without a third one', async () => {
  const idsOf = async (handle: ExchangeHandle): Promise<unknown> =>
    (await handle.truth())
      .filter(({ venue }) => venue !== third.id)
      .map(({ venue, marketId, symbols }) => ({ venue, marketId, symbols }));
  const without = await createExchange({ seed: 11, startPaused: true, startMs: START_MS });
  onTestFinished(() => without.close());
  expect(await idsOf(await playing(THIRD_TOO))).toEqual(await idsOf(without));
});

test('a venue that is not played is absent, and what only it lists with it', async () => {
  const handle = await playing(THIRD_ALONE, { quietMarkets: 100, pairs: 10 });
  expect(Object.keys(handle.addresses)).toEqual([third.id]);
  expect(handle.keys).toEqual({});
  expect(handle.links).toEqual([]);
  expect(await handle.pairs()).toEqual([]);
  await handle.advance(EVENTS);
  const truth = await handle.truth();
  expect(new Set(truth.map(({ venue }) => venue))).toEqual(new Set([third.id]));
  expect(truth.every(({ bids, asks }) => bids.length + asks.length > 0)).toBe(true);
  await expect(handle.silence(PLAYED_VENUES[0]!.id, true)).rejects.toThrow('is played');
});

test('faults strike a third venue as any other', async () => {
  const handle = await playing(THIRD_TOO, { keepsLedger: true });
  const plan = {
    ...makeFaultPlan(1, EVENTS, WITH_THIRD),
    faults: (['drop', 'duplicate', 'wrong-type', 'grid-change', 'resolved'] as const).map((kind, index) => ({
      ...{ kind, venue: third.id, at: 100 + index * 100, events: 90, connection: null, market: null, amount: 5 },
    })),
  };
  const socket = await new TestSocket(urlOf(handle, third.id, 'ws')).opened();
  onTestFinished(() => socket.end());
  const own = (await handle.truth()).filter(({ venue }) => venue === third.id);
  for (const { marketId } of own) await socket.ask({ op: 'subscribe', market: marketId });
  await handle.startFaults(plan);
  await handle.advance(EVENTS + 1);
  const { fired, rows, isOver } = await handle.takeFaultReport();
  expect(isOver).toBe(true);
  expect(Object.keys(fired).sort()).toEqual(plan.faults.map(({ kind }) => kind).sort());
  expect(rows.filter(({ venue, what }) => venue === third.id && what === 'harm').length).toBeGreaterThan(4);
  const struck = new Set(
    FAULT_KINDS.flatMap((_, seed) => makeFaultPlan(seed, EVENTS, WITH_THIRD).faults.map(({ venue }) => venue)),
  );
  expect(struck).toContain(third.id);
});
