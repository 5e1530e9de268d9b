/** A window's subscriptions over a real message channel. */
import { describe, expect, it } from 'vitest';
import type { LadderFrame } from '../../../../src-shared/contract/ladder-frame.ts';
import {
  TRADES_KEPT_PER_BOOK,
  TRADES_QUEUED_MAX,
  WATCHES_PER_WINDOW_MAX,
} from '../../../../src-shared/domain/limits.ts';
import { checked } from '../../../venues/roles.ts';
import { NOW_MS, TestShard } from '../shard/with-shard.ts';
import { bestBidSize, change, ladder, one, quotes, trades, two, withBooks } from './two-books.ts';
import { INTERVAL_MS, TestWindow } from './with-window.ts';

describe('quotes that are watched', () => {
  it('are sent for all listings first, then for those that changed, at half the pace of ladders', async () => {
    const test = withBooks();
    const window = new TestWindow(test);
    await window.watch(3, quotes);
    const [first] = await window.quotes();
    expect(first?.rows).toMatchObject([
      {
        listing: one.id,
        phase: 'synced',
        bidMicros: 400_000,
        bidSizeMicros: 100_000_000,
        askMicros: 420_000,
        askSizeMicros: 30_000_000,
      },
      { listing: two.id, phase: 'synced', bidMicros: 500_000, askMicros: 520_000, lastTradeMicros: -1 },
    ]);
    await window.ack(3, first!.frame);
    change(test, '3');
    expect(await window.quotes(NOW_MS + 2 * INTERVAL_MS - 1)).toEqual([]);
    const [second] = await window.quotes(NOW_MS + 2 * INTERVAL_MS);
    expect(second?.rows.map(({ listing, bidSizeMicros }) => [listing, bidSizeMicros])).toEqual([[one.id, 3_000_000]]);
  });

  it('tell once that a book is gone, and say nothing of books that were never here', async () => {
    const test = withBooks();
    const window = new TestWindow(test);
    await window.watch(3, { what: 'quotes', listings: [one.id, `${checked.id}:0xelsewhere`] });
    const [first] = await window.quotes();
    expect(first?.rows.map(({ listing }) => listing)).toEqual([one.id]);
    await window.ack(3, first!.frame);
    test.shard.setInstruments([], [one.id]);
    const [gone] = await window.quotes(NOW_MS + 1_000);
    expect(gone?.rows).toMatchObject([
      { listing: one.id, phase: 'waiting', reason: 'not-subscribed', bidMicros: -1, askMicros: -1 },
    ]);
    await window.ack(3, gone!.frame);
    test.shard.setInstruments([], []);
    expect(await window.quotes(NOW_MS + 2_000)).toEqual([]);
  });
});

describe('trades that are watched', () => {
  const trade = (at: number): string => checked.trade('111', (at / 10_000).toFixed(4), '1');
  const prices = (from: number, to: number): readonly number[] =>
    Array.from({ length: to - from }, (_, at) => (from + at) * 100);

  it('begin with the last ones known, and go on with every one in order', async () => {
    const test = withBooks();
    test.frames(1, [trade(4_000), trade(4_001)]);
    test.frames(1, [checked.trade('222', '0.5', '1')]);
    const window = new TestWindow(test);
    await window.watch(5, trades);
    const [known] = await window.trades();
    expect(known?.trades.map(({ priceMicros }) => priceMicros)).toEqual([400_000, 400_100]);
    test.frames(1, [trade(4_002), trade(4_003)]);
    expect(await window.trades(NOW_MS + 1_000)).toEqual([]);
    await window.ack(5, known!.frame);
    const [next] = await window.trades(NOW_MS + 1_000);
    expect([next?.trades.map(({ priceMicros }) => priceMicros), next?.dropped]).toEqual([[400_200, 400_300], 0]);
  });

  it('are queued for a stalled window up to the limit; the oldest are dropped and counted', async () => {
    const test = withBooks();
    const window = new TestWindow(test);
    await window.watch(5, trades);
    test.frames(1, [trade(1)]);
    const [first] = await window.trades();
    for (let at = 1_000; at < 1_000 + TRADES_QUEUED_MAX + 1; at++) test.frames(1, [trade(at)]);
    await window.ack(5, first!.frame);
    const [queued] = await window.trades(NOW_MS + 1_000);
    const dropped = TRADES_QUEUED_MAX / 4;
    expect(queued?.dropped).toBe(dropped);
    expect(queued?.trades.map(({ priceMicros }) => priceMicros)).toEqual(
      prices(1_000 + dropped, 1_000 + TRADES_QUEUED_MAX + 1),
    );
  });

  it('do not count as dropped what was known before and is more than the queue holds', async () => {
    const test = new TestShard();
    const many = Array.from({ length: TRADES_QUEUED_MAX / TRADES_KEPT_PER_BOOK + 2 }, (_, at) =>
      checked.instrument(String(1_000 + at)),
    );
    test.carry(1, many);
    let receivedMs = NOW_MS;
    for (const { symbols } of many) {
      for (let at = 0; at < TRADES_KEPT_PER_BOOK + 1; at++)
        test.frames(1, [checked.trade(symbols[0]!, '0.5', '1')], ++receivedMs);
    }
    const window = new TestWindow(test);
    await window.watch(5, { what: 'trades', listings: [...many, ...many].map(({ id }) => id) });
    const [known] = await window.trades();
    expect([known?.trades.length, known?.dropped]).toEqual([TRADES_QUEUED_MAX, 0]);
    expect(known?.trades.at(-1)?.receivedMicros).toBe(receivedMs * 1_000);
  });
});

describe('a window', () => {
  it('is sent nothing while it is hidden, and the state of the moment when it is seen again', async () => {
    const test = withBooks();
    const window = new TestWindow(test);
    await window.watch(7, ladder);
    await window.watch(5, trades);
    await window.say({ kind: 'visible', visible: false });
    change(test, '7');
    test.frames(1, [checked.trade('111', '0.42', '1')]);
    expect(await window.publish(NOW_MS + 1_000)).toEqual([]);
    change(test, '8');
    await window.say({ kind: 'visible', visible: true });
    const sent = await window.publish(NOW_MS + 2_000);
    expect(sent.length).toBe(2);
    expect(bestBidSize(sent[0] as LadderFrame)).toBe(8_000_000);
    expect(sent[1]).toMatchObject({ kind: 'trades', trades: [{ priceMicros: 420_000 }] });
  });

  it('may send anything: what is not a message is ignored where it enters the engine', async () => {
    const window = new TestWindow(withBooks());
    const wrong: readonly unknown[] = [
      { kind: 'watch' },
      { kind: 'watch', watch: -1, of: ladder },
      { kind: 'watch', watch: 1.5, of: ladder },
      { kind: 'watch', watch: 1, of: { what: 'everything' } },
      { kind: 'watch', watch: 1, of: { ...ladder, groupMicros: 2_000_000 } },
      { kind: 'watch', watch: 1, of: { ...ladder, target: 'x'.repeat(301) } },
      { kind: 'watch', watch: 1, of: { what: 'quotes', listings: Array(2_001).fill(one.id) } },
      { kind: 'watch', watch: 1, of: { what: 'quotes', listings: [7] } },
      { kind: 'ack', watch: 1, frame: '1', delayMicros: 1 },
      { kind: 'ack', watch: 1, frame: 1, delayMicros: Number.NaN },
      { kind: 'visible', visible: 'no' },
      { kind: 'something-else' },
      new Uint8Array([1, 2, 3]),
    ];
    for (const message of wrong) await window.say(message);
    expect(await window.publish()).toEqual([]);
    await window.watch(1, ladder);
    expect((await window.ladders(NOW_MS + 100)).length).toBe(1);
  });

  it('may report any delay: it counts as a latency of at most a day', async () => {
    const test = withBooks();
    const window = new TestWindow(test);
    for (const delayMicros of [-5, 0, 1e300, Number.MAX_SAFE_INTEGER]) await window.ack(1, 1, delayMicros);
    const [samples] = test.shard.meter.hops.bookToWindow;
    expect([samples?.count, samples?.min]).toEqual([4, 1]);
    expect(samples!.max / 86_400_000_000).toBeCloseTo(1, 2);
  });

  it('is refused more watches than a window may have, until it ends one', async () => {
    const window = new TestWindow(withBooks());
    for (let watch = 0; watch < WATCHES_PER_WINDOW_MAX; watch++) await window.watch(watch, trades);
    await window.watch(900, ladder);
    expect(await window.publish()).toEqual([
      { kind: 'refused', watch: 900, text: `A window can watch ${WATCHES_PER_WINDOW_MAX} things at once.` },
    ]);
    await window.say({ kind: 'unwatch', watch: 3 });
    await window.watch(900, ladder);
    expect((await window.ladders(NOW_MS + 100)).map(({ watch }) => watch)).toEqual([900]);
  });

  it('watches something else under a number used again, even at the limit', async () => {
    const window = new TestWindow(withBooks());
    await window.watch(0, ladder);
    for (let watch = 1; watch < WATCHES_PER_WINDOW_MAX; watch++) await window.watch(watch, trades);
    await window.watch(0, quotes);
    expect((await window.publish()).map((item) => ('kind' in item ? item.kind : 'ladder'))).toEqual(['quotes']);
  });

  it('is sent nothing for a watch that it ended', async () => {
    const test = withBooks();
    const window = new TestWindow(test);
    await window.watch(7, ladder);
    await window.watch(8, quotes);
    await window.say({ kind: 'unwatch', watch: 7 });
    await window.say({ kind: 'unwatch', watch: 8 });
    await window.say({ kind: 'unwatch', watch: 55 });
    expect(await window.publish()).toEqual([]);
  });

  it('that is loaded again is served on its next port, whenever the old one closes', async () => {
    const test = withBooks();
    const old = new TestWindow(test, 1);
    await old.watch(7, ladder);
    const next = new TestWindow(test, 1);
    await next.watch(7, ladder);
    const closed = new Promise<void>((resolve) => {
      const { onClose } = old.pair.near;
      old.pair.near.onClose = (reason) => {
        onClose?.(reason);
        resolve();
      };
    });
    old.pair.far.close();
    await closed;
    expect((await next.ladders()).length).toBe(1);
  });

  it('that closes is forgotten', async () => {
    const test = withBooks();
    const window = new TestWindow(test);
    await window.watch(7, ladder);
    const { near, far, heard } = window.pair;
    const posted: unknown[] = [];
    near.post = (data) => posted.push(data);
    const closed = new Promise((resolve) => {
      far.onClose = resolve;
    });
    near.close('seen enough');
    test.shard.publish(NOW_MS, INTERVAL_MS, NOW_MS * 1_000);
    expect(await closed).toBe('seen enough');
    expect([posted, heard.items]).toEqual([[], []]);
  });
});
