/** Frames as the engine gets them: in batches of the product's own writer, each frame beside its text for the others. */
import { CHANNEL, FrameBatchWriter } from '../../../src-shared/contract/frame-batch.ts';

export class FrameStore {
  readonly texts: string[] = [];
  readonly batches: Uint8Array[] = [];
  bytes = 0;
  private readonly writer = new FrameBatchWriter();
  private readonly connection: number;

  constructor(connection: number) {
    this.connection = connection;
  }

  add(text: string): void {
    const frame = Buffer.from(text);
    // A string made of bytes, as a socket's text is, and not the rope that a template leaves behind.
    this.texts.push(frame.toString('latin1'));
    this.bytes += frame.length;
    const nowMicros = Date.now() * 1_000;
    this.writer.add(this.connection, CHANNEL.text, nowMicros, Number(process.hrtime.bigint()), frame);
    if (this.writer.full) this.flush();
  }

  flush(): void {
    if (this.writer.frames > 0) this.batches.push(this.writer.take());
  }
}
