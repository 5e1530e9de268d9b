/** A shard with the real venues, fed by frames made by hand; what it asks for is noted. */
import {
  CHANNEL,
  type Channel,
  FrameBatchReader,
  FrameBatchWriter,
} from '../../../../src-shared/contract/frame-batch.ts';
import type { BookDump } from '../../../../src-shared/contract/main-engine.ts';
import type { AlertSighting } from '../../../../src-shared/domain/alert.ts';
import type { BookReason, Transport } from '../../../../src-shared/domain/book-phase.ts';
import type { ConnectionLag } from '../../../../src-shared/domain/health.ts';
import type { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { ListingId } from '../../../../src-shared/domain/listing.ts';
import type { Json, LifecycleNotice } from '../../../../src-shared/domain/notice.ts';
import { VENUES } from '../../../../src-shared/venues/index.ts';
import type { BookEntry } from '../../../../src-worker/book/book-table.ts';
import { FrameWindow } from '../../../../src-worker/decode/frame-window.ts';
import { WindowHub } from '../../../../src-worker/route/window-hub.ts';
import { Shard } from '../../../../src-worker/shard/shard.ts';
import type { ToShard } from '../../../../src-worker/shard/shard-message.ts';
import type { ShardOutput } from '../../../../src-worker/shard/shard-output.ts';

export const NOW_MS = 1_775_000_000_500;

const MICROS_PER_MS = 1_000;

export class ShardNotes implements ShardOutput {
  readonly controls: [connection: number, message: Json][] = [];
  readonly lifecycles: LifecycleNotice[] = [];
  readonly resyncs: string[] = [];
  readonly losses: string[] = [];
  readonly replaces: string[] = [];
  readonly logs: string[] = [];
  readonly lags: string[] = [];

  readonly handovers: string[] = [];
  readonly sightings: AlertSighting[] = [];

  alert(sighting: AlertSighting): void {
    this.sightings.push(sighting);
  }

  control(connection: number, message: Json): void {
    this.controls.push([connection, message]);
  }

  lifecycle(_venue: string, notice: LifecycleNotice): void {
    this.lifecycles.push(notice);
  }

  resync(connection: number, listing: ListingId, reason: BookReason): void {
    this.resyncs.push(`${connection} ${listing} ${reason}`);
  }

  lost(connection: number, reason: BookReason): void {
    this.losses.push(`${connection} ${reason}`);
  }

  lag({ connection, isBehind, lagMs }: ConnectionLag): void {
    this.lags.push(`${connection} ${isBehind ? 'behind' : 'in time'} ${Math.round(lagMs)}`);
  }

  replace(connection: number, reason: BookReason): void {
    this.replaces.push(`${connection} ${reason}`);
  }

  takenOver(connection: number, listings: readonly ListingId[]): void {
    this.handovers.push(`${connection} ${listings.join(' ')}`);
  }

  log(level: string, code: string, entry: BookEntry | null, text: string): void {
    this.logs.push(`${level} ${code} ${entry?.listing ?? '-'} ${text}`);
  }
}

export class TestShard {
  readonly notes = new ShardNotes();
  readonly shard = new Shard(VENUES, 0, this.notes);
  /** The windows' way to the shard, as the engine has it. */
  readonly hub = new WindowHub([{ post: (message) => this.windowMessage(message) }]);
  private readonly writer = new FrameBatchWriter();
  private readonly reader = new FrameBatchReader();
  private readonly window = new FrameWindow();

  private windowMessage(message: ToShard): void {
    const { windows } = this.shard;
    if (message.kind === 'window-opened') windows.open(message.window, (data) => this.hub.send(message.window, data));
    else if (message.kind === 'window-message') windows.take(message.window, message.message);
    else if (message.kind === 'window-closed') windows.close(message.window);
  }

  /** Opens a connection that owns these instruments. */
  carry(connection: number, instruments: readonly Instrument[], transport: Transport = 'stream', nowMs = NOW_MS): void {
    this.shard.setInstruments(instruments, []);
    this.shard.setConnection(connection, instruments[0]!.venue, 'opened', 'none', nowMs);
    const listings = instruments.map(({ id }) => id);
    this.shard.subscribe(connection, { transport, isOpen: true, reason: 'none' }, listings, nowMs);
  }

  /** Frames of a connection, received at a time; `nanos`: on the steady clock. */
  frames(
    connection: number,
    texts: readonly (string | Uint8Array)[],
    nowMs = NOW_MS,
    channel: Channel = CHANNEL.text,
    isEcho = false,
    nanos = Number(process.hrtime.bigint()),
  ): void {
    for (const text of texts) {
      const bytes = typeof text === 'string' ? Buffer.from(text) : text;
      this.writer.add(connection, channel, nowMs * MICROS_PER_MS, nanos, bytes);
    }
    const batch = this.writer.take();
    this.reader.open(batch);
    this.window.open(batch);
    while (this.reader.next()) {
      const { start, end, receivedMicros, receivedNanos } = this.reader;
      this.window.move(start, end);
      this.shard.onFrame(
        this.reader.connection,
        this.reader.channel,
        isEcho,
        receivedMicros,
        receivedNanos,
        this.window,
      );
    }
  }

  dump(listing: ListingId): BookDump {
    const [book] = this.shard.dump([listing]);
    if (!book) throw new Error(`no book of ${listing}`);
    return book;
  }

  /** Phase and reason of a book. */
  state(listing: ListingId): string {
    const { phase, reason } = this.dump(listing);
    return `${phase} ${reason}`;
  }
}
