/**
 * Decides the two global notices of Polymarket's market channel: a market was listed, a market was resolved
 * (custom_feature_enabled; examples of docs.polymarket.com, 2026). Rare, so written through objects.
 */
import { feeOf } from './fee.ts';
import type { PolymarketMarket } from './market.ts';

function subject(market: PolymarketMarket): Record<string, unknown> {
  const { text, eventId, eventSlug: slug } = market;
  return {
    id: `${market.gammaId}`,
    question: text.question,
    market: market.conditionId,
    slug: text.slug,
    description: text.description,
    assets_ids: market.tokens,
    outcomes: text.outcomes,
    event_message: { id: `${eventId}`, ticker: slug, slug, title: text.eventTitle, description: text.description },
  };
}

export function newMarketText(market: PolymarketMarket, timeMs: number): string {
  const fee = feeOf(market.listing.contract.plan.category);
  return JSON.stringify({
    ...subject(market),
    timestamp: `${timeMs}`,
    event_type: 'new_market',
    tags: [market.listing.contract.plan.category],
    condition_id: market.conditionId,
    active: true,
    clob_token_ids: market.tokens,
    order_price_min_tick_size: market.tickSize,
    group_item_title: market.text.groupItemTitle,
    taker_base_fee: fee === undefined ? '0' : '1000',
    fees_enabled: fee !== undefined,
    fee_schedule: fee?.schedule ?? null,
  });
}

export function marketResolvedText(market: PolymarketMarket, timeMs: number): string {
  const winner = market.listing.result === 'yes' ? 0 : 1;
  return JSON.stringify({
    ...subject(market),
    winning_asset_id: market.tokens[winner],
    winning_outcome: market.text.outcomes[winner],
    timestamp: `${timeMs}`,
    event_type: 'market_resolved',
  });
}
