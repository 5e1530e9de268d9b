/**
 * Decides how a REST body is compressed for a client that says it reads that, and what a cut one looks like.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

const PACKINGS: Readonly<Record<string, (body: string) => Buffer>> = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
};
/** Behind the last of them every format keeps a part of its end or its checksum. */
const CUT_BYTES = 6;

export interface PackedBody {
  /** For the header `content-encoding`. */
  readonly encoding: string;
  readonly bytes: Buffer;
}

/** The body in one of the forms that the client accepts, chosen by the number; undefined when it accepts none. */
export function packedBody(body: string, headers: IncomingHttpHeaders, choice: number): PackedBody | undefined {
  const accepted = String(headers['accept-encoding'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => Object.hasOwn(PACKINGS, name));
  const encoding = accepted[choice % accepted.length];
  return encoding === undefined ? undefined : { encoding, bytes: PACKINGS[encoding]!(body) };
}

/** The same without its end. */
export function cutBody({ encoding, bytes }: PackedBody): PackedBody {
  return { encoding, bytes: bytes.subarray(0, Math.max(1, bytes.length - CUT_BYTES)) };
}
