/** What a venue says of a market's life, taken into the catalogue. */
import { describe, expect, it } from 'vitest';
import { Catalog } from '../../../../src-main/catalog/catalog.ts';
import { takeLifecycle } from '../../../../src-main/catalog/lifecycle.ts';
import type { LifecycleNotice } from '../../../../src-shared/domain/notice.ts';
import { uniformGrid } from '../../../../src-shared/domain/price-grid.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';
import { listing } from '../../listings.ts';

const NOW_MS = 1_775_000_000_000;

function take(facts: Partial<LifecycleNotice> & Pick<LifecycleNotice, 'change'>): {
  readonly catalog: Catalog;
  readonly announced: string[];
} {
  const catalog = Catalog.open(null, NOW_MS);
  catalog.put([listing('one', 'a', { status: 'paused' })], { nowMs: NOW_MS, walk: 1 });
  const announced: string[] = [];
  const notice: LifecycleNotice = { kind: 'lifecycle', venueMarketId: 'a', timeMs: null, ...facts };
  takeLifecycle(catalog, 'one', notice, NOW_MS, (marketId) => announced.push(marketId));
  return { catalog, announced };
}

describe('lifecycle', () => {
  it('has a market fetched that is new or whose fees changed', () => {
    expect(take({ change: 'created', venueMarketId: 'new' }).announced).toEqual(['new']);
    expect(take({ change: 'fees' }).announced).toEqual(['a']);
  });

  it('opens a market that is known, and has one fetched that is not', () => {
    const known = take({ change: 'opened' });
    expect([known.catalog.get('one:a')?.status, known.announced]).toEqual(['open', []]);
    expect(take({ change: 'opened', venueMarketId: 'new' }).announced).toEqual(['new']);
  });

  it('takes a new grid and a new closing time, and leaves what a notice does not say', () => {
    const priceGrid = uniformGrid(1_000);
    expect(take({ change: 'grid', priceGrid }).catalog.get('one:a')?.priceGrid).toEqual(priceGrid);
    expect(take({ change: 'close-time', closeTimeMs: 5 as Millis }).catalog.get('one:a')?.closeTimeMs).toBe(5);
    expect(take({ change: 'grid' }).catalog.get('one:a')?.priceGrid).toEqual(uniformGrid(10_000));
    expect(take({ change: 'close-time' }).catalog.get('one:a')?.closeTimeMs).toBeNull();
  });

  it('closes and resolves, and keeps a result that a later notice does not repeat', () => {
    expect(take({ change: 'closed' }).catalog.get('one:a')?.status).toBe('closed');
    const { catalog } = take({ change: 'resolved', resolution: 'yes' });
    expect(catalog.get('one:a')).toMatchObject({ status: 'resolved', resolution: 'yes' });
    takeLifecycle(
      catalog,
      'one',
      { kind: 'lifecycle', change: 'resolved', venueMarketId: 'a', timeMs: null },
      NOW_MS,
      () => {},
    );
    expect(catalog.get('one:a')).toMatchObject({ status: 'resolved', resolution: 'yes' });
  });

  it('takes a market without a result for closed and has it fetched, whatever was said of it', () => {
    const { catalog, announced } = take({ change: 'resolved' });
    expect(catalog.get('one:a')).toMatchObject({ status: 'closed', resolution: null });
    expect(announced).toEqual(['a']);
    expect(take({ change: 'resolved', resolution: 'yes' }).announced).toEqual([]);
    expect(take({ change: 'resolved', venueMarketId: 'unknown' }).announced).toEqual([]);
  });

  it('passes over what it says of a market that nobody knows', () => {
    const { catalog, announced } = take({ change: 'resolved', venueMarketId: 'unknown', resolution: 'no' });
    expect([catalog.size, announced]).toEqual([1, []]);
  });
});
