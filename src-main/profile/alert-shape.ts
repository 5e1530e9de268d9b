/** The shapes of alert rules and log lines, for what windows send and for what the state file holds. */
import * as z from 'zod';
import {
  ALERT_KINDS,
  ALERT_KINDS_OF_ANY,
  ALERT_PRICES,
  ALERT_SIDES,
  type Alert,
  type AlertRule,
  ANY_MARKET,
  CROSSINGS,
} from '../../src-shared/domain/alert.ts';
import { ALERT_QUIET_MIN_MS } from '../../src-shared/domain/limits.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';

const ID_LENGTH_MAX = 300;
const TEXT_LENGTH_MAX = 1_000;
const DAY_MS = 86_400_000;

const price = z.int().min(0).max(ONE_MICROS);
/** A billion contracts or dollars: far above anything that trades. */
const amount = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

const condition = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('price'),
    price: z.enum(ALERT_PRICES),
    crosses: z.enum(CROSSINGS),
    priceMicros: price,
    hysteresisMicros: price.min(1),
  }),
  z.strictObject({
    kind: z.literal('spread'),
    crosses: z.enum(CROSSINGS),
    // Below zero the venues of a link are crossed.
    widthMicros: z.int().min(-ONE_MICROS).max(ONE_MICROS),
    hysteresisMicros: price.min(1),
  }),
  z.strictObject({
    kind: z.literal('edge'),
    edgeMicros: z.int().min(-ONE_MICROS).max(ONE_MICROS),
    hysteresisMicros: price.min(1),
  }),
  z.strictObject({ kind: z.literal('wall'), side: z.enum(ALERT_SIDES), sizeMicros: amount, withinMicros: price }),
  z.strictObject({ kind: z.literal('trade'), notionalMicros: amount }),
  z.strictObject({ kind: z.literal('feed'), forMs: z.int().min(0).max(DAY_MS) }),
  z.strictObject({ kind: z.literal('resolution') }),
]);

export const alertRuleShape: z.ZodType<AlertRule> = z
  .strictObject({
    id: z.string().min(1).max(64),
    target: z.string().max(ID_LENGTH_MAX),
    when: condition,
    enabled: z.boolean(),
    quietMs: z.int().min(ALERT_QUIET_MIN_MS).max(DAY_MS),
    sound: z.boolean(),
    notify: z.boolean(),
  })
  .refine(({ target, when }) => target !== ANY_MARKET || ALERT_KINDS_OF_ANY.includes(when.kind), {
    error: 'needs a market',
    path: ['target'],
  });

export const alertShape: z.ZodType<Alert> = z.strictObject({
  id: z.int().min(0),
  rule: z.string().max(64),
  kind: z.enum(ALERT_KINDS),
  atMs: z.number().min(0),
  target: z.string().max(ID_LENGTH_MAX),
  title: z.string().max(TEXT_LENGTH_MAX),
  text: z.string().max(TEXT_LENGTH_MAX),
  acknowledged: z.boolean(),
  sound: z.boolean(),
  notify: z.boolean(),
});
