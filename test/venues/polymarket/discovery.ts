/** Markets as Polymarket's Gamma API lists them, page by page and by condition id. */
import type { Json } from '../../../src-shared/domain/notice.ts';
import { polymarket } from '../../../src-shared/venues/polymarket/index.ts';
import type { PagedDiscovery } from '../venue-role.ts';

export const paged: PagedDiscovery = {
  market: (id, facts = {}) => ({
    id,
    conditionId: id,
    question: `Question ${id}`,
    outcomes: '["Yes","No"]',
    clobTokenIds: `["1${id}","2${id}"]`,
    active: true,
    closed: false,
    enableOrderBook: true,
    acceptingOrders: true,
    orderPriceMinTickSize: 0.01,
    ...facts,
  }),
  page: (markets, cursor) => ({ markets, ...(cursor !== undefined && { next_cursor: cursor }) }),
  cursorOf: (query) => query.get('after_cursor'),
  idsOf: (query) => query.getAll('condition_ids'),
  isForEnded: (query) => query.get('closed') === 'true',
  resolved: (isYes) => ({ closed: true, outcomePrices: isYes ? '["1","0"]' : '["0","1"]' }),
  closed: { umaResolutionStatus: 'proposed', acceptingOrders: false },
  listing: (facts) => {
    const usual = { conditionId: '0x1', slug: 'x', clobTokenIds: '["1","2"]', outcomes: '["Yes","No"]', active: true };
    const market = { ...usual, closed: false, enableOrderBook: true, acceptingOrders: true, ...facts };
    return polymarket.readMarkets({ markets: [market] } as Json).listings[0]!;
  },
  broken: [{ clobTokenIds: '[]' }, { outcomes: 'x' }],
};
