/** The engine as main sees it: messages and batches of real frames in, requests and books out. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CHANNEL } from '../../../../src-shared/contract/frame-batch.ts';
import { decodeLadderFrame } from '../../../../src-shared/contract/ladder-frame.ts';
import { checked, numbered, TIME_MS } from '../../../venues/roles.ts';
import { TestEngine } from './with-engine.ts';

const rain = numbered.instrument('RAIN');
const snow = numbered.instrument('SNOW');
const one = checked.instrument('111');
const two = checked.instrument('222');

const RAIN_BOOK = [[['0.40', '10.00']], [['0.50', '5.00']]] as const;

/** Two books, synced by the first two messages of stream 1. */
async function withBooks(): Promise<TestEngine> {
  const test = await TestEngine.start();
  test.carry(1, [rain, snow]);
  test.frames(1, [
    numbered.snapshot(1, 1, 'RAIN', ...RAIN_BOOK),
    numbered.snapshot(1, 2, 'SNOW', [['0.20', '1.00']], []),
  ]);
  return test;
}

describe('the engine', () => {
  it('says that it is ready before anything else', async () => {
    const test = await TestEngine.start();
    expect(test.said.items[0]).toEqual({ kind: 'ready' });
  });

  it('keeps the books of the frames it is sent, and tells them when it is asked', async () => {
    const test = await withBooks();
    test.frames(1, [numbered.delta(1, 3, 'RAIN', 'yes', '0.40', '-4.00')]);
    const books = await test.dump();
    expect(books.map(({ listing, phase }) => [listing, phase])).toEqual([
      [rain.id, 'synced'],
      [snow.id, 'synced'],
    ]);
    expect(books[0]).toMatchObject({ bids: [[400_000, 6_000_000]], asks: [[500_000, 5_000_000]], updates: 2 });
    expect((await test.dump([snow.id])).map(({ listing }) => listing)).toEqual([snow.id]);
  });

  it('says how many frames it has taken, those it passed over too', async () => {
    const test = await withBooks();
    test.frames(1, [numbered.delta(1, 2, 'RAIN', 'yes', '0.40', '1.00')]);
    test.frames(9, ['frames of a connection', 'that nobody announced']);
    await test.said.until(() => test.all('taken').reduce((sum, { frames }) => sum + frames, 0) === 5);
  });

  it('hands on what sessions and the catalogue must hear', async () => {
    const test = await withBooks();
    const answer = { id: 4, type: 'ok', msg: { market_tickers: ['RAIN'] } };
    test.frames(1, [
      JSON.stringify(answer),
      '{"type":"market_lifecycle_v2","sid":7,"msg":{"market_ticker":"NEW","event_type":"created"}}',
    ]);
    await test.dump();
    expect(test.all('control')).toEqual([{ kind: 'control', connection: 1, message: answer }]);
    expect(test.all('lifecycle')).toMatchObject([
      { venue: numbered.id, notice: { change: 'created', venueMarketId: 'NEW' } },
    ]);
  });

  it('forgets removed instruments, and closes the books of markets that ended', async () => {
    const test = await withBooks();
    test.post({ kind: 'instruments', add: [], remove: [snow.id] });
    test.post({ kind: 'closed', listings: [rain.id], reason: 'market-closed' });
    test.frames(1, [numbered.delta(1, 3, 'RAIN', 'yes', '0.40', '1.00')]);
    expect((await test.dump()).map(({ listing, phase, reason, updates }) => [listing, phase, reason, updates])).toEqual(
      [[rain.id, 'closed', 'market-closed', 1]],
    );
  });

  it('takes a snapshot again for a market that is reopened, and keeps its last levels until then', async () => {
    const test = await withBooks();
    const before = (await test.dump()).find(({ listing }) => listing === rain.id);
    test.post({ kind: 'closed', listings: [rain.id], reason: 'market-closed' });
    test.post({ kind: 'reopened', listings: [rain.id] });
    const after = (await test.dump()).find(({ listing }) => listing === rain.id);
    expect(after).toMatchObject({ phase: 'recovering', bids: before!.bids, asks: before!.asks });
    test.frames(1, [numbered.snapshot(1, 3, 'RAIN', [['0.40', '5.00']], [])]);
    expect(await test.state(rain.id)).toBe('synced none');
  });

  it('ignores a connection of a venue that it does not know', async () => {
    const test = await withBooks();
    test.connection(2, 'nowhere', 'opened');
    test.post({ kind: 'subscriptions', connection: 2, add: [rain.id], remove: [] });
    test.frames(2, [numbered.snapshot(1, 1, 'RAIN', [], [])]);
    expect(await test.state(rain.id)).toBe('synced none');
  });

  it('reports its health', async () => {
    const test = await withBooks();
    test.frames(1, [numbered.delta(1, 3, 'RAIN', 'yes', '0.40', 'many')]);
    const { health } = await test.said.until(() =>
      test.all('health').find(({ health: one }) => one.frames === 3 && one.books === 2),
    );
    expect(health).toMatchObject({
      synced: 1,
      gaps: 0,
      resyncs: 1,
      decodeErrors: 1,
      delivering: [[1, 1]],
      gapsByConnection: [[1, 0]],
    });
    expect(health.problems).toMatchObject([{ venue: numbered.id, code: 'BAD_NUMBER', count: 1 }]);
    expect(health.latency.receiptToBook.count).toBe(2);
    expect(health.shards).toMatchObject([{ shard: 0, state: 'running', frames: 3 }]);
  });
});

describe('a window', () => {
  it('goes on being told when the wall clock is set back', async () => {
    const test = await withBooks();
    const { port, heard } = test.window(1);
    const ladder = (items: readonly unknown[], at: number) =>
      items.filter((item): item is Uint8Array => item instanceof Uint8Array).map(decodeLadderFrame)[at];
    port.post({ kind: 'watch', watch: 1, of: { what: 'ladder', target: rain.id, groupMicros: 0 } });
    const first = await heard.until((items) => ladder(items, 0));
    port.post({ kind: 'ack', watch: 1, frame: first.frame, delayMicros: 1 });
    const now = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
    onTestFinished(() => void vi.restoreAllMocks());
    test.frames(1, [numbered.delta(1, 3, 'RAIN', 'yes', '0.41', '3.00')]);
    const second = await heard.until((items) => ladder(items, 1));
    expect(second.members[0]).toMatchObject({ phase: 'synced', bidMicros: 410_000 });
  });
});

describe('a numbered stream', () => {
  it('makes every book of the connection recover at a hole, and asks once for all their snapshots', async () => {
    const test = await withBooks();
    test.frames(1, [numbered.delta(1, 4, 'RAIN', 'yes', '0.40', '1.00')]);
    expect([await test.state(rain.id), await test.state(snow.id)]).toEqual([
      'recovering sequence-gap',
      'recovering sequence-gap',
    ]);
    expect(test.all('resync')).toEqual([
      { kind: 'resync', connection: 1, listings: [rain.id, snow.id], reason: 'sequence-gap' },
    ]);
    const [event] = test.all('event');
    expect(event?.event).toMatchObject({ level: 'warn', code: 'BOOK_GAP', venue: numbered.id, connection: 1 });
    expect(event?.event.text).toBe(
      'Message 4 of stream 1 came out of order; 2 books are recovering and fresh snapshots were requested.',
    );
    // The change behind the hole was not applied; the snapshots that follow in the stream are.
    test.frames(1, [numbered.snapshot(1, 5, 'RAIN', [['0.41', '2.00']], [])]);
    expect([await test.state(rain.id), await test.state(snow.id)]).toEqual(['synced none', 'recovering sequence-gap']);
    expect((await test.dump([rain.id]))[0]?.bids).toEqual([[410_000, 2_000_000]]);
  });

  it('makes no book synced by a snapshot that comes behind later changes', async () => {
    const test = await withBooks();
    test.frames(1, [numbered.delta(1, 4, 'RAIN', 'yes', '0.41', '3.00')]);
    // Message 3, as it was before message 4, which is not in it.
    test.frames(1, [numbered.snapshot(1, 3, 'RAIN', ...RAIN_BOOK)]);
    expect(await test.state(rain.id)).toBe('recovering sequence-gap');
    test.frames(1, [numbered.snapshot(1, 5, 'RAIN', [['0.41', '3.00']], [])]);
    expect(await test.state(rain.id)).toBe('synced none');
  });

  it('drops a message that comes twice', async () => {
    const test = await withBooks();
    const delta = numbered.delta(1, 3, 'RAIN', 'yes', '0.40', '1.00');
    test.frames(1, [delta, delta]);
    test.frames(1, [delta, numbered.delta(1, 4, 'RAIN', 'yes', '0.40', '1.00')]);
    expect((await test.dump([rain.id]))[0]).toMatchObject({ phase: 'synced', bids: [[400_000, 12_000_000]] });
    expect(test.all('resync')).toEqual([]);
  });

  it('costs no book when the hole is in a stream that carries none', async () => {
    const test = await withBooks();
    const trade = (seq: number): string =>
      JSON.stringify({
        type: 'trade',
        sid: 2,
        seq,
        msg: { market_ticker: 'RAIN', yes_price_dollars: '0.4', count_fp: '1.00', taker_side: 'yes' },
      });
    test.frames(1, [trade(1), trade(5)]);
    expect(await test.state(rain.id)).toBe('synced none');
    expect(test.codes).toEqual([]);
  });

  it('starts over with the connection, and is apart from that of another connection', async () => {
    const test = await withBooks();
    test.carry(2, [numbered.instrument('WIND')]);
    test.frames(2, [numbered.snapshot(1, 70, 'WIND', [], [])]);
    test.connection(1, numbered.id, 'closed', 'disconnected');
    test.connection(1, numbered.id, 'opened');
    test.frames(1, [numbered.snapshot(1, 1, 'RAIN', ...RAIN_BOOK), numbered.snapshot(1, 2, 'SNOW', [], [])]);
    expect((await test.dump()).map(({ phase }) => phase)).toEqual(['synced', 'synced', 'synced']);
    expect(test.codes).toEqual([]);
  });
});

describe('a connection of the engine', () => {
  it('takes its books along when it closes: not live until a snapshot of the next one', async () => {
    const test = await withBooks();
    test.connection(1, numbered.id, 'closed', 'disconnected');
    expect(await test.state(rain.id)).toBe('recovering disconnected');
    test.connection(1, numbered.id, 'opened');
    test.frames(1, [numbered.delta(1, 1, 'RAIN', 'yes', '0.40', '1.00')]);
    expect(await test.state(rain.id)).toBe('recovering disconnected');
    test.frames(1, [numbered.snapshot(1, 2, 'RAIN', ...RAIN_BOOK)]);
    expect(await test.state(rain.id)).toBe('synced none');
    expect(test.all('resync')).toEqual([]);
  });

  it('is forgotten when nothing will come of it any more', async () => {
    const test = await withBooks();
    const known = async (): Promise<readonly number[]> => {
      const seen = test.all('health').length;
      await test.said.until((all) => all.filter(({ kind }) => kind === 'health').length > seen + 1);
      return test
        .all('health')
        .at(-1)!
        .health.gapsByConnection.map(([connection]) => connection);
    };
    expect(await known()).toEqual([1]);
    test.connection(1, numbered.id, 'closed', 'not-subscribed');
    test.post({ kind: 'gone', connection: 1 });
    expect(await known()).toEqual([]);
    test.frames(1, [numbered.snapshot(1, 2, 'RAIN', ...RAIN_BOOK)]);
    expect(await test.state(rain.id)).toBe('recovering not-subscribed');
  });

  it('makes its books stale by its silence', async () => {
    const test = await withBooks();
    test.connection(1, numbered.id, 'silent', 'feed-silent');
    expect(await test.state(rain.id)).toBe('stale feed-silent');
    test.connection(1, numbered.id, 'heard');
    expect(await test.state(rain.id)).toBe('synced none');
  });

  it('has no say in a book that another connection covers since', async () => {
    const test = await withBooks();
    test.connection(2, numbered.id, 'opened');
    test.post({ kind: 'subscriptions', connection: 2, add: [rain.id], remove: [] });
    test.frames(1, [numbered.snapshot(1, 3, 'RAIN', [['0.01', '1.00']], [])]);
    expect(await test.state(rain.id)).toBe('recovering disconnected');
    test.frames(2, [numbered.snapshot(1, 1, 'RAIN', ...RAIN_BOOK)]);
    test.post({ kind: 'subscriptions', connection: 1, add: [], remove: [rain.id] });
    test.connection(1, numbered.id, 'closed', 'disconnected');
    expect([await test.state(rain.id), await test.state(snow.id)]).toEqual(['synced none', 'recovering disconnected']);
  });

  it('leaves a book that it gives back without a carrier', async () => {
    const test = await withBooks();
    test.post({ kind: 'subscriptions', connection: 1, add: [], remove: [rain.id] });
    test.frames(1, [numbered.snapshot(1, 3, 'RAIN', ...RAIN_BOOK)]);
    expect(await test.state(rain.id)).toBe('recovering not-subscribed');
  });

  it('loses all its books when main had to drop frames, and others keep theirs', async () => {
    const test = await withBooks();
    test.carry(2, [one]);
    test.frames(2, [checked.book('111', [['0.4', '1']], [])]);
    test.post({ kind: 'dropped', connection: 1, frames: 17 });
    expect([await test.state(rain.id), await test.state(snow.id), await test.state(one.id)]).toEqual([
      'recovering queue-overflow',
      'recovering queue-overflow',
      'synced none',
    ]);
    expect(test.all('resync')).toEqual([
      { kind: 'resync', connection: 1, listings: [rain.id, snow.id], reason: 'queue-overflow' },
    ]);
    expect(test.all('event')[0]?.event.text).toContain(
      '17 messages were dropped before they reached the engine; 2 books',
    );
  });

  it('asks for the book that an unreadable message concerned, and for no other', async () => {
    const test = await TestEngine.start();
    test.carry(1, [one, two]);
    test.frames(1, [checked.book('111', [['0.4', '1']], []), checked.book('222', [['0.4', '1']], [])]);
    test.frames(1, [checked.change('222', TIME_MS + 1, { side: 'BUY', price: '0.4', size: '-1' })]);
    expect([await test.state(one.id), await test.state(two.id)]).toEqual(['synced none', 'recovering bad-frame']);
    expect(test.all('resync')).toEqual([{ kind: 'resync', connection: 1, listings: [two.id], reason: 'bad-frame' }]);
    expect(test.all('event')[0]?.event).toMatchObject({
      code: 'DECODE_BAD_NUMBER',
      venue: checked.id,
      connection: 1,
      listing: two.id,
    });
  });

  it('is not asked for snapshots when its books are polled: they come anyway', async () => {
    const test = await TestEngine.start();
    test.carry(1, [rain], 'poll');
    const answer = (price: string): string =>
      JSON.stringify({
        orderbooks: [{ ticker: 'RAIN', orderbook_fp: { yes_dollars: [[price, '1.00']], no_dollars: [] } }],
      });
    test.frames(1, [answer('0.40')], CHANNEL.poll);
    expect(await test.state(rain.id)).toBe('synced none');
    test.frames(1, [answer('forty')], CHANNEL.poll);
    expect(await test.state(rain.id)).toBe('recovering bad-frame');
    test.frames(1, [answer('0.41')], CHANNEL.poll);
    expect(await test.state(rain.id)).toBe('synced none');
    expect([test.all('resync'), test.codes]).toEqual([[], ['DECODE_BAD_NUMBER']]);
  });
});

describe('a window of the engine', () => {
  it('is sent ladders, quotes and trades of the books on its own port', async () => {
    const test = await TestEngine.start();
    test.carry(1, [one]);
    test.frames(1, [checked.book('111', [['0.4', '1']], [['0.5', '2']])]);
    await test.dump();
    const { port, heard } = test.window(1);
    port.post({ kind: 'watch', watch: 1, of: { what: 'ladder', target: one.id, groupMicros: 0 } });
    port.post({ kind: 'watch', watch: 2, of: { what: 'quotes', listings: [one.id] } });
    port.post({ kind: 'watch', watch: 3, of: { what: 'trades', listings: [one.id] } });
    const ladder = decodeLadderFrame(await heard.until((items) => items.find((item) => item instanceof Uint8Array)));
    expect([ladder.watch, ladder.bids.prices[0], ladder.asks.prices[0]]).toEqual([1, 400_000, 500_000]);
    test.frames(1, [checked.trade('111', '0.5', '1')]);
    const isKind = (kind: string) => (item: unknown) =>
      !(item instanceof Uint8Array) && (item as { kind: string }).kind === kind;
    await heard.until((items) => items.some(isKind('quotes')) && items.some(isKind('trades')));
    test.frames(1, [checked.change('111', TIME_MS + 1, { side: 'BUY', price: '0.45', size: '3' })]);
    // Every frame is to be acknowledged; the trade may have had one of its own.
    let acknowledged = -1;
    const next = await heard.until((items) => {
      const frame = items.flatMap((item) => (item instanceof Uint8Array ? [decodeLadderFrame(item)] : [])).at(-1);
      if (frame && frame.frame !== acknowledged) {
        acknowledged = frame.frame;
        port.post({ kind: 'ack', watch: 1, frame: acknowledged, delayMicros: 100 });
      }
      return frame?.bids.prices[0] === 450_000 ? frame : undefined;
    });
    expect(next.frame).not.toBe(ladder.frame);
  });

  it('is shown nothing of what lies between two moments of a recording', async () => {
    const test = await TestEngine.start();
    test.carry(1, [one]);
    test.frames(1, [checked.book('111', [['0.4', '1']], [['0.5', '2']])]);
    await test.dump();
    const { port, heard } = test.window(1);
    const frames = () => heard.items.filter((item) => item instanceof Uint8Array).map(decodeLadderFrame);
    port.post({ kind: 'watch', watch: 1, of: { what: 'ladder', target: one.id, groupMicros: 0 } });
    await heard.until(() => frames().length > 0);
    port.post({ kind: 'ack', watch: 1, frame: frames()[0]!.frame, delayMicros: 100 });
    await test.dump();
    test.post({ kind: 'hold', isHeld: true });
    test.frames(1, [checked.change('111', TIME_MS + 1, { side: 'BUY', price: '0.45', size: '3' })]);
    // Every look at the clock would publish; there are some.
    const looks = test.all('health').length;
    await test.said.until(() => test.all('health').length > looks + 5);
    test.frames(1, [checked.change('111', TIME_MS + 2, { side: 'BUY', price: '0.46', size: '3' })]);
    test.post({ kind: 'hold', isHeld: false });
    await heard.until(() => frames().length > 1);
    expect(frames().map(({ bids }) => bids.prices[0])).toEqual([400_000, 460_000]);
  });
});
