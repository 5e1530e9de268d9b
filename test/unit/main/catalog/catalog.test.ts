/** All markets known, and who hears of changes. */
import { describe, expect, it } from 'vitest';
import { Catalog, type CatalogChange } from '../../../../src-main/catalog/catalog.ts';
import { uniformGrid } from '../../../../src-shared/domain/price-grid.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';
import { listing } from '../feed/listings.ts';

function withCatalog(): { readonly catalog: Catalog; readonly changes: CatalogChange[] } {
  const catalog = new Catalog();
  const changes: CatalogChange[] = [];
  catalog.onChange = (change) => changes.push(change);
  return { catalog, changes };
}

describe('catalog', () => {
  it('tells what is new in one group, and each listing once', () => {
    const { catalog, changes } = withCatalog();
    catalog.put([listing('one', 'a'), listing('one', 'b')]);
    catalog.put([listing('one', 'b'), listing('two', 'c')]);
    expect(changes.map(({ added, changed }) => [added.map(({ id }) => id), changed])).toEqual([
      [['one:a', 'one:b'], []],
      [['two:c'], []],
    ]);
    expect([catalog.size, [...catalog.all()].map(({ id }) => id)]).toEqual([3, ['one:a', 'one:b', 'two:c']]);
  });

  it('takes new facts, and tells of those that can be seen', () => {
    const { catalog, changes } = withCatalog();
    catalog.put([listing('one', 'a')]);
    catalog.put([listing('one', 'a', { volume24h: 500 })]);
    expect([changes.length, catalog.get('one:a')?.volume24h]).toEqual([1, 500]);
    for (const facts of [
      { title: 'Another title' },
      { closeTimeMs: 1_775_000_000_000 as Millis },
      { priceGrid: uniformGrid(1_000) },
      { status: 'paused' as const },
    ]) {
      catalog.put([{ ...catalog.get('one:a')!, ...facts }]);
      expect(changes.at(-1)).toEqual({ added: [], changed: [catalog.get('one:a')] });
      expect(catalog.get('one:a')).toMatchObject(facts);
    }
    expect(changes.length).toBe(5);
  });

  it('says nothing when nothing changed', () => {
    const { catalog, changes } = withCatalog();
    catalog.put([listing('one', 'a')]);
    catalog.put([listing('one', 'a')]);
    catalog.put([]);
    expect(changes.length).toBe(1);
  });

  it('amends what it knows, and says what it does not know', () => {
    const { catalog, changes } = withCatalog();
    catalog.put([listing('one', 'a')]);
    expect(catalog.amend('one:a', { status: 'resolved', resolution: 'yes' })).toBe(true);
    expect(catalog.get('one:a')).toMatchObject({ status: 'resolved', resolution: 'yes', title: 'Market a' });
    expect(changes.length).toBe(2);
    expect(catalog.amend('one:z', { status: 'closed' })).toBe(false);
    expect(catalog.size).toBe(1);
  });

  it('keeps a resolved market resolved when a page still calls it open', () => {
    const { catalog, changes } = withCatalog();
    catalog.put([listing('one', 'a')]);
    catalog.amend('one:a', { status: 'resolved', resolution: 'no' });
    for (const status of ['open', 'paused'] as const) catalog.put([listing('one', 'a', { status, volume24h: 9 })]);
    expect(catalog.get('one:a')).toMatchObject({ status: 'resolved', resolution: 'no', volume24h: 9 });
    expect(changes.length).toBe(2);
  });

  it('lets a disputed result go back, and takes another one', () => {
    const { catalog } = withCatalog();
    catalog.put([listing('one', 'a', { status: 'resolved', resolution: 'yes' })]);
    catalog.put([listing('one', 'a', { status: 'closed' })]);
    expect(catalog.get('one:a')).toMatchObject({ status: 'closed', resolution: null });
    catalog.put([listing('one', 'a', { status: 'resolved', resolution: 'no' })]);
    expect(catalog.get('one:a')?.resolution).toBe('no');
  });

  it('counts listings by venue, with how far the discovery of each has come', () => {
    const { catalog } = withCatalog();
    catalog.put([listing('one', 'a'), listing('one', 'b'), listing('two', 'c')]);
    catalog.put([listing('one', 'a', { status: 'closed' })]);
    catalog.setProgress('one', true, '');
    catalog.setProgress('two', false, 'Two did not answer.');
    expect(catalog.state()).toEqual({
      listings: 3,
      byVenue: [
        { venue: 'one', listings: 2, complete: true, note: '' },
        { venue: 'two', listings: 1, complete: false, note: 'Two did not answer.' },
      ],
    });
  });
});
