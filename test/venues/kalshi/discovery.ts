/** Markets as Kalshi lists them: their series first, which have the categories and fees. */
import type { Json } from '../../../src-shared/domain/notice.ts';
import { kalshi } from '../../../src-shared/venues/kalshi/index.ts';
import type { SeriesDiscovery } from '../venue-role.ts';

export const inSeries: SeriesDiscovery = {
  series: (ticker, facts = {}) => ({
    ticker,
    category: 'Weather',
    tags: [],
    fee_type: 'quadratic',
    fee_multiplier: 1,
    ...facts,
  }),
  market: (ticker, facts = {}) => ({
    ticker,
    event_ticker: ticker.slice(0, ticker.lastIndexOf('-')),
    title: 'Rain',
    status: 'active',
    price_level_structure: 'linear_cent',
    ...facts,
  }),
  body: (url, series, markets) => (url.startsWith('/series') ? { series } : { markets, cursor: '' }),
  listing: ({ ticker, ...facts }) => {
    const usual = { market_type: 'binary', status: 'active', price_level_structure: 'linear_cent' };
    const discovery = kalshi.createDiscovery();
    discovery.accept({ series: [] });
    const market = { ...usual, ticker, event_ticker: ticker, ...facts };
    return discovery.accept({ markets: [market], cursor: '' } as Json).listings[0]!;
  },
  isById: (query) => query.has('tickers'),
  closing: (closeTime) => ({ close_time: closeTime }),
  determined: { status: 'determined', result: 'yes' },
  paths: ['/series', '/markets'],
};
