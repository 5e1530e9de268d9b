/** Quotes: one watch for all panes, and only changes wake them. */
import { describe, expect, it } from 'vitest';
import { MIDS_KEPT } from '../../../../src-renderer/ports/limits.ts';
import { QuotesStore } from '../../../../src-renderer/stores/quotes-store.ts';
import { resolveTarget } from '../../../../src-renderer/stores/target.ts';
import { targetQuote, turnMids } from '../../../../src-renderer/stores/target-quote.ts';
import type { QuoteRow } from '../../../../src-shared/contract/window-engine.ts';
import { linkId } from '../../../../src-shared/domain/link.ts';
import { listingOf } from '../listings.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function quote(listing: string, change: Partial<QuoteRow> = {}): QuoteRow {
  return {
    listing,
    phase: 'synced',
    reason: 'none',
    transport: 'stream',
    bidMicros: 400_000,
    bidSizeMicros: 1,
    askMicros: 420_000,
    askSizeMicros: 1,
    lastTradeMicros: -1,
    lastReceivedMs: 100,
    ...change,
  };
}

function start() {
  const watched: (readonly string[])[] = [];
  let ended = 0;
  let deliver: (rows: readonly QuoteRow[]) => void = () => undefined;
  let cut = (): void => undefined;
  const store = new QuotesStore((listings, onRows, onCut) => {
    watched.push(listings);
    deliver = onRows;
    cut = onCut;
    return () => {
      ended++;
    };
  });
  return { store, watched, put: (rows: readonly QuoteRow[]) => deliver(rows), cut: () => cut(), ended: () => ended };
}

describe('quotes store', () => {
  it('watches the union of what panes want, once a turn', async () => {
    const { store, watched, ended } = start();
    const first = store.want(['x:2', 'x:1']);
    const second = store.want(['x:2']);
    await turn();
    first();
    await turn();
    second();
    await turn();
    expect(watched).toEqual([['x:1', 'x:2'], ['x:2']]);
    expect(ended()).toBe(2);
  });

  it('wakes only the listeners of rows that changed', async () => {
    const { store, put } = start();
    store.want(['x:1', 'x:2']);
    await turn();
    const woken: string[] = [];
    store.subscribe('x:1', () => woken.push('x:1'));
    store.subscribe('x:2', () => woken.push('x:2'));
    put([quote('x:1'), quote('x:2')]);
    const old = store.row('x:1');
    put([quote('x:1'), quote('x:2', { bidMicros: 410_000 })]);
    expect(woken).toEqual(['x:1', 'x:2', 'x:2']);
    expect(store.row('x:1')).toBe(old);
  });

  it('reports no row as live after the engine was lost, until the row is sent again', async () => {
    const { store, put, cut } = start();
    store.want(['x:1', 'x:2']);
    await turn();
    put([quote('x:1'), quote('x:2', { phase: 'waiting', reason: 'no-snapshot-yet' })]);
    store.sample();
    cut();
    store.sample();
    expect(store.row('x:1')).toMatchObject({ phase: 'recovering', reason: 'window-cut', bidMicros: 400_000 });
    expect(store.row('x:2')).toMatchObject({ phase: 'waiting', reason: 'no-snapshot-yet' });
    put([quote('x:1')]);
    store.sample();
    expect(store.row('x:1')?.phase).toBe('synced');
    expect(store.midsOf('x:1')).toEqual([410_000, Number.NaN, 410_000]);
  });

  it('forgets a row that nobody watches, so that it is not shown later as if it were new', async () => {
    const { store, put } = start();
    const end = store.want(['x:1']);
    await turn();
    put([quote('x:1')]);
    end();
    await turn();
    expect(store.row('x:1')).toBeNull();
  });

  it('keeps a bounded history of mids with breaks where the book was not live', async () => {
    const { store, put } = start();
    store.want(['x:1']);
    await turn();
    put([quote('x:1')]);
    store.sample();
    put([quote('x:1', { phase: 'recovering' })]);
    store.sample();
    put([quote('x:1', { askMicros: -1 })]);
    store.sample();
    expect(store.midsOf('x:1')).toEqual([410_000, Number.NaN, Number.NaN]);
    for (let at = 0; at < MIDS_KEPT; at++) store.sample();
    expect(store.midsOf('x:1')).toHaveLength(MIDS_KEPT);
  });
});

describe('quote of a target', () => {
  it('takes the best over live members only', () => {
    const rows = [
      quote('x:1', { bidMicros: 400_000, askMicros: 420_000 }),
      quote('y:1', { bidMicros: 410_000, askMicros: 430_000, lastReceivedMs: 200 }),
      quote('z:1', { bidMicros: 500_000, askMicros: 300_000, phase: 'stale', lastReceivedMs: 900 }),
    ];
    expect(targetQuote(rows, ['same', 'same', 'same'])).toEqual({
      bidMicros: 410_000,
      askMicros: 420_000,
      isLive: true,
      lastReceivedMs: 200,
    });
  });

  it('turns an inverted member round', () => {
    const rows = [quote('x:1', { bidMicros: 300_000, askMicros: -1 })];
    expect(targetQuote(rows, ['inverted'])).toMatchObject({ bidMicros: -1, askMicros: 700_000 });
    expect(turnMids([300_000], 'inverted')).toEqual([700_000]);
  });

  it('gives last known prices as not live when no member is', () => {
    const rows = [quote('x:1', { phase: 'recovering' }), null];
    expect(targetQuote(rows, ['same', 'same'])).toMatchObject({ bidMicros: 400_000, isLive: false });
    expect(targetQuote([null], ['same'])).toMatchObject({ bidMicros: -1, askMicros: -1, isLive: false });
  });
});

describe('target', () => {
  const link = {
    id: 'link-1',
    title: 'One contract',
    status: 'confirmed',
    members: [
      { listing: 'x:1', orientation: 'same' },
      { listing: 'y:1', orientation: 'inverted' },
    ],
  } as const;
  const card = {
    id: 'y',
    name: 'Exchange Y',
    shortName: 'Y',
    colour: { dark: '#000', light: '#fff' },
    transport: 'poll',
    note: '',
    withholds: [],
  } as const;

  it('resolves a link to its members in order, and a listing to itself', () => {
    const links = new Map([[link.id, link]]);
    const listings = new Map([['x:1', listingOf('x:1')]]);
    const whole = resolveTarget('link-1', links, listings, [card]);
    expect(whole.title).toBe('One contract');
    expect(whole.members.map((member) => [member.listing, member.orientation, member.facts !== null])).toEqual([
      ['x:1', 'same', true],
      ['y:1', 'inverted', false],
    ]);
    expect(whole.members[1]?.venue?.name).toBe('Exchange Y');
    expect(resolveTarget('x:1', links, listings, []).title).toBe('Title of x:1');
    expect(resolveTarget('x:unknown', links, listings, []).title).toBe('');
  });

  it('tells a link that no longer exists from a listing: it has no members, and the title of a market in its id', () => {
    const id = linkId(['x:1', 'y:1']);
    const listings = new Map([['y:1', listingOf('y:1')]]);
    expect(resolveTarget(id, new Map(), listings, [])).toMatchObject({
      ...{ link: null, isGone: true, members: [], title: 'Title of y:1' },
    });
    expect(resolveTarget(id, new Map(), new Map(), []).title).toBe('A link that no longer exists');
    expect(resolveTarget('x:1', new Map(), listings, []).isGone).toBe(false);
    expect(resolveTarget(id, new Map([[id, { ...link, id }]]), listings, [])).toMatchObject({ isGone: false });
  });
});
