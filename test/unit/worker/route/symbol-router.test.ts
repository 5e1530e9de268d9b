/** The shard that a frame concerns. */
import { describe, expect, it } from 'vitest';
import { NO_FEE } from '../../../../src-shared/domain/fees.ts';
import type { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { uniformGrid } from '../../../../src-shared/domain/price-grid.ts';
import { VENUES } from '../../../../src-shared/venues/index.ts';
import { FrameWindow } from '../../../../src-worker/decode/frame-window.ts';
import { EVERY_SHARD, SymbolRouter } from '../../../../src-worker/route/symbol-router.ts';

function instrument(venue: string, symbols: readonly string[]): Instrument {
  return { id: `${venue}:${symbols[0]}`, venue, symbols, priceGrid: uniformGrid(10_000), fees: NO_FEE, venueData: {} };
}

describe.each(VENUES.map((venue) => [venue.id, venue] as const))('symbol router on %s', (_id, venue) => {
  const key = venue.symbolKeys[0]!;
  const first = instrument(venue.id, ['FIRST-1', 'FIRST-NO', 'FIRST-ID']);
  const second = instrument(venue.id, ['SECOND-1']);
  const router = new SymbolRouter(VENUES);
  router.place(first, 2);
  router.place(second, 5);

  const shardsOf = (...texts: readonly string[]): readonly number[] => {
    const batch = Buffer.concat([...texts.map((text) => Buffer.from(text)), Buffer.alloc(128)]);
    const frame = new FrameWindow();
    frame.open(batch);
    router.open(batch);
    let at = 0;
    return texts.map((text) => {
      frame.move(at, at + text.length);
      at += text.length;
      return router.shardOf(venue.id, frame);
    });
  };

  it('finds it by any symbol of the market, in any place and with any space', () => {
    const texts = [`{"${key}":"FIRST-1"}`, `{"a":[{"${key}" : "FIRST-NO"}]}`, `{"b":1,\n "${key}":\t"SECOND-1","c":2}`];
    expect(shardsOf(...texts)).toEqual([2, 2, 5]);
  });

  it('takes one shard for a frame that names its market several times', () => {
    expect(shardsOf(`{"${key}":"FIRST-1","x":{"${key}":"FIRST-NO"}}`)).toEqual([2]);
  });

  it('sends a frame of two shards, of none, or in unusual writing to every shard', () => {
    const texts = [
      `{"${key}":"FIRST-1","x":{"${key}":"SECOND-1"}}`,
      `{"${key}":"OTHER"}`,
      'PONG',
      `{"${key}":7}`,
      `{"x":"FIRST-1"}`,
    ];
    expect(shardsOf(...texts)).toEqual(texts.map(() => EVERY_SHARD));
  });

  it('does not look beyond its frame into the next one', () => {
    expect(shardsOf('{"type":"ok"}', `{"${key}":"SECOND-1"}`, `{"${key}`, `":"FIRST-1"}`)).toEqual([
      EVERY_SHARD,
      5,
      EVERY_SHARD,
      EVERY_SHARD,
    ]);
  });

  it('forgets an instrument', () => {
    const gone = instrument(venue.id, ['GONE-1']);
    router.place(gone, 1);
    expect(shardsOf(`{"${key}":"GONE-1"}`)).toEqual([1]);
    router.forget(gone);
    expect(shardsOf(`{"${key}":"GONE-1"}`)).toEqual([EVERY_SHARD]);
  });
});
