/** Chunks made to hurt: what unpacks to more than it says, and what says more than it holds. */
import { crc32, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readChunkHead, unpackChunk } from '../../../../src-main/session/mcap-read.ts';

/** A chunk record that claims so many bytes and holds these packed ones. */
function chunk(claimed: bigint, packed: Uint8Array, crc = 0): Uint8Array {
  const bytes = Buffer.alloc(53 + packed.length);
  bytes[0] = 0x06;
  bytes.writeBigUInt64LE(BigInt(44 + packed.length), 1);
  bytes.writeBigUInt64LE(claimed, 25);
  bytes.writeUInt32LE(crc, 33);
  bytes.writeUInt32LE(4, 37);
  bytes.write('zstd', 41);
  bytes.writeBigUInt64LE(BigInt(packed.length), 45);
  bytes.set(packed, 53);
  return bytes;
}

const MIB = 2 ** 20;
const bomb = zstdCompressSync(Buffer.alloc(128 * MIB));

test('a chunk is what it says', async () => {
  const records = Buffer.from('x'.repeat(9 * MIB));
  const whole = chunk(BigInt(records.length), zstdCompressSync(records), crc32(records));
  expect((await unpackChunk(whole)).length).toBe(9 * MIB);
});

test('a chunk that unpacks to far more than it says is given up at what it says', async () => {
  expect(bomb.length).toBeLessThan(MIB);
  const before = process.memoryUsage().rss;
  for (let round = 0; round < 20; round++)
    await expect(unpackChunk(chunk(1_000n, bomb))).rejects.toThrow('it cannot be unpacked');
  // Twenty times 128 MiB would show.
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * MIB);
});

test('a chunk that says more than it holds is damage, and what it says is not reserved for it', async () => {
  const before = process.memoryUsage();
  const small = zstdCompressSync(Buffer.from('little'));
  // Listened to from the start: one that fails while another is waited for would have nobody to hear it.
  const reading = Promise.allSettled(Array.from({ length: 50 }, () => unpackChunk(chunk(BigInt(256 * MIB), small))));
  expect(process.memoryUsage().arrayBuffers - before.arrayBuffers).toBeLessThan(1_024 * MIB);
  for (const one of await reading) {
    expect(one.status === 'rejected' ? (one.reason as Error).message : one.status).toContain('its length is wrong');
  }
});

test.each([[BigInt(256 * MIB) + 1n], [2n ** 53n], [2n ** 64n - 1n]])(
  'a chunk that says it holds %d bytes is none',
  async (claimed) => {
    expect(readChunkHead(chunk(claimed, bomb))).toBeNull();
    await expect(unpackChunk(chunk(claimed, bomb))).rejects.toThrow('its head is damaged');
  },
);
