/** Which shard keeps which book. */
import { describe, expect, it } from 'vitest';
import type { Link } from '../../../../src-shared/domain/link.ts';
import { Placement } from '../../../../src-worker/route/placement.ts';
import { numbered } from '../../../venues/roles.ts';

const SHARDS = 8;

const link = (id: string, status: Link['status'], ...listings: readonly string[]): Link => ({
  id,
  title: '',
  status,
  members: listings.map((listing) => ({ listing, orientation: 'same' })),
});

describe('placement', () => {
  const instruments = Array.from({ length: 40 }, (_, at) => numbered.instrument(`M${at}`));
  const ids = instruments.map(({ id }) => id);
  const placed = (): Placement => {
    const placement = new Placement(SHARDS);
    for (const instrument of instruments) placement.add(instrument);
    return placement;
  };

  it('keeps all members of a link together, and those of links that share one', () => {
    const placement = placed();
    for (let at = 0; at + 3 < ids.length; at += 4) {
      const [a, b, c, d] = ids.slice(at, at + 4) as [string, string, string, string];
      placement.setLinks([
        link(`z${at}`, 'suggested', b, c),
        link(`a${at}`, 'suggested', a, b),
        link(`m${at}`, 'suggested', c, d),
      ]);
      expect(new Set([a, b, c, d].map((id) => placement.of(id))).size).toBe(1);
    }
  });

  it('moves the book of a suggestion that is looked at, and none of the confirmed link that it touches', () => {
    let moves = 0;
    for (let at = 0; at + 2 < ids.length; at += 3) {
      const placement = placed();
      const [a, c, x] = ids.slice(at, at + 3) as [string, string, string];
      const confirmed = link(`link ${at}`, 'confirmed', a, c);
      placement.setLinks([confirmed]);
      const home = placement.of(a);
      const moved = placement.setLinks([confirmed, link(`a first ${at}`, 'suggested', a, x)]);
      expect([placement.of(a), placement.of(c), placement.of(x)]).toEqual([home, home, home]);
      expect(moved.every(({ listing }) => listing === x)).toBe(true);
      moves += moved.length;
    }
    expect(moves).toBeGreaterThan(0);
  });
});
