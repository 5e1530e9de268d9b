/**
 * Writes numpy's .npz: a zip with one .npy file, deflated.
 *
 * Formats: numpy.lib.format 1.0 (magic, version, header of a dictionary padded to 64 bytes, the array's bytes) and PKWARE's zip
 * without extensions, so an array of more than 4 GiB is refused.
 */
import { writeFile } from 'node:fs/promises';
import { crc32, deflateRaw } from 'node:zlib';
import { ExportError } from './export-source.ts';

const ALIGN = 64;
const ZIP_MAX = 0xffff_ffff;
const LOCAL_HEAD = 0x04034b50;
const CENTRAL_HEAD = 0x02014b50;
const END_HEAD = 0x06054b50;
const ZIP_VERSION = 20;
const DEFLATE = 8;
/** 1 January 1980: the same array gives the same file. */
const DOS_DATE = 0x21;

/** `descr`: the array's type as Python writes it; `bytes`: its rows, little-endian. */
export async function writeNpz(
  path: string,
  name: string,
  descr: string,
  rows: number,
  bytes: Uint8Array,
): Promise<void> {
  const head = npyHead(descr, rows);
  const raw = Buffer.concat([head, bytes]);
  if (raw.length > ZIP_MAX)
    throw new ExportError('A market has more events than an .npz file holds (4 GiB); export less time.');
  const packed = await deflated(raw);
  const file = `${name}.npy`;
  const check = crc32(raw);
  const sizes = { check, packed: packed.length, raw: raw.length };
  const local = zipHead(LOCAL_HEAD, file, sizes);
  const central = zipHead(CENTRAL_HEAD, file, sizes);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_HEAD, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length + packed.length, 16);
  await writeFile(path, Buffer.concat([local, packed, central, end]));
}

function npyHead(descr: string, rows: number): Buffer {
  const text = `{'descr': ${descr}, 'fortran_order': False, 'shape': (${rows},), }`;
  const length = Math.ceil((10 + text.length + 1) / ALIGN) * ALIGN;
  const head = Buffer.alloc(length, ' ');
  head.write('\x93NUMPY\x01\x00', 0, 'latin1');
  head.writeUInt16LE(length - 10, 8);
  head.write(text, 10, 'latin1');
  head.write('\n', length - 1, 'latin1');
  return head;
}

/** The head of the one file; the central one has its attributes in between, all zero. */
function zipHead(magic: number, file: string, sizes: { check: number; packed: number; raw: number }): Buffer {
  const isCentral = magic === CENTRAL_HEAD;
  const fixed = isCentral ? 46 : 30;
  const head = Buffer.alloc(fixed + file.length);
  head.writeUInt32LE(magic, 0);
  let at = 4;
  if (isCentral) at = head.writeUInt16LE(ZIP_VERSION, at);
  at = head.writeUInt16LE(ZIP_VERSION, at);
  at = head.writeUInt16LE(0, at);
  at = head.writeUInt16LE(DEFLATE, at);
  at = head.writeUInt16LE(0, at);
  at = head.writeUInt16LE(DOS_DATE, at);
  at = head.writeUInt32LE(sizes.check, at);
  at = head.writeUInt32LE(sizes.packed, at);
  at = head.writeUInt32LE(sizes.raw, at);
  head.writeUInt16LE(file.length, at);
  head.write(file, fixed, 'latin1');
  return head;
}

function deflated(bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    deflateRaw(bytes, (error, packed) => (error ? reject(error) : resolve(packed)));
  });
}
