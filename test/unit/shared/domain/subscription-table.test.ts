/** Which connection is subscribed to which listing: one owner, hand-overs, and what happens when connections go. */
import { describe, expect, it } from 'vitest';
import { NO_CONNECTION, SubscriptionTable } from '../../../../src-shared/domain/subscription-table.ts';

function table(...connections: number[]): SubscriptionTable {
  const made = new SubscriptionTable();
  for (const connection of connections) made.change(connection, 'one', 'stream', 'opened', 'none');
  return made;
}

function listingsOf(made: SubscriptionTable, connection: number): readonly (readonly string[])[] {
  const { owned, awaited } = made.get(connection)!.subscriptions;
  return [[...owned], [...awaited]];
}

describe('the subscription table', () => {
  it('gives a listing to the connection that subscribed to it last', () => {
    const made = table(1, 2);
    made.subscribe(1, ['a', 'b']);
    made.subscribe(2, ['b']);
    expect([made.ownerOf('a'), made.ownerOf('b'), made.ownerOf('c')]).toEqual([1, 2, NO_CONNECTION]);
    expect([listingsOf(made, 1), listingsOf(made, 2)]).toEqual([
      [['a'], []],
      [['b'], []],
    ]);
  });

  it('leaves an awaited listing with its owner until it is taken over', () => {
    const made = table(1, 2);
    made.subscribe(1, ['a', 'b']);
    made.handOver(2, ['a', 'b']);
    expect([made.ownerOf('a'), listingsOf(made, 2)]).toEqual([1, [[], ['a', 'b']]]);
    expect(made.takeOver(2, ['a'])).toEqual(['a']);
    expect([made.ownerOf('a'), made.ownerOf('b')]).toEqual([2, 1]);
    expect([listingsOf(made, 1), listingsOf(made, 2)]).toEqual([
      [['b'], []],
      [['a'], ['b']],
    ]);
  });

  it('ignores a takeover that comes after the hand-over was given up', () => {
    const made = table(1, 2);
    made.subscribe(1, ['a']);
    made.handOver(2, ['a']);
    made.unsubscribe(2, ['a']);
    expect(made.takeOver(2, ['a'])).toEqual([]);
    made.forget(2);
    expect(made.takeOver(2, ['a'])).toEqual([]);
    expect(made.ownerOf('a')).toBe(1);
  });

  it('lets only the owner give a listing up', () => {
    const made = table(1, 2);
    made.subscribe(1, ['a']);
    made.unsubscribe(2, ['a']);
    expect(made.ownerOf('a')).toBe(1);
    made.unsubscribe(1, ['a']);
    expect(made.ownerOf('a')).toBe(NO_CONNECTION);
  });

  it('leaves the listings of a connection that is gone without an owner', () => {
    const made = table(1, 2);
    made.subscribe(1, ['a']);
    made.subscribe(2, ['b']);
    made.forget(1);
    expect([made.ownerOf('a'), made.ownerOf('b'), made.get(1)]).toEqual([NO_CONNECTION, 2, undefined]);
    made.subscribe(1, ['b']);
    expect(made.ownerOf('b')).toBe(2);
  });

  it('sorts listings by their owners and leaves out those without one', () => {
    const made = table(1, 2);
    made.subscribe(1, ['a', 'c']);
    made.subscribe(2, ['b']);
    expect([...made.byOwner(['a', 'b', 'c', 'd'])]).toEqual([
      [1, ['a', 'c']],
      [2, ['b']],
    ]);
  });

  it('keeps a silent connection open and says why a closed one is not', () => {
    const made = table(1);
    expect(made.change(1, 'one', 'stream', 'silent', 'feed-silent').state).toEqual({
      transport: 'stream',
      isOpen: true,
      reason: 'none',
    });
    expect(made.change(1, 'one', 'stream', 'closed', 'disconnected').state).toEqual({
      transport: 'stream',
      isOpen: false,
      reason: 'disconnected',
    });
  });
});
