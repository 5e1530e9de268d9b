/** Requests whole books and makes the frame that the engine and the recording get: it names the book, also where the answer does not. */
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { RestClient } from './rest-client.ts';

export async function polledFrame(
  { poll }: Venue,
  rest: Pick<RestClient, 'fetch'>,
  symbols: readonly string[],
): Promise<Uint8Array> {
  const { bytes } = await rest.fetch(poll.request(symbols));
  if (!poll.isNameless) return bytes;
  const head = Buffer.from(`{"asked":${JSON.stringify(symbols[0])},"answer":`);
  return Buffer.concat([head, bytes, Buffer.from('}')]);
}
