import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { FrameOutbox } from '../../../../src-exchange/wire/frame-outbox.ts';

/** Reads unmasked text frames by RFC 6455, section 5.2. */
function readFrames(bytes: Buffer): string[] {
  const texts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    expect(bytes[at]).toBe(0x81);
    const short = bytes[at + 1]!;
    let length = short;
    let start = at + 2;
    if (short === 126) {
      length = bytes.readUInt16BE(at + 2);
      start = at + 4;
    } else if (short === 127) {
      length = Number(bytes.readBigUInt64BE(at + 2));
      start = at + 10;
    }
    texts.push(bytes.subarray(start, start + length).toString('utf8'));
    at = start + length;
  }
  return texts;
}

test('frames of every length, ASCII or not, arrive whole and in order', () => {
  const stream = new PassThrough({ highWaterMark: 8 * 1024 * 1024 });
  const outbox = new FrameOutbox(stream);
  const texts = [0, 1, 125, 126, 127, 65_535, 65_536, 300_000, 1_500_000].map((length) => 'x'.repeat(length));
  texts.push('Bayern München', '€'.repeat(40_000), 'last');
  for (const text of texts) outbox.push(text);
  outbox.flush();
  expect(outbox.frames).toBe(texts.length);
  expect(readFrames(stream.read())).toEqual(texts);
});

test('nothing is written before the flush, and one flush is one write', () => {
  const stream = new PassThrough();
  const outbox = new FrameOutbox(stream);
  for (let i = 0; i < 100; i += 1) outbox.push(`{"seq":${i}}`);
  expect(stream.read()).toBeNull();
  const written: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => written.push(chunk));
  outbox.flush();
  expect(written).toHaveLength(1);
  expect(readFrames(written[0]!)).toHaveLength(100);
});

test('a flushed frame is not overwritten by the next', () => {
  const stream = new PassThrough();
  const outbox = new FrameOutbox(stream);
  outbox.push('first');
  outbox.flush();
  outbox.push('second');
  outbox.flush();
  expect(readFrames(Buffer.concat([stream.read()]))).toEqual(['first', 'second']);
});
