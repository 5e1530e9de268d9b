/** Alert rules on real books: exchange frames go in, sightings come out, each crossing once. */
import { describe, expect, test } from 'vitest';
import { type AlertCondition, type AlertRule, ANY_MARKET } from '../../../../src-shared/domain/alert.ts';
import type { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { ALERTS_PER_SECOND_MAX } from '../../../../src-shared/domain/limits.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import { checked, numbered, TIME_MS } from '../../../venues/roles.ts';
import { NOW_MS } from '../shard/with-shard.ts';
import { askBelow, link, Market, one, rule, two } from './alert-market.ts';

const ASK_TOLD = 'rule price 41 - ask none 1';

describe('a price', () => {
  test('is told by the very first change after the rule was made', () => {
    const market = new Market(
      rule(askBelow(410_000)),
      rule({ ...askBelow(390_000), price: 'trade', crosses: 'above' } as AlertCondition, { id: 'rule trade' }),
    );
    market.change('SELL', '0.41', '7').trade('0.38', '1').trade('0.40', '1');
    expect(market.told).toEqual([ASK_TOLD, 'rule trade 40 - none none 1']);
  });

  test('is told once when it is crossed, however long it stays', () => {
    const market = new Market(rule(askBelow(410_000)));
    market
      .change('BUY', '0.39', '5')
      .change('SELL', '0.41', '7')
      .change('SELL', '0.41', '8')
      .change('BUY', '0.38', '1');
    expect(market.told).toEqual([ASK_TOLD]);
    expect(market.test.notes.sightings[0]).toMatchObject({
      listing: one.id,
      venue: checked.id,
      atMs: TIME_MS + 10_000,
    });
  });

  test('is told again only after it went back by the hysteresis', () => {
    const market = new Market(rule({ ...askBelow(410_000), hysteresisMicros: 15_000 } as AlertCondition));
    // 41 is reached, left for 42 (not far enough), reached again; then left for 43 and reached.
    market
      .change('BUY', '0.39', '5')
      .change('SELL', '0.41', '7')
      .change('SELL', '0.41', '0')
      .change('SELL', '0.41', '7');
    expect(market.told).toEqual([ASK_TOLD]);
    market
      .change('SELL', '0.43', '5')
      .change('SELL', '0.41', '0')
      .change('SELL', '0.42', '0')
      .change('SELL', '0.41', '7');
    expect(market.told).toEqual([ASK_TOLD, ASK_TOLD]);
  });

  test('that was crossed before the rule was made is no news', () => {
    const market = new Market(rule(askBelow(420_000)));
    market.change('BUY', '0.39', '5').change('SELL', '0.41', '7');
    expect(market.told).toEqual([]);
  });

  test('is not told again within the quiet time, though it crosses', () => {
    const market = new Market(rule(askBelow(410_000), { quietMs: 60_000 }));
    market.change('BUY', '0.39', '5');
    for (let turn = 0; turn < 5; turn++) market.change('SELL', '0.41', '7', 100).change('SELL', '0.41', '0', 100);
    expect(market.told).toEqual([ASK_TOLD]);
    market.change('SELL', '0.41', '7', 60_000);
    expect(market.told).toEqual([ASK_TOLD, ASK_TOLD]);
  });

  test('is never told from a book that is not synced, and is told when it is again', () => {
    const market = new Market(rule(askBelow(410_000)));
    market.change('BUY', '0.39', '5');
    market.test.shard.onLost(1, 'sequence-gap', market.nowMs);
    market.change('SELL', '0.41', '7');
    expect(market.told).toEqual([]);
    market.test.frames(
      1,
      [checked.book('111', [['0.40', '100']], [['0.41', '30']], market.nowMs + 1)],
      market.nowMs + 1,
    );
    expect(market.told).toEqual([ASK_TOLD]);
  });

  test('in the middle is the two sides’ own, and of a trade the trade’s', () => {
    const mid: AlertCondition = {
      kind: 'price',
      price: 'mid',
      crosses: 'above',
      priceMicros: 415_000,
      hysteresisMicros: 1,
    };
    const market = new Market(rule(mid), rule({ ...mid, price: 'trade', priceMicros: 430_000 }, { id: 'rule trade' }));
    market
      .change('BUY', '0.39', '5')
      .trade('0.42', '1')
      .change('BUY', '0.41', '5')
      .trade('0.43', '1')
      .trade('0.44', '1');
    expect(market.told).toEqual(['rule price 41.5 - none none 1', 'rule trade 43 - none none 1']);
  });

  test('is not looked at while a rule is off or gone, and a rule that stays keeps what it saw', () => {
    const kept = rule(askBelow(410_000));
    const market = new Market(kept, rule(askBelow(410_000), { id: 'rule off', enabled: false }));
    market.change('BUY', '0.39', '5');
    market.test.shard.alerts.setRules([structuredClone(kept), rule(askBelow(300_000), { id: 'rule new' })]);
    market.change('SELL', '0.41', '7');
    expect(market.told).toEqual([ASK_TOLD]);
    market.test.shard.alerts.setRules([]);
    market.change('SELL', '0.41', '0').change('SELL', '0.41', '7');
    expect(market.told).toEqual([ASK_TOLD]);
  });

  test('starts again after a jump in a recording', () => {
    const market = new Market(rule(askBelow(410_000)));
    market.change('BUY', '0.39', '5').change('SELL', '0.41', '7');
    market.test.shard.restore([], TIME_MS);
    market.send(checked.book('111', [['0.40', '100']], [['0.42', '30']], TIME_MS + 1), TIME_MS + 1);
    market.send(checked.change('111', TIME_MS + 2, { side: 'SELL', price: '0.41', size: '1' }), TIME_MS + 2);
    expect(market.told).toEqual([ASK_TOLD, ASK_TOLD]);
  });
});

describe('a link', () => {
  const linked = (...rules: AlertRule[]): Market => {
    const market = new Market();
    market.test.carry(2, [two]);
    market.test.shard.changeLinks({ removed: [], changed: [link] });
    // From 30 to 39; inverted it is from 61 to 70.
    market.test.frames(2, [numbered.snapshot(1, 1, 'TWO', [['0.3000', '10.00']], [['0.6100', '10.00']])]);
    market.test.shard.alerts.setRules(rules);
    return market;
  };

  test('has the best price of all members, of an inverted one its mirror', () => {
    const bid: AlertCondition = {
      kind: 'price',
      price: 'bid',
      crosses: 'above',
      priceMicros: 620_000,
      hysteresisMicros: 1,
    };
    const market = linked(rule(bid, { target: link.id }));
    market.change('BUY', '0.39', '5');
    expect(market.told).toEqual([]);
    market.test.frames(2, [numbered.delta(1, 2, 'TWO', 'no', '0.6200', '5.00')], market.nowMs);
    expect(market.told).toEqual(['rule price 62 - bid none 1']);
  });

  test('has a spread that may be less than nothing', () => {
    const crossed: AlertCondition = {
      kind: 'spread',
      crosses: 'below',
      widthMicros: -200_000,
      hysteresisMicros: 1_000,
    };
    const market = linked(rule(crossed, { target: link.id }));
    market.change('BUY', '0.39', '5').change('SELL', '0.41', '5');
    expect(market.told).toEqual(['rule spread -20 - none none 1']);
  });
});

describe('an edge after fees', () => {
  const edge: AlertCondition = { kind: 'edge', edgeMicros: 30_000, hysteresisMicros: 10_000 };
  /** Bought at 42 on one, sold at 41 on the other, the same way round; no fees. */
  const pair = (status: Link['status'], second: Instrument, ...rules: AlertRule[]): Market => {
    const market = new Market();
    market.test.carry(2, [second]);
    const members = link.members.map((member) => ({ ...member, orientation: 'same' as const }));
    market.test.shard.changeLinks({ removed: [], changed: [{ ...link, status, members }] });
    market.test.frames(2, [numbered.snapshot(1, 1, 'TWO', [['0.4100', '10.00']], [['0.4000', '10.00']])]);
    market.tick(100);
    market.test.shard.alerts.setRules(rules);
    return market;
  };
  const bid = (market: Market, seq: number, price: string, change: string): void =>
    market.test.frames(2, [numbered.delta(1, seq, 'TWO', 'yes', price, change)], market.nowMs + seq);

  test('is told once when a confirmed link earns enough, and again after it did not', () => {
    const market = pair('confirmed', two, rule(edge, { target: link.id, quietMs: 1_000 }));
    bid(market, 2, '0.4400', '5.00');
    expect(market.told).toEqual([]);
    bid(market, 3, '0.4600', '5.00');
    bid(market, 4, '0.4600', '1.00');
    // Five earn 4 and five earn 2: ten earn 3, as the scanner says it.
    expect(market.told).toEqual(['rule edge 3 10 none none 2']);
    expect(market.test.notes.sightings[0]).toMatchObject({ listing: link.id });
    bid(market, 5, '0.4600', '-6.00');
    market.change('BUY', '0.39', '5');
    bid(market, 6, '0.4700', '7.00');
    expect(market.told).toHaveLength(2);
  });

  test('is not told where it is earned only by an assumed fee', () => {
    const guessed = { ...two, fees: { ...two.fees!, isAssumed: true as const } };
    const market = pair('confirmed', guessed, rule(edge, { target: link.id }));
    bid(market, 2, '0.4400', '5.00');
    bid(market, 3, '0.4700', '5.00');
    expect(market.told).toEqual([]);
  });

  test('of any link is told of each, and never of one that nobody confirmed or whose books are not live', () => {
    const any = rule(edge, { target: ANY_MARKET });
    const suggested = pair('suggested', two, any);
    bid(suggested, 2, '0.4700', '5.00');
    expect(suggested.told).toEqual([]);
    const market = pair('confirmed', two, any);
    market.test.shard.onLost(1, 'sequence-gap', market.nowMs);
    bid(market, 2, '0.4700', '5.00');
    market.tick(100);
    expect(market.told).toEqual([]);
    market.test.frames(1, [checked.book('111', [['0.40', '1']], [['0.42', '30']], market.nowMs + 9)], market.nowMs + 9);
    expect(market.told).toHaveLength(1);
  });
});

describe('a wall', () => {
  const wall: AlertCondition = { kind: 'wall', side: 'bid', sizeMicros: 1_000_000_000, withinMicros: 50_000 };

  test('is told when a level is large enough and near enough, and again when it had gone', () => {
    const market = new Market(rule(wall));
    market.change('BUY', '0.39', '999').change('BUY', '0.20', '5000').change('SELL', '0.44', '5000');
    expect(market.told).toEqual([]);
    market
      .change('BUY', '0.38', '1000')
      .change('BUY', '0.38', '1200')
      .change('BUY', '0.38', '900')
      .change('BUY', '0.38', '1100');
    expect(market.told).toEqual(['rule wall 38 1000 bid none 1']);
    market.change('BUY', '0.39', '0').change('BUY', '0.38', '700').change('BUY', '0.36', '1000');
    expect(market.told).toEqual(['rule wall 38 1000 bid none 1', 'rule wall 36 1000 bid none 1']);
  });
});

describe('a trade', () => {
  const whale: AlertCondition = { kind: 'trade', notionalMicros: 500_000_000 };

  test('is told when it is worth enough, to the last millionth', () => {
    const market = new Market(rule(whale, { target: ANY_MARKET }));
    market.trade('0.41', '1219.51219').trade('0.41', '1219.512196', 'SELL');
    expect(market.told).toEqual(['rule trade 41 1219.512196 ask none 1']);
  });

  test('is told by the rules of its market and of any, not of another', () => {
    const market = new Market(rule(whale), rule(whale, { id: 'rule other', target: two.id }));
    market.trade('0.41', '100000');
    expect(market.told).toEqual(['rule trade 41 100000 bid none 1']);
  });

  test('is left out beyond so many alerts a second, and that is said', () => {
    const rules = Array.from({ length: ALERTS_PER_SECOND_MAX + 7 }, (_, at) => rule(whale, { id: `rule ${at}` }));
    const market = new Market(...rules);
    market.tick(1).trade('0.41', '100000').tick(1_000);
    expect(market.told).toHaveLength(ALERTS_PER_SECOND_MAX);
    expect(market.test.notes.logs.at(-1)).toContain('7 alerts of one second were left out');
  });
});

test('a resolution is told once, by whichever way it is learned', () => {
  const market = new Market(rule({ kind: 'resolution' }), rule({ kind: 'resolution' }, { id: 'rule any', target: '' }));
  market.test.shard.close([one.id], 'market-closed', NOW_MS);
  expect(market.told).toEqual([]);
  market.test.shard.close([one.id], 'market-resolved', NOW_MS);
  market.test.shard.close([one.id], 'market-resolved', NOW_MS + 1);
  expect(market.told).toEqual(['rule resolution -0.0001 - none none 1', 'rule any -0.0001 - none none 1']);
});
