/** Checks what a window sends: the window is an untrusted peer, and a wrong message must not end the engine. */
import { z } from 'zod';
import type { WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';

const LISTINGS_MAX = 2_000;
const ID_LENGTH_MAX = 300;

const id = z.string().max(ID_LENGTH_MAX);
const count = z.number().int().nonnegative();
const listings = z.array(id).max(LISTINGS_MAX);

const message = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('watch'),
    watch: count,
    of: z.discriminatedUnion('what', [
      z.object({ what: z.literal('ladder'), target: id, groupMicros: count.max(ONE_MICROS) }),
      z.object({ what: z.literal('quotes'), listings }),
      z.object({ what: z.literal('trades'), listings }),
      z.object({ what: z.literal('spreads'), link: id.nullable() }),
    ]),
  }),
  z.object({ kind: z.literal('unwatch'), watch: count }),
  z.object({ kind: z.literal('ack'), watch: count, frame: count, delayMicros: z.number() }),
  z.object({ kind: z.literal('visible'), visible: z.boolean() }),
]);

/** The message, or null when it is none. */
export function readWindowMessage(data: unknown): WindowToEngine | null {
  const result = message.safeParse(data);
  return result.success ? result.data : null;
}
