/** The engine as main has it, over a real message channel, and frames sent to it in batches. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import { nodeEngine } from '../../../../src-main/host/node/node-engine.ts';
import { CHANNEL, type Channel, FrameBatchWriter } from '../../../../src-shared/contract/frame-batch.ts';
import type { BookDump, EngineToMain, MainToEngine } from '../../../../src-shared/contract/main-engine.ts';
import { messagePortWire, nodePort } from '../../../../src-shared/contract/message-port-wire.ts';
import { createPort, type Port } from '../../../../src-shared/contract/port.ts';
import type { EngineToWindow, WindowToEngine } from '../../../../src-shared/contract/window-engine.ts';
import type { BookReason, Transport } from '../../../../src-shared/domain/book-phase.ts';
import type { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { FRAME_INTERVAL_MIN_MS } from '../../../../src-shared/domain/limits.ts';
import { VENUES } from '../../../../src-shared/venues/index.ts';
import { Engine } from '../../../../src-worker/route/engine.ts';
import { Noted } from '../../noted.ts';
import { portPair } from '../../port-pair.ts';

const engineEntry = new URL('../../../../src-worker/worker.ts', import.meta.url);
const shardEntry = new URL('../../../../src-worker/shard.ts', import.meta.url);
const TICK_MS = 20;

type Kind = EngineToMain['kind'];
type Said<K extends Kind> = Extract<EngineToMain, { kind: K }>;

/** What main has of an engine. */
type Held = { readonly port: Port<MainToEngine, EngineToMain>; adopt(window: number, end: MessagePort): void };

export class TestEngine {
  readonly said = new Noted<EngineToMain>();
  private readonly held: Held;
  private readonly writer = new FrameBatchWriter();
  private dumps = 0;

  private constructor(held: Held) {
    this.held = held;
    held.port.onMessage = (data) => {
      if (!(data instanceof Uint8Array)) this.said.add(data);
    };
  }

  /** One with its shard inline, in the test's own thread. */
  static async start(): Promise<TestEngine> {
    const { near, far } = portPair<EngineToMain, MainToEngine>();
    const test = new TestEngine({
      port: far,
      adopt: (window, end) =>
        engine.addWindow(
          window,
          createPort(messagePortWire(nodePort(end), { transferBuffers: true }), () => () => {}),
        ),
    });
    const engine = new Engine(near, VENUES, shardEntry);
    const ticker = setInterval(() => {
      engine.tick();
      engine.sendHealth();
    }, TICK_MS);
    onTestFinished(() => clearInterval(ticker));
    return test.settled(0);
  }

  /** One in a thread of its own, with so many more for its shards; `exited` says why it ended. */
  static async startThread(shards: number): Promise<{ readonly test: TestEngine; readonly exited: Promise<string> }> {
    const engine = nodeEngine(engineEntry)();
    const exited = new Promise<string>((resolve) => {
      engine.onExit = resolve;
    });
    onTestFinished(async () => {
      engine.kill();
      await exited;
    });
    return { test: await new TestEngine(engine).settled(shards), exited };
  }

  private async settled(shards: number): Promise<this> {
    await this.said.count(1);
    this.post({ kind: 'settings', settings: { shards, frameIntervalMs: FRAME_INTERVAL_MIN_MS, clock: 'wall' } });
    return this;
  }

  post(message: MainToEngine): void {
    this.held.port.post(message);
  }

  connection(
    connection: number,
    venue: string,
    change: 'opened' | 'closed' | 'silent' | 'heard',
    reason: BookReason = 'none',
    transport: Transport = 'stream',
  ): void {
    this.post({ kind: 'connection', connection, venue, transport, change, reason, atMs: 0 });
  }

  /** Makes the instruments known, and carried by a connection that opens. */
  carry(connection: number, instruments: readonly Instrument[], transport: Transport = 'stream'): void {
    const venue = instruments[0]!.venue;
    this.post({ kind: 'instruments', add: instruments, remove: [] });
    this.connection(connection, venue, 'closed', 'no-snapshot-yet', transport);
    this.post({ kind: 'subscriptions', connection, add: instruments.map(({ id }) => id), remove: [] });
    this.connection(connection, venue, 'opened', 'none', transport);
  }

  /** One batch. */
  frames(connection: number, texts: readonly string[], channel: Channel = CHANNEL.text): void {
    for (const text of texts) {
      this.writer.add(connection, channel, Date.now() * 1_000, Number(process.hrtime.bigint()), Buffer.from(text));
    }
    this.held.port.post(this.writer.take());
  }

  /** The books as they are after everything that was sent. */
  async dump(listings: readonly string[] = []): Promise<readonly BookDump[]> {
    const id = ++this.dumps;
    this.post({ kind: 'dump', id, listings });
    return (
      await this.said.until(
        (all) => all.find((message) => message.kind === 'books' && message.id === id) as Said<'books'>,
      )
    ).books;
  }

  /** Phase and reason of one book. */
  async state(listing: string): Promise<string> {
    const [book] = await this.dump([listing]);
    return book ? `${book.phase} ${book.reason}` : 'none';
  }

  all<K extends Kind>(kind: K): readonly Said<K>[] {
    return this.said.items.filter((message): message is Said<K> => message.kind === kind);
  }

  /** The events' codes so far. */
  get codes(): readonly string[] {
    return this.all('event').map(({ event }) => event.code);
  }

  /** A window's end of its port to the engine. */
  window(window: number): {
    readonly port: Port<WindowToEngine, EngineToWindow>;
    readonly heard: Noted<EngineToWindow | Uint8Array>;
  } {
    const { port1, port2 } = new MessageChannel();
    const port = createPort<WindowToEngine, EngineToWindow>(
      messagePortWire(nodePort(port1), { transferBuffers: true }),
      () => () => {},
    );
    const heard = new Noted<EngineToWindow | Uint8Array>();
    port.onMessage = (data) => heard.add(data);
    this.held.adopt(window, port2);
    onTestFinished(() => port.close());
    return { port, heard };
  }
}
