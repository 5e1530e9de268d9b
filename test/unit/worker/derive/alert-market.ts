/** A market with alert rules, driven by the exchange's own frames; what the rules told is read as lines. */
import { CHANNEL } from '../../../../src-shared/contract/frame-batch.ts';
import { type AlertCondition, type AlertRule, RULE_DEFAULTS } from '../../../../src-shared/domain/alert.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import { checked, numbered, TIME_MS } from '../../../venues/roles.ts';
import { TestShard } from '../shard/with-shard.ts';

export const one = checked.instrument('111');
export const two = numbered.instrument('TWO');
export const link: Link = {
  id: 'link:one',
  title: 'One',
  status: 'confirmed',
  members: [
    { listing: one.id, orientation: 'same' },
    { listing: two.id, orientation: 'inverted' },
  ],
};

export const rule = (when: AlertCondition, changes: Partial<AlertRule> = {}): AlertRule => ({
  id: `rule ${when.kind}`,
  target: one.id,
  when,
  ...RULE_DEFAULTS,
  quietMs: 1_000,
  ...changes,
});

export const askBelow = (priceMicros: number): AlertCondition => ({
  kind: 'price',
  price: 'ask',
  crosses: 'below',
  priceMicros,
  hysteresisMicros: 5_000,
});

const NANOS_PER_MS = 1_000_000;

/** A market at 40 to 42 with these rules; time passes with `at`. */
export class Market {
  readonly test = new TestShard();
  private atMs = TIME_MS;

  constructor(...rules: AlertRule[]) {
    this.test.carry(1, [one]);
    const asks = [
      ['0.42', '30'],
      ['0.50', '1'],
    ] as const;
    this.send(checked.book('111', [['0.40', '100']], asks), TIME_MS);
    this.test.shard.alerts.setRules(rules);
  }

  /** A change of a level; so many ms later than the last. */
  change(side: 'BUY' | 'SELL', price: string, size: string, laterMs = 5_000): this {
    this.atMs += laterMs;
    return this.send(checked.change('111', this.atMs, { side, price, size }), this.atMs);
  }

  trade(price: string, size: string, side: 'BUY' | 'SELL' = 'BUY'): this {
    this.atMs += 5_000;
    return this.send(checked.trade('111', price, size, side, this.atMs), this.atMs);
  }

  /** A frame received at this time, on both clocks. */
  send(frame: string, atMs: number): this {
    this.test.frames(1, [frame], atMs, CHANNEL.text, false, atMs * NANOS_PER_MS);
    return this;
  }

  tick(laterMs: number): this {
    this.atMs += laterMs;
    this.test.shard.onTick(this.atMs);
    return this;
  }

  get nowMs(): number {
    return this.atMs;
  }

  get told(): readonly string[] {
    return this.test.notes.sightings.map(
      ({ rule: id, priceMicros, sizeMicros, side, reason, books }) =>
        `${id} ${priceMicros / 10_000} ${sizeMicros < 0 ? '-' : sizeMicros / 1e6} ${side} ${reason} ${books}`,
    );
  }
}
