/**
 * Decides the combination markets of Kalshi's list: many on the venue, without a book worth watching, and in the way of
 * everyone who lists markets without mve_filter=exclude. Three are enough to be in the way here.
 */
import type { KalshiRecord } from './records.ts';

const COUNT = 3;

/** Records that sort as the newest; a combination has no series of its own to look up. */
export function comboRecords(closesMs: number): KalshiRecord[] {
  const closes = new Date(closesMs).toISOString();
  return Array.from({ length: COUNT }, (_, index) => {
    const event = `KXMVESPORTSMULTIGAMEEXTENDED-S2026${(0xa3d9fd + index).toString(16).toUpperCase()}`;
    const title = 'yes Boston,yes Buffalo,yes Toronto';
    return {
      ticker: `${event}-C${index + 1}`,
      event_ticker: event,
      market_type: 'binary',
      title,
      yes_sub_title: title,
      no_sub_title: title,
      status: 'active',
      result: '',
      close_time: closes,
      yes_bid_dollars: '0.0000',
      yes_ask_dollars: '0.0000',
      no_bid_dollars: '1.0000',
      no_ask_dollars: '1.0000',
      yes_bid_size_fp: '0.00',
      yes_ask_size_fp: '0.00',
      volume_fp: '0.00',
      volume_24h_fp: '0.00',
      open_interest_fp: '0.00',
      last_price_dollars: '0.0000',
      notional_value_dollars: '1.0000',
      rules_primary: '',
      rules_secondary: '',
      strike_type: 'custom',
      price_level_structure: 'deci_cent',
      price_ranges: [{ start: '0.0000', end: '1.0000', step: '0.0010' }],
      mve_collection_ticker: 'KXMVESPORTSMULTIGAMEEXTENDED-R',
      mve_selected_legs: [],
      can_close_early: true,
      exchange_index: 1,
    };
  });
}
