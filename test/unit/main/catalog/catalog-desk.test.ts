/** The catalogue at work, without its thread. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { CatalogDesk } from '../../../../src-main/catalog/catalog-desk.ts';
import { searchQuery } from '../../../../src-main/catalog/market-pages.ts';
import { paged } from '../../../venues/roles.ts';

const HOUR_MS = 3_600_000;

it('gives further pages of one result for some seconds and then looks again, though the time of day was set back', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  let nowMs = 1_775_000_000_000;
  const desk = new CatalogDesk({ file: null, venues: [paged.venue], now: () => nowMs, say: () => {} });
  onTestFinished(() => void desk.close());
  const ask = (id: string): unknown =>
    desk.asked(paged.id, [Buffer.from(JSON.stringify(paged.page([paged.market(id, { question: 'Rain' })])))]);
  const found = (): number => desk.markets(searchQuery({ text: 'rain', venues: [], limit: 9 })).total;
  ask('1');
  expect(found()).toBe(1);
  ask('2');
  nowMs -= HOUR_MS;
  vi.advanceTimersByTime(1_000);
  expect(found()).toBe(1);
  vi.advanceTimersByTime(2_000);
  expect(found()).toBe(2);
});
