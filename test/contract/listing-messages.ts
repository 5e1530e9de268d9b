/** The listing and the link that the messages speak of, with texts that are hard to carry. */
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import type { SizeMicros } from '../../src-shared/domain/micros.ts';
import { uniformGrid } from '../../src-shared/domain/price-grid.ts';
import type { Millis } from '../../src-shared/domain/time.ts';

export const AT = 1_760_000_000_123;
export const fees = { rateMicros: 70_000, exponent: 1, roundUpToMicros: 10_000, text: 'A “quoted” fee, 7 % – ü 漢 🙂' };

export const listing: Listing = {
  id: 'one:0xabc',
  venue: 'one',
  marketId: '0xabc',
  eventId: '',
  title: 'Will it rain?\u2028\u0000"\\',
  outcomes: ['Yes', 'No'],
  symbols: ['7'.repeat(78), '8'.repeat(77)],
  status: 'open',
  resolution: null,
  priceGrid: uniformGrid(10_000),
  minOrderSizeMicros: 5_000_000 as SizeMicros,
  fees,
  category: 'Weather',
  tags: [],
  closeTimeMs: AT as Millis,
  volume24h: 12_345.5,
  rules: '',
  url: 'https://example.org/rain',
  venueData: { negRisk: 'true' },
};

export const link: Link = {
  id: 'link:one:0xabc',
  title: 'Rain',
  status: 'confirmed',
  members: [
    { listing: 'one:0xabc', orientation: 'same' },
    { listing: 'two:RAIN', orientation: 'inverted' },
  ],
};
