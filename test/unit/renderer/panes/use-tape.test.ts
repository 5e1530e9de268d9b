/** The tape over pauses: of a pane that was hidden, of an engine that was away, and of links that are sent again. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { linesOf } from '../../../../src-renderer/panes/trades/tape.ts';
import { type TapeView, useTape } from '../../../../src-renderer/panes/trades/use-tape.ts';
import { resolveTarget, type TargetInfo } from '../../../../src-renderer/stores/target.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import type { Trade } from '../../../../src-shared/domain/trade.ts';
import { type Rendered, renderHook } from '../hook.ts';

type Watching = { bring: (trades: readonly Trade[]) => void; cut: (() => void) | undefined };

const engine = vi.hoisted(() => ({ watching: [] as Watching[] }));

vi.mock('react', () => import('../hook.ts'));
vi.mock('../../../../src-renderer/stores/clients.ts', () => ({
  engineClient: {
    watchTrades(_listings: unknown, onTrades: (trades: readonly Trade[], dropped: number) => void, onCut?: () => void) {
      const entry = { bring: (trades: readonly Trade[]) => onTrades(trades, 0), cut: onCut };
      engine.watching.push(entry);
      return () => engine.watching.splice(engine.watching.indexOf(entry), 1);
    },
  },
}));

const trade = (listing: string, at: number): Trade => ({
  listing,
  id: String(at),
  priceMicros: 400_000,
  sizeMicros: 10_000_000,
  taker: 'buy',
  timeMs: at,
  receivedMicros: at,
});
const trades = (listing: string, ...ats: readonly number[]): readonly Trade[] => ats.map((at) => trade(listing, at));

/** As main sends it: every time another object. */
function linkOf(orientation: 'same' | 'inverted' = 'same'): TargetInfo {
  const members = [
    { listing: 'x:1', orientation: 'same' as const },
    { listing: 'y:1', orientation },
  ];
  const link: Link = { id: 'link', title: 'One contract', status: 'confirmed', members };
  return resolveTarget('link', new Map([['link', link]]), new Map(), []);
}

const INFO = linkOf();
let hook: Rendered<TapeView>;

const show = (info: TargetInfo = INFO, isVisible = true): void => hook.render(() => useTape(info, isVisible));
const hide = (): void => show(INFO, false);
/** The engine's message, drawn. */
function bring(...some: readonly (readonly Trade[])[]): void {
  expect(engine.watching).toHaveLength(1);
  engine.watching[0]!.bring(some.flat());
  vi.runAllTimers();
}
const rows = (): readonly number[] => hook.result.rows.map(({ receivedMicros }) => receivedMicros);
/** Newest on top: a trade by its time, a gap by the listing whose trades may be missing. */
const lines = (): readonly (number | string)[] =>
  linesOf(hook.result.rows, 0).map(({ kind, row }) => (kind === 'gap' ? `gap of ${row.listing}` : row.receivedMicros));

beforeEach(() => {
  vi.useFakeTimers();
  engine.watching.length = 0;
  hook = renderHook(() => useTape(INFO, true));
});

afterEach(() => {
  hook.unmount();
  vi.useRealTimers();
});

describe('the tape of a pane', () => {
  it('stays when links are sent again, and restarts for other members', () => {
    bring(trades('x:1', 1, 2));
    show(linkOf());
    bring(trades('x:1', 3));
    expect(rows()).toEqual([1, 2, 3]);
    show(linkOf('inverted'));
    expect(rows()).toEqual([]);
  });

  it('is there at once when the pane is shown again, though the engine has nothing to send', () => {
    bring(trades('x:1', 1, 2));
    hide();
    show();
    expect(rows()).toEqual([1, 2]);
  });

  it('says where trades may be missing: where a pause ends and no trade of a listing joins on', () => {
    bring(trades('x:1', 1, 3), trades('y:1', 2));
    hide();
    show();
    bring(trades('y:1', 2, 4), trades('x:1', 5, 6));
    expect(lines()).toEqual([6, 5, 'gap of x:1', 4, 3, 2, 1]);
    bring(trades('x:1', 7), trades('y:1', 8));
    expect(lines()).toEqual([8, 7, 6, 5, 'gap of x:1', 4, 3, 2, 1]);
  });

  it('says so too after an engine that was away, listing by listing, whenever its first trade comes', () => {
    bring(trades('x:1', 1), trades('y:1', 2));
    engine.watching[0]!.cut?.();
    bring(trades('x:1', 3));
    expect(lines()).toEqual([3, 'gap of x:1', 2, 1]);
    bring(trades('x:1', 4), trades('y:1', 5));
    expect(lines()).toEqual([5, 'gap of y:1', 4, 3, 'gap of x:1', 2, 1]);
  });

  it('says nothing of the kind where the tape begins', () => {
    bring(trades('x:1', 1));
    hide();
    show();
    bring(trades('x:1', 1), trades('y:1', 2));
    expect(lines()).toEqual([2, 1]);
  });

  it('says it whatever the filter of a reader', () => {
    bring(trades('x:1', 1));
    hide();
    show();
    bring(trades('x:1', 2));
    expect(linesOf(hook.result.rows, 1e12).map(({ kind }) => kind)).toEqual(['gap']);
  });
});
