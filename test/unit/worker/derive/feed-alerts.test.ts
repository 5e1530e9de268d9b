/** Rules about feeds: a book that was live and is not any more, told once and not too soon. */
import { describe, expect, test } from 'vitest';
import { type AlertCondition, ANY_MARKET } from '../../../../src-shared/domain/alert.ts';
import { checked } from '../../../venues/roles.ts';
import { Market, one, rule, two } from './alert-market.ts';

describe('a feed', () => {
  const feed: AlertCondition = { kind: 'feed', forMs: 5_000 };

  test('is told once when a live book goes stale and stays so, and again after it was live', () => {
    const market = new Market(rule(feed));
    market.tick(1_000);
    market.test.shard.setConnection(1, checked.id, 'silent', 'feed-silent', market.nowMs);
    market.tick(1_000).tick(1_000);
    expect(market.told).toEqual([]);
    market.tick(5_000).tick(10_000);
    expect(market.told).toEqual(['rule feed -0.0001 - none feed-silent 1']);
    market.test.shard.setConnection(1, checked.id, 'heard', 'none', market.nowMs);
    market.tick(1_000);
    market.test.shard.setConnection(1, checked.id, 'silent', 'feed-silent', market.nowMs);
    market.tick(1_000).tick(6_000);
    expect(market.told).toHaveLength(2);
  });

  test('is told in time when the clock is set back meanwhile', () => {
    const market = new Market(rule(feed));
    market.tick(1_000);
    market.test.shard.setConnection(1, checked.id, 'silent', 'feed-silent', market.nowMs);
    market.tick(1_000).tick(-3_600_000).tick(1_000).tick(5_000);
    expect(market.told).toEqual(['rule feed -0.0001 - none feed-silent 1']);
  });

  test('is told when the book was live as the rule was made, however soon it breaks', () => {
    const market = new Market(rule(feed));
    market.test.shard.setConnection(1, checked.id, 'closed', 'disconnected', market.nowMs);
    market.tick(1_000).tick(6_000);
    expect(market.told).toEqual(['rule feed -0.0001 - none disconnected 1']);
  });

  test('that recovers in time gives no alert, nor does a book that was never live or has closed', () => {
    const market = new Market(rule(feed, { target: ANY_MARKET }));
    market.tick(1_000);
    market.test.shard.onLost(1, 'sequence-gap', market.nowMs);
    market.tick(2_000);
    market.test.frames(1, [checked.book('111', [['0.40', '100']], [['0.42', '30']], market.nowMs)], market.nowMs);
    market.tick(10_000);
    market.test.carry(2, [two]);
    market.tick(10_000);
    market.test.shard.close([one.id], 'market-closed', market.nowMs);
    market.tick(10_000);
    expect(market.told).toEqual([]);
  });

  test('of any market is told once a venue, with the number of its books', () => {
    const market = new Market(rule(feed, { target: ANY_MARKET }));
    const others = ['222', '333'].map(checked.instrument);
    market.test.carry(1, others);
    market.test.frames(
      1,
      ['222', '333'].map((token) => checked.book(token, [['0.40', '1']], [['0.42', '1']])),
    );
    market.tick(1_000);
    market.test.shard.setConnection(1, checked.id, 'closed', 'disconnected', market.nowMs);
    market.tick(1_000).tick(6_000).tick(1_000);
    expect(market.told).toEqual(['rule feed -0.0001 - none disconnected 3']);
    expect(market.test.notes.sightings[0]).toMatchObject({ listing: '', venue: checked.id });
  });
});
