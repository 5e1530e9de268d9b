import { describe, expect, it } from 'vitest';
import { makeFaultPlan, planText } from '../../../../src-exchange/control/fault-plan.ts';
import type { ExchangeHandle, FaultReport } from '../../../../src-exchange/control/handle.ts';
import { Random } from '../../../../src-exchange/model/random.ts';
import { bookSum } from '../../../../src-exchange/model/truth-ledger.ts';
import { PLAYED_VENUES } from '../../../../src-exchange/venues.ts';
import { FAULT_KINDS, type FaultPlan, isConversationKind } from '../../../../src-exchange/wire/fault-kinds.ts';
import { isFrameKind, isLateKind, piecesOf } from '../../../../src-exchange/wire/frame-faults.ts';
import { CLIENTS, openBooks } from '../exchange-client.ts';
import { withExchange } from '../with-exchange.ts';

const EVENTS = 2_000;

describe('a plan of faults', () => {
  it('is the same again from its seed, and begins and ends within its events', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const plan = makeFaultPlan(seed, EVENTS, PLAYED_VENUES);
      expect(makeFaultPlan(seed, EVENTS, PLAYED_VENUES)).toEqual(plan);
      for (const { at, events } of plan.faults) expect(at + events).toBeLessThanOrEqual(EVENTS);
      expect(planText(plan).split('\n')).toHaveLength(plan.faults.length + 1);
    }
  });

  it('leaves no kind out over as many seeds as there are kinds', () => {
    const seeds = FAULT_KINDS.map((_, seed) => makeFaultPlan(seed, EVENTS, PLAYED_VENUES));
    const kinds = new Set(seeds.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
    expect(FAULT_KINDS.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('gives a fault of the conversation only to a venue whose protocol can have it', () => {
    const faults = FAULT_KINDS.flatMap((_, seed) => makeFaultPlan(seed, EVENTS, PLAYED_VENUES).faults);
    const able = new Map(PLAYED_VENUES.map(({ id, faults: { kinds } }) => [id, new Set<string>(kinds)]));
    const talked = faults.filter(({ kind }) => isConversationKind(kind));
    expect(talked.length).toBeGreaterThan(10);
    for (const { kind, venue } of talked) expect(able.get(venue)).toContain(kind);
    const silent = PLAYED_VENUES.map((venue) => ({ ...venue, faults: { ...venue.faults, kinds: [] } }));
    const others = FAULT_KINDS.flatMap((_, seed) => makeFaultPlan(seed, EVENTS, silent).faults);
    expect(others.filter(({ kind }) => isConversationKind(kind))).toEqual([]);
  });

  it('meets the same messages in every run', async () => {
    const plan = planOf(['drop', 'duplicate', 'reorder', 'malformed', 'silent-market', 'grid-change', 'resolved']);
    const first = await underPlan(plan);
    const second = await underPlan(plan);
    expect(second.fired).toEqual(first.fired);
    expect(Object.keys(first.fired).length).toBeGreaterThan(3);
    const told = (report: FaultReport): unknown => report.rows.map(({ what, marketId, sum }) => [what, marketId, sum]);
    expect(told(second)).toEqual(told(first));
  });

  it('keeps in its ledger what every book is after its last frame', async () => {
    const { handle, rows } = await underPlan(planOf(['crossed-burst', 'grid-change', 'resolved', 'burst']));
    const last = new Map(rows.filter(({ what }) => what !== 'harm').map(({ marketId, sum }) => [marketId, sum]));
    const books = (await handle.truth()).filter(({ marketId }) => last.has(marketId));
    expect(books.length).toBeGreaterThan(20);
    for (const { marketId, bids, asks } of books)
      expect([marketId, last.get(marketId)]).toEqual([marketId, bookSum(bids, asks)]);
  });
});

describe('a struck frame', () => {
  const kinds = FAULT_KINDS.filter(isFrameKind).filter((kind) => !isLateKind(kind));

  it.each(CLIENTS)('says whether its contents are what was meant, for every kind at $venue', async (client) => {
    const handle = await withExchange();
    const socket = await client.open(handle);
    const [market] = await openBooks(handle, client.venue);
    await client.subscribe(socket, [market!]);
    await client.settle(socket);
    const marks = new RegExp(`${market!.marketId}|${market!.symbols[0]}`);
    const text = socket.frames.find((frame) => marks.test(frame) && frame.length > 500)!;
    const { faults: forms } = PLAYED_VENUES.find(({ id }) => id === client.venue)!;
    for (const kind of kinds) {
      for (let seed = 0; seed < 50; seed += 1) {
        for (const { data, isBinary, intact } of piecesOf(kind, text, new Random(seed), forms)) {
          const read = typeof data === 'string' && !isBinary ? readJson(data) : undefined;
          if (intact)
            expect([kind, read]).toEqual([kind, kind === 'unknown-field' ? expect.anything() : JSON.parse(text)]);
          else expect([kind, read]).not.toEqual([kind, JSON.parse(text)]);
        }
        if (kind === 'huge') break;
      }
    }
  });
});

/** One fault of each kind on everything, soon after one another. */
function planOf(kinds: readonly FaultPlan['faults'][number]['kind'][]): FaultPlan {
  const faults = kinds.flatMap((kind, index) =>
    PLAYED_VENUES.map(({ id: venue }) => ({
      kind,
      venue,
      at: 50 + index * 100,
      events: 60,
      connection: null,
      market: 3,
      amount: 4,
    })),
  );
  return { seed: 1, events: EVENTS, early: false, faults };
}

async function underPlan(plan: FaultPlan): Promise<FaultReport & { readonly handle: ExchangeHandle }> {
  const handle = await withExchange({ keepsLedger: true });
  for (const client of CLIENTS) {
    const socket = await client.open(handle);
    await client.subscribe(socket, await openBooks(handle, client.venue));
  }
  await handle.startFaults(plan);
  await handle.advance(EVENTS + 1);
  const report = await handle.takeFaultReport();
  expect(report.isOver).toBe(true);
  return { ...report, handle };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
