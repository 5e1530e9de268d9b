/** The engine client over a real MessageChannel. */
import { afterEach, describe, expect, it } from 'vitest';
import { createEngineClient, type EngineClient } from '../../../../src-renderer/ports/engine-client.ts';
import {
  emptyLadderFrame,
  emptyMember,
  encodeLadderFrame,
  type LadderFrame,
  ladderSide,
} from '../../../../src-shared/contract/ladder-frame.ts';
import type { EngineToWindow, QuoteRow, WindowToEngine } from '../../../../src-shared/contract/window-engine.ts';
import { FarSide } from '../message-ports.ts';

const NOW_MICROS = 5_000_000;
const clients: EngineClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
});

function start() {
  const engine = new FarSide<EngineToWindow, WindowToEngine>();
  const states: string[] = [];
  const faults: unknown[] = [];
  const client = createEngineClient({
    connect: engine.connect,
    onState: (state) => states.push(state),
    onFault: (error) => faults.push(error),
    nowMicros: () => NOW_MICROS,
  });
  clients.push(client);
  return { engine, client, states, faults };
}

function frameOf(watch: number, frame: number): LadderFrame {
  const bids = ladderSide(1, 1);
  bids.count = 1;
  bids.prices[0] = 460_000;
  bids.totals[0] = 7_000_000;
  bids.sizes[0] = 7_000_000;
  return {
    ...emptyLadderFrame(1, 0),
    watch,
    frame,
    sentMicros: NOW_MICROS - 1_500,
    bookMicros: 1,
    members: [
      {
        ...emptyMember(),
        phase: 'synced',
        lastReceivedMs: 1,
        lastVenueMs: 1,
        bidMicros: 460_000,
      },
    ],
    bids,
    asks: ladderSide(0, 1),
  };
}

const ROW: QuoteRow = {
  listing: 'x:1',
  phase: 'synced',
  reason: 'none',
  transport: 'stream',
  bidMicros: 1,
  bidSizeMicros: 1,
  askMicros: 2,
  askSizeMicros: 1,
  lastTradeMicros: 1,
  lastReceivedMs: 1,
};

describe('engine client', () => {
  it('issues watches that were opened before the port was', async () => {
    const { engine, client } = start();
    client.watchLadder('x:1', 10_000, () => undefined);
    const watch = engine.inbox.next('watch');
    client.start();
    expect(await watch).toEqual({
      kind: 'watch',
      watch: 1,
      of: { what: 'ladder', target: 'x:1', groupMicros: 10_000 },
    });
  });

  it('decodes a ladder frame and acknowledges it with the time it was under way', async () => {
    const { engine, client } = start();
    const frames: LadderFrame[] = [];
    client.watchLadder('x:1', 0, (frame) => frames.push(frame));
    const watch = engine.inbox.next('watch');
    client.start();
    await watch;
    const ack = engine.inbox.next('ack');
    engine.port?.post(encodeLadderFrame(frameOf(1, 8)));
    expect(await ack).toEqual({ kind: 'ack', watch: 1, frame: 8, delayMicros: 1_500 });
    expect(frames[0]?.bids.prices[0]).toBe(460_000);
  });

  it('tells those who watch quotes, spreads and trades when its port is lost', async () => {
    const { engine, client } = start();
    const told: string[] = [];
    client.watchQuotes(
      ['x:1'],
      () => undefined,
      () => told.push('quotes'),
    );
    client.watchSpreads(
      null,
      () => undefined,
      () => told.push('spreads'),
    );
    client.watchTrades(
      ['x:1'],
      () => undefined,
      () => told.push('trades'),
    );
    const watch = engine.inbox.next('watch');
    client.start();
    await watch;
    expect(told).toEqual([]);
    const again = engine.inbox.next('watch');
    client.renew('the engine was restarted');
    expect(told).toEqual(['quotes', 'spreads', 'trades']);
    await again;
  });

  it('acknowledges a frame even when its taker throws', async () => {
    const { engine, client, faults } = start();
    client.watchLadder('x:1', 0, () => {
      throw new Error('the pane failed');
    });
    const watch = engine.inbox.next('watch');
    client.start();
    await watch;
    const ack = engine.inbox.next('ack');
    engine.port?.post(encodeLadderFrame(frameOf(1, 1)));
    expect(await ack).toMatchObject({ watch: 1, frame: 1 });
    expect(faults).toEqual([new Error('the pane failed')]);
  });

  it('hands quotes and trades to the watch they belong to', async () => {
    const { engine, client } = start();
    const rows: QuoteRow[] = [];
    let dropped = -1;
    client.watchQuotes(['x:1'], (some) => rows.push(...some));
    client.watchTrades(['x:1'], (_trades, count) => {
      dropped = count;
    });
    const second = engine.inbox.next('watch', (message) => message.watch === 2);
    client.start();
    await second;
    const acks = [
      engine.inbox.next('ack', (message) => message.watch === 1),
      engine.inbox.next('ack', (message) => message.watch === 2),
    ];
    engine.port?.post({ kind: 'quotes', watch: 1, frame: 1, sentMicros: NOW_MICROS, rows: [ROW] });
    engine.port?.post({ kind: 'trades', watch: 2, frame: 1, sentMicros: NOW_MICROS, trades: [], dropped: 3 });
    await Promise.all(acks);
    expect(rows).toEqual([ROW]);
    expect(dropped).toBe(3);
  });

  it('reconnects and sends every watch again when the port is lost', async () => {
    const { engine, client, states } = start();
    client.watchLadder('x:1', 0, () => undefined);
    const gone = client.watchLadder('x:2', 0, () => undefined);
    const first = engine.inbox.next('watch', (message) => message.watch === 2);
    client.start();
    await first;
    const unwatched = engine.inbox.next('unwatch');
    gone();
    await unwatched;
    const again = engine.inbox.next('watch');
    engine.inbox.all.length = 0;
    engine.port?.close('the engine died');
    await again;
    expect(engine.inbox.all).toEqual([
      { kind: 'watch', watch: 1, of: { what: 'ladder', target: 'x:1', groupMicros: 0 } },
    ]);
    expect(states).toEqual(['open', 'lost', 'open']);
  });

  it('asks again for a watch that was refused, and says why there is nothing yet', async () => {
    const { engine, client } = start();
    const texts: string[] = [];
    client.watchLadder(
      'x:new',
      0,
      () => undefined,
      (text) => texts.push(text),
    );
    const first = engine.inbox.next('watch');
    client.start();
    await first;
    const second = engine.inbox.next('watch');
    engine.port?.post({ kind: 'refused', watch: 1, text: 'The market is not subscribed.' });
    expect((await second).watch).toBe(1);
    expect(texts).toEqual(['The market is not subscribed.']);
  });

  it('drops a port whose frames it cannot read, because such a watch would stand still', async () => {
    const { engine, client } = start();
    client.watchLadder('x:1', 0, () => undefined);
    const first = engine.inbox.next('watch');
    client.start();
    await first;
    const again = engine.nextConnection();
    engine.port?.post(new Uint8Array(64));
    await again;
    expect(engine.connections).toBe(2);
  });

  it('says on a new port that the window is hidden', async () => {
    const { engine, client } = start();
    client.setVisible(false);
    const hidden = engine.inbox.next('visible');
    client.start();
    expect(await hidden).toEqual({ kind: 'visible', visible: false });
    const shown = engine.inbox.next('visible');
    client.setVisible(true);
    expect((await shown).visible).toBe(true);
  });
});
