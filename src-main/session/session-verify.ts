/**
 * Reads all of a session and reports what is wrong with it: checksums, the running numbers, the order of receipt, and what the
 * recording itself noted as missing. Nothing is repaired here.
 */
import { readdir } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { openRegular } from '../base/open-regular.ts';
import { type PartIndex, readBytes } from './session-index.ts';
import type { SessionItem } from './session-item.ts';
import { openSession, type SessionReader } from './session-reader.ts';

/** Sentences of one report; a problem that repeats has a counter. */
const PROBLEMS_MAX = 100;
const BLOCK_BYTES = 1 << 20;

export type ConnectionReport = {
  readonly venue: string;
  readonly connection: number;
  messages: number;
  disconnects: number;
  gaps: number;
  dropped: number;
};

export type VerifyReport = {
  /** Nothing that was written is missing or damaged. */
  readonly ok: boolean;
  readonly session: string;
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
  /** Frames that can be read. */
  readonly messages: number;
  readonly events: number;
  readonly keyframes: number;
  /** Frames that were written and can no longer be read, as far as that is known. */
  readonly lost: number;
  /** Bytes that belong to no whole record: a crash's last moment, or damage. */
  readonly lostBytes: number;
  /** Holes that the recording noted: messages that the exchange numbered and did not deliver. */
  readonly gaps: number;
  /** Frames that were received and not written because the disk did not keep up. */
  readonly dropped: number;
  readonly disconnects: number;
  /** Running numbers that came twice, or not in order. */
  readonly duplicates: number;
  readonly missingNumbers: number;
  /** Frames of a connection received before the frame before them, by the monotonic clock. */
  readonly outOfOrder: number;
  readonly clockSteps: number;
  readonly corruptChunks: number;
  readonly unreadable: number;
  /** It was cut by a crash and repaired. */
  readonly recovered: boolean;
  /** Every file was closed properly. */
  readonly finished: boolean;
  readonly startMicros: number;
  readonly endMicros: number;
  readonly connections: readonly ConnectionReport[];
  readonly problems: readonly string[];
};

export type VerifyOptions = {
  /** Called with 0..1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
};

/** Verifies the session at a path. Rejects when there is none, and with the signal's reason when it is aborted. */
export async function verifySession(path: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  return new Verification(await openSession(path)).run(options);
}

class Verification {
  private readonly reader: SessionReader;
  private readonly connections = new Map<number, ConnectionReport>();
  private readonly lastNanos = new Map<number, number>();
  private readonly problems: string[] = [];
  private messages = 0;
  private events = 0;
  private keyframes = 0;
  private lost = 0;
  private gaps = 0;
  private dropped = 0;
  private disconnects = 0;
  private duplicates = 0;
  private missingNumbers = 0;
  private outOfOrder = 0;
  private clockSteps = 0;
  private unreadable = 0;
  /** Damaged chunks that were left out when the session was repaired. */
  private leftOut = 0;
  private part = '';
  private nextNumber = 0;

  constructor(reader: SessionReader) {
    this.reader = reader;
  }

  async run({ onProgress, signal }: VerifyOptions): Promise<VerifyReport> {
    const { reader } = this;
    const { summary } = reader;
    for (const problem of summary.problems) this.problem(problem);
    this.checkParts();
    await this.checkSetAside();
    for (const part of reader.parts) await this.checkData(part, signal);
    let done = 0;
    for await (const { chunk, isWhole, items, sequences, unreadable } of reader.read(reader.chunks, 'all', signal)) {
      if (chunk.part.path !== this.part) {
        this.part = chunk.part.path;
        this.nextNumber = 0;
      }
      if (!isWhole)
        this.skipChunk(
          chunk.frames,
          [...chunk.counts.values()].reduce((a, b) => a + b, 0),
        );
      else {
        for (const number of sequences) this.number(number);
        this.unreadable += unreadable;
        for (const item of items) this.take(item);
      }
      onProgress?.(++done / reader.chunks.length);
    }
    signal?.throwIfAborted();
    for (const { part, offset, messages, text } of reader.damage) {
      this.problem(`${part}: the chunk at ${offset} with ${messages} messages cannot be read: ${text}.`);
    }
    if (this.unreadable > 0) this.problem(`${this.unreadable} messages have no meaning that is known.`);
    if (this.missingNumbers > 0) this.problem(`${this.missingNumbers} numbers of messages are missing.`);
    if (this.duplicates > 0) this.problem(`${this.duplicates} messages come twice or out of turn.`);
    if (this.outOfOrder > 0) this.problem(`${this.outOfOrder} messages stand before what was received earlier.`);
    return this.report();
  }

  private report(): VerifyReport {
    const { messages, events, keyframes, gaps, dropped, disconnects, duplicates, missingNumbers } = this;
    const { outOfOrder, clockSteps, unreadable, problems } = this;
    const { id, path, files, bytes, lostBytes, recovered, finished, startMicros, endMicros } = this.reader.summary;
    const corruptChunks = this.reader.damage.length + this.leftOut;
    const lost = this.lost + missingNumbers;
    const isWhole = lost === 0 && corruptChunks === 0 && lostBytes === 0 && unreadable === 0 && finished;
    return {
      ok: isWhole && duplicates === 0 && problems.length === 0,
      session: id,
      path,
      files,
      bytes,
      messages,
      events,
      keyframes,
      lost,
      lostBytes,
      gaps,
      dropped,
      disconnects,
      duplicates,
      missingNumbers,
      outOfOrder,
      clockSteps,
      corruptChunks,
      unreadable,
      recovered,
      finished,
      startMicros,
      endMicros,
      connections: [...this.connections.values()].sort((a, b) => a.connection - b.connection),
      problems,
    };
  }

  /** Each part names its number, its session, and how many frames came before it. */
  private checkParts(): void {
    const { parts } = this.reader;
    let frames = 0;
    parts.forEach(({ name, metadata, recovered, chunks }, at) => {
      const leftOut = Number(recovered?.get('corruptChunks') ?? 0);
      this.leftOut += leftOut;
      if (leftOut > 0) this.problem(`${name} was repaired; ${leftOut} chunks were unreadable and are not in it.`);
      const before = Number(metadata.get('framesBefore') ?? Number.NaN);
      const number = Number(metadata.get('part') ?? Number.NaN);
      if (metadata.size > 0) {
        if (metadata.get('format') !== '1') this.problem(`${name} has format ${metadata.get('format')}; known is 1.`);
        if (number !== at + 1) this.problem(`${name} says it is part ${number}, but stands in place ${at + 1}.`);
        if (metadata.get('id') !== parts[0]!.metadata.get('id')) this.problem(`${name} belongs to another session.`);
        if (before > frames) {
          this.lost += before - frames;
          this.problem(`Before ${name} ${before - frames} messages are missing.`);
          frames = before;
        } else if (before < frames)
          this.problem(`${name} says that ${before} messages came before it, but ${frames} did.`);
      }
      for (const chunk of chunks) frames += chunk.frames;
    });
  }

  /** Files of which nothing could be read when the session was repaired. */
  private async checkSetAside(): Promise<void> {
    const names = await readdir(this.reader.summary.path).catch((): string[] => []);
    for (const name of names) {
      if (name.endsWith('.unreadable')) this.problem(`Nothing could be read of ${name} when the session was repaired.`);
    }
  }

  /** Indexes and whatever else is not read as a message: every byte counts in the file's own checksum. */
  private async checkData({ path, name, data }: PartIndex, signal: AbortSignal | undefined): Promise<void> {
    if (data === null) return;
    const file = await openRegular(path);
    try {
      let sum = 0;
      for (let at = 0; at < data.end; at += BLOCK_BYTES) {
        signal?.throwIfAborted();
        sum = crc32(await readBytes(file, at, Math.min(BLOCK_BYTES, data.end - at)), sum);
      }
      if (sum !== data.crc) this.problem(`${name} is not what was written: the checksum over all of it is wrong.`);
    } finally {
      await file.close();
    }
  }

  private take(item: SessionItem): void {
    if (item.kind === 'keyframe') {
      this.keyframes++;
      return;
    }
    if (item.kind === 'frame') {
      this.messages++;
      this.connection(item.venue, item.connection).messages++;
      if (item.receivedNanos < (this.lastNanos.get(item.connection) ?? 0)) this.outOfOrder++;
      this.lastNanos.set(item.connection, item.receivedNanos);
      return;
    }
    this.events++;
    const { kind, venue, connection, text } = item.event;
    const known = connection === null ? null : this.connection(venue, connection);
    if (kind === 'gap') {
      this.gaps++;
      if (known) known.gaps++;
    } else if (kind === 'disconnected') {
      this.disconnects++;
      if (known) known.disconnects++;
    } else if (kind === 'dropped') {
      // The event's text begins with the number of frames.
      const frames = Number.parseInt(text, 10) || 1;
      this.dropped += frames;
      if (known) known.dropped += frames;
    } else if (kind === 'clock-step') this.clockSteps++;
  }

  /** 0, in newer files, is the number of all but a chunk's first message. */
  private number(number: number): void {
    if (number === 0 || number === this.nextNumber) this.nextNumber++;
    else if (number > this.nextNumber) {
      this.missingNumbers += number - this.nextNumber;
      this.nextNumber = number + 1;
    } else this.duplicates++;
  }

  /** The messages of a damaged chunk are lost, but their numbers are not missing as well. */
  private skipChunk(frames: number, messages: number): void {
    this.lost += frames;
    this.nextNumber += messages;
  }

  private connection(venue: string, connection: number): ConnectionReport {
    const known = this.connections.get(connection);
    if (known) return known;
    const report: ConnectionReport = { venue, connection, messages: 0, disconnects: 0, gaps: 0, dropped: 0 };
    this.connections.set(connection, report);
    return report;
  }

  private problem(text: string): void {
    if (this.problems.length < PROBLEMS_MAX) this.problems.push(text);
  }
}
