/**
 * Reads the body of an HTTP answer, compressed or not, up to a limit of bytes that holds before and after unpacking.
 *
 * Unpacking runs outside of main's thread and stops at the limit, whatever the body claims to be.
 */
import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';
import { errorText } from '../base/error-text.ts';

/** What the body may be compressed with, for the request's header. */
export const ACCEPT_ENCODING = 'gzip, deflate, br, zstd';
/** More than two compressions one after the other are a trick. */
const ENCODINGS_MAX = 2;
/** Large enough that an answer comes in few pieces, each of which costs main a turn. */
const PIECE_BYTES = 1 << 20;

/** `limit`: more bytes than allowed, or a form that was not asked for; reading it again would not help. `broken`: it was cut or damaged. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly problem: 'limit' | 'broken';

  /** `text` completes the sentence that somebody answered with it. */
  constructor(text: string, problem: 'limit' | 'broken') {
    super(text);
    this.problem = problem;
  }
}

type Options = { readonly maxOutputLength: number; readonly chunkSize: number };
type Unpack = (bytes: Uint8Array, options: Options) => Promise<Uint8Array>;

/** The window that a decoder of HTTP must have (RFC 9659); a larger one would cost memory before any limit holds. */
const ZSTD_WINDOW = { params: { [constants.ZSTD_d_windowLogMax]: 23 } };

const unzipped: Unpack = promisify<Uint8Array, Options, Buffer>(gunzip);
const wrapped: Unpack = promisify<Uint8Array, Options, Buffer>(inflate);
const bare: Unpack = promisify<Uint8Array, Options, Buffer>(inflateRaw);
const zstd: Unpack = promisify<Uint8Array, Options, Buffer>(zstdDecompress);

const UNPACK: Readonly<Record<string, Unpack>> = {
  gzip: unzipped,
  'x-gzip': unzipped,
  br: promisify<Uint8Array, Options, Buffer>(brotliDecompress),
  zstd: (bytes, options) => zstd(bytes, { ...options, ...ZSTD_WINDOW }),
  // Some servers leave out the head that the standard asks for.
  deflate: (bytes, options) => ((bytes[0] ?? 0) % 16 === 8 ? wrapped(bytes, options) : bare(bytes, options)),
};

/** The body as the server meant it. Throws BodyError; an error of the connection is thrown as it comes. */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  contentEncoding: string | string[] | undefined,
  bytesMax: number,
): Promise<Uint8Array> {
  const encodings = encodingsOf(contentEncoding);
  let bytes = await readBytes(body, bytesMax);
  for (const encoding of encodings) {
    if (bytes.length > 0) bytes = await unpack(bytes, encoding, bytesMax);
  }
  return bytes;
}

/** The compressions in the order in which they are undone. */
function encodingsOf(header: string | string[] | undefined): readonly string[] {
  const names = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity')
    .reverse();
  const unknown = names.find((name) => !Object.hasOwn(UNPACK, name));
  if (unknown !== undefined || names.length > ENCODINGS_MAX) {
    throw new BodyError('a compression that was not asked for; it was not read', 'limit');
  }
  return names;
}

async function readBytes(body: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > bytesMax) throw tooLarge(bytesMax);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function unpack(bytes: Uint8Array, encoding: string, bytesMax: number): Promise<Uint8Array> {
  try {
    return await UNPACK[encoding]!(bytes, { maxOutputLength: bytesMax, chunkSize: PIECE_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(bytesMax);
    throw new BodyError(`a compressed body that could not be unpacked (${errorText(error)})`, 'broken');
  }
}

function tooLarge(bytesMax: number): BodyError {
  return new BodyError(`more than ${bytesMax >> 20} MiB; it was not read`, 'limit');
}
