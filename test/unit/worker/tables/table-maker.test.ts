/** The tables' books against the engine's own shard, fed the same messages. */
import { describe, expect, it } from 'vitest';
import { FrameBatchWriter } from '../../../../src-shared/contract/frame-batch.ts';
import type { BookDump } from '../../../../src-shared/contract/main-engine.ts';
import type { FromTables } from '../../../../src-shared/contract/tables.ts';
import { VENUES } from '../../../../src-shared/venues/index.ts';
import { FrameWindow } from '../../../../src-worker/decode/frame-window.ts';
import { Shard } from '../../../../src-worker/shard/shard.ts';
import type { ShardOutput } from '../../../../src-worker/shard/shard-output.ts';
import { TableMaker } from '../../../../src-worker/tables/table-maker.ts';
import { checked, numbered } from '../../../venues/roles.ts';
import { LISTINGS, type Recording, someRecording } from '../../main/export/export-recording.ts';

const SEED = 99;
const MICROS_PER_MS = 1_000;
const plan = {
  tables: ['trades', 'book_deltas', 'quotes'] as const,
  listings: [],
  fromMicros: null,
  toMicros: null,
  levels: 5,
  intervalMs: 1_000,
  originals: false,
};

const CHANGES = { connected: 'opened', disconnected: 'closed' } as const;

function engineBooks(recording: Recording): readonly BookDump[] {
  const out: ShardOutput = {
    control() {},
    lifecycle() {},
    resync() {},
    lost() {},
    replace() {},
    lag() {},
    takenOver() {},
    alert() {},
    log() {},
  };
  const shard = new Shard(VENUES, 0, out);
  shard.setInstruments(LISTINGS, []);
  const frame = new FrameWindow();
  for (const item of recording.items) {
    if (item.kind === 'event') {
      const { kind, connection, venue, listings } = item.event;
      const nowMs = item.atMicros / MICROS_PER_MS;
      const carrier = { transport: 'stream', isOpen: true, reason: 'none' } as const;
      if (kind === 'subscribed') shard.subscribe(connection!, carrier, listings, nowMs);
      else shard.setConnection(connection!, venue, CHANGES[kind as keyof typeof CHANGES], 'disconnected', nowMs);
    } else if (item.kind === 'frame') {
      const { connection, channel, receivedMicros, receivedNanos, bytes } = item;
      shard.onFrame(connection, channel, false, receivedMicros, receivedNanos, frame.hold(bytes));
    }
  }
  return shard.dump([]);
}

function made(recording: Recording): FromTables[] {
  const said: FromTables[] = [];
  const start = { kind: 'start', plan, instruments: LISTINGS, links: [] } as const;
  const maker = new TableMaker(VENUES, start, (message) => void said.push(message));
  const writer = new FrameBatchWriter();
  maker.take({ kind: 'carrier', connection: 1, venue: checked.id, transport: 'stream' });
  maker.take({ kind: 'carrier', connection: 2, venue: numbered.id, transport: 'stream' });
  for (const item of recording.items) {
    if (item.kind === 'frame') {
      writer.add(item.connection, item.channel, item.receivedMicros, item.receivedNanos, item.bytes);
      continue;
    }
    if (item.kind !== 'event') continue;
    maker.takeBatch(writer.take());
    const { kind, connection, listings } = item.event;
    const change = kind as 'connected' | 'disconnected' | 'subscribed';
    maker.take({ kind: 'connection', connection, change, listings, atMicros: item.atMicros });
  }
  maker.takeBatch(writer.take());
  maker.take({ kind: 'end' });
  return said;
}

function doneOf(said: readonly FromTables[]): Extract<FromTables, { kind: 'done' }> {
  const last = said.at(-1);
  if (last?.kind !== 'done') throw new Error('The tables are not done.');
  return last;
}

describe('the table maker', () => {
  it('ends with the engine’s books', () => {
    const recording = someRecording(SEED, 2_000);
    expect(doneOf(made(recording)).books).toEqual(engineBooks(recording));
  });

  it('ends with the engine’s books after a frame of either venue that is no JSON', () => {
    for (const broken of ['{"type":"orderbook_delta", broken', '[{"event_type":"price_change"']) {
      const recording = someRecording(SEED, 300);
      const connection = broken.startsWith('[') ? 1 : 2;
      recording.frame({ venue: connection === 1 ? checked.id : numbered.id, connection }, broken);
      for (let i = 0; i < 50; i++) recording.change();
      const done = doneOf(made(recording));
      expect(done.books).toEqual(engineBooks(recording));
      expect(done.problems).toBe(1);
      expect(done.books.map(({ phase }) => phase).sort()).toEqual(['recovering', 'synced']);
    }
  });

  it('makes the same rows again', () => {
    const recording = someRecording(SEED, 500);
    expect(made(recording)).toEqual(made(recording));
  });
});
