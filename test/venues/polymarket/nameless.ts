/** Polymarket's frames that cannot be read and hide whose book they change, and frames that cannot have changed one. */
import { type NamedFrame, TIME_MS } from '../venue-role.ts';

/** A change as the exchange sends it, with something wrong that hides whose it is. */
const change = (market: string, changes: unknown, rest: object = { event_type: 'price_change' }): string =>
  JSON.stringify({ market: `0x${market}`, price_changes: changes, timestamp: String(TIME_MS + 1), ...rest });

export const namelessFrames = (one: string, two: string): readonly NamedFrame[] => {
  const buy = { asset_id: one, price: '0.40', size: '0', side: 'BUY' };
  const { asset_id: _, ...unnamed } = buy;
  return [
    ['a change without asset_id', change(one, [unnamed])],
    ['a change whose asset_id is a number', change(one, [{ ...buy, asset_id: Number(one) }])],
    ['a change that is null', change(one, [null])],
    ['changes that are an object', change(one, buy)],
    ['changes under another name', change(one, undefined, { event_type: 'price_change', changes: [] })],
    ['changes without event_type', change(one, [buy], {})],
    [
      'one good change and one without asset_id',
      change(one, [{ asset_id: two, price: '0.40', size: '7', side: 'BUY' }, { price: '0.4' }]),
    ],
    ['a book without asset_id', `{"event_type":"book","market":"0x${one}","timestamp":"1","bids":[],"asks":[]}`],
    [
      'a tick_size_change without asset_id',
      '{"event_type":"tick_size_change","new_tick_size":"0.001","timestamp":"1"}',
    ],
    ['a list in a list', `[[${change(one, [buy])}]]`],
    ['the end of a cut frame', '0.40","size":"0","side":"BUY"}],"timestamp":"1"}'],
    ['the beginning of a cut frame', `{"market":"0x${one}","price_changes":[{"asset_id":"11`],
  ];
};

export const harmlessFrames = (symbol: string): readonly NamedFrame[] => [
  [
    'a trade without asset_id',
    '{"event_type":"last_trade_price","price":"0.4","size":"1","side":"BUY","timestamp":"1"}',
  ],
  ['a kind that we do not know', `{"event_type":"surprise","asset_id":"${symbol}"}`],
  ['a message of no kind that holds nothing of a book', '{"status":"ok"}'],
  ['a market that begins without a name', '{"event_type":"new_market"}'],
  ['a message of plain text', 'NO NEW ASSETS'],
];
