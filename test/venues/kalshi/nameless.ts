/** Kalshi's frames that cannot be read and hide whose book they change; they are number 3 of subscription 1. */
import type { NamedFrame } from '../venue-role.ts';

export const namelessFrames = (ticker: string): readonly NamedFrame[] => {
  const leg = { price_dollars: '0.4000', delta_fp: '-1.00', side: 'yes' };
  const numbered = { sid: 1, seq: 3 };
  const delta = { type: 'orderbook_delta', ...numbered };
  return [
    ['a delta without ticker', JSON.stringify({ ...delta, msg: leg })],
    ['a delta whose ticker is a number', JSON.stringify({ ...delta, msg: { market_ticker: 7, ...leg } })],
    ['a delta without msg', JSON.stringify(delta)],
    ['a delta whose msg is a list', JSON.stringify({ ...delta, msg: [] })],
    [
      'a snapshot without ticker',
      JSON.stringify({ type: 'orderbook_snapshot', ...numbered, msg: { yes_dollars_fp: [] } }),
    ],
    ['a delta without type', JSON.stringify({ ...numbered, msg: { market_ticker: ticker, ...leg } })],
    ['a list of deltas', JSON.stringify([{ ...delta, msg: { market_ticker: ticker, ...leg } }])],
  ];
};
