/** How instruments are spread over connections. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Place, planSubscriptions, type SubscriptionPlan } from '../../../../src-main/feed/subscription-plan.ts';

const place = (connection: number, ...symbols: string[]): Place => ({ connection, symbols: new Set(symbols) });

/** The connections as they are after the plan; new ones get numbers from 1000. */
function carriedOut(places: readonly Place[], plan: SubscriptionPlan): Map<number, Set<string>> {
  const after = new Map(places.map(({ connection, symbols }) => [connection, new Set(symbols)]));
  for (const { connection, symbols } of plan.remove)
    for (const symbol of symbols) after.get(connection)!.delete(symbol);
  for (const { connection, symbols } of plan.add) for (const symbol of symbols) after.get(connection)!.add(symbol);
  for (const [at, symbols] of plan.open.entries()) after.set(1_000 + at, new Set(symbols));
  for (const connection of plan.close) after.delete(connection);
  return after;
}

const symbol = fc.integer({ min: 0, max: 40 }).map((at) => `s${at}`);
const target = fc.integer({ min: 1, max: 7 });

/** Connections that share no symbol, none of them above the target. */
const placesOf = (perConnection: number): fc.Arbitrary<Place[]> =>
  fc.uniqueArray(symbol, { maxLength: 30 }).map((symbols) => {
    const places: Place[] = [];
    for (let at = 0; at < symbols.length; at += perConnection) {
      places.push(place(places.length + 1, ...symbols.slice(at, at + perConnection)));
    }
    return places;
  });

const cases = target.chain((perConnection) =>
  fc.record({
    perConnection: fc.constant(perConnection),
    places: placesOf(perConnection),
    wanted: fc.array(symbol, { maxLength: 40 }),
  }),
);

describe('subscription plan', () => {
  it('carries every wanted symbol exactly once and nothing else', () => {
    fc.assert(
      fc.property(cases, ({ places, wanted, perConnection }) => {
        const after = carriedOut(places, planSubscriptions(places, wanted, perConnection));
        const carried = [...after.values()].flatMap((symbols) => [...symbols]).sort();
        expect(carried).toEqual([...new Set(wanted)].sort());
      }),
    );
  });

  it('moves no symbol from one connection to another', () => {
    fc.assert(
      fc.property(cases, ({ places, wanted, perConnection }) => {
        const after = carriedOut(places, planSubscriptions(places, wanted, perConnection));
        for (const { connection, symbols } of places) {
          for (const kept of symbols) if (wanted.includes(kept)) expect(after.get(connection)?.has(kept)).toBe(true);
        }
      }),
    );
  });

  it('fills no connection above the target, and leaves none empty', () => {
    fc.assert(
      fc.property(cases, ({ places, wanted, perConnection }) => {
        for (const symbols of carriedOut(places, planSubscriptions(places, wanted, perConnection)).values()) {
          expect(symbols.size).toBeGreaterThan(0);
          expect(symbols.size).toBeLessThanOrEqual(perConnection);
        }
      }),
    );
  });

  it('opens a connection only when those there are full', () => {
    fc.assert(
      fc.property(cases, ({ places, wanted, perConnection }) => {
        const plan = planSubscriptions(places, wanted, perConnection);
        if (plan.open.length === 0) return;
        const after = carriedOut(places, plan);
        for (const { connection } of places) expect(after.get(connection)!.size).toBe(perConnection);
      }),
    );
  });

  it('gives newcomers to the fullest connection with room, so that the emptiest can close', () => {
    const plan = planSubscriptions([place(1, 'a'), place(2, 'b', 'c')], ['b', 'c', 'd'], 3);
    expect(plan).toEqual({
      remove: [{ connection: 1, symbols: ['a'] }],
      add: [{ connection: 2, symbols: ['d'] }],
      open: [],
      close: [1],
    });
  });

  it('puts the most wanted newcomers into the connections that are open', () => {
    const plan = planSubscriptions([place(1, 'a')], ['x', 'a', 'y', 'z'], 2);
    expect([plan.add, plan.open]).toEqual([[{ connection: 1, symbols: ['x'] }], [['y', 'z']]]);
  });

  it('leaves a connection alone that carries more than a target lowered since', () => {
    const plan = planSubscriptions([place(1, 'a', 'b', 'c')], ['a', 'b', 'c', 'd'], 2);
    expect(plan).toEqual({ remove: [], add: [], open: [['d']], close: [] });
  });
});
