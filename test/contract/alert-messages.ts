/** Alerts as they cross process walls: a rule of every kind, a sighting, a line of the log. */
import type { Alert, AlertCondition, AlertRule, AlertSighting } from '../../src-shared/domain/alert.ts';

const conditions: { [Kind in AlertCondition['kind']]: Extract<AlertCondition, { kind: Kind }> } = {
  price: { kind: 'price', price: 'mid', crosses: 'above', priceMicros: 455_000, hysteresisMicros: 5_000 },
  spread: { kind: 'spread', crosses: 'below', widthMicros: -10_000, hysteresisMicros: 1_000 },
  edge: { kind: 'edge', edgeMicros: 10_000, hysteresisMicros: 5_000 },
  wall: { kind: 'wall', side: 'either', sizeMicros: 10_000_000_000, withinMicros: 50_000 },
  trade: { kind: 'trade', notionalMicros: 500_000_000 },
  feed: { kind: 'feed', forMs: 5_000 },
  resolution: { kind: 'resolution' },
};

export const alertRules: readonly AlertRule[] = Object.values(conditions).map((when, at) => ({
  id: `rule-${at}`,
  target: when.kind === 'feed' || when.kind === 'edge' ? '' : 'one:0xabc',
  when,
  enabled: at % 2 === 0,
  quietMs: 60_000,
  sound: true,
  notify: false,
}));

export const sighting: AlertSighting = {
  rule: 'rule-0',
  atMs: 1_760_000_000_123.5,
  listing: 'one:0xabc',
  venue: 'one',
  priceMicros: 455_000,
  sizeMicros: -1,
  side: 'none',
  reason: 'none',
  books: 1,
};

export const alert: Alert = {
  id: 7,
  rule: 'rule-0',
  kind: 'price',
  atMs: 1_760_000_000_123.5,
  target: 'one:0xabc',
  title: 'Will it rain?',
  text: 'Mid at 45.5¢ (alert at or above 45.5¢).',
  acknowledged: false,
  sound: true,
  notify: false,
};
