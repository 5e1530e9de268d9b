/**
 * Chooses the alert for a price in a ladder: above the bid it waits for the best bid (one could sell there), below it for the best
 * ask (one could buy there). Rules are in terms of the market, so a price of the NO view is converted first.
 */
import { type AlertCondition, HYSTERESIS_DEFAULT_MICROS } from '../../../../src-shared/domain/alert.ts';
import { ONE_MICROS } from '../../../../src-shared/domain/micros.ts';
import type { LadderModel } from './ladder-model.ts';

/** The alert, or a sentence when the pointer is at no price, or it is unknown whether the price must rise or fall. */
export function alertAtPointer(model: LadderModel): AlertCondition | string {
  const { axis, hoverRow, mirrored } = model;
  const shown = axis.priceAt(hoverRow);
  const middle = middleOf(model);
  if (shown < 0) return 'Point at a price in the ladder to set an alert there.';
  if (middle < 0)
    return 'No price of this market is known yet, so an alert cannot tell whether to wait for a rise or a fall.';
  const rises = shown > middle;
  const priceMicros = mirrored ? ONE_MICROS - shown : shown;
  const isBid = rises !== mirrored;
  return {
    kind: 'price',
    price: isBid ? 'bid' : 'ask',
    crosses: isBid ? 'above' : 'below',
    priceMicros,
    hysteresisMicros: HYSTERESIS_DEFAULT_MICROS,
  };
}

/** The best bid, or else the best ask; while no book is live those last known, where the ladder stands. -1: there are none. */
function middleOf({ touch, bids, asks }: LadderModel): number {
  if (touch.bidMicros >= 0) return touch.bidMicros;
  if (touch.askMicros >= 0) return touch.askMicros;
  if (bids.count > 0) return bids.prices[0]!;
  return asks.count > 0 ? asks.prices[0]! : -1;
}
