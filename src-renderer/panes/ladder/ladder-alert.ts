/**
 * The alert that a price of a ladder means: above the bid the best bid is waited for (one could sell there), below it the best ask (one
 * could buy there). Rules are in the market's own terms, so a price of the NO view is turned first.
 */
import { type AlertCondition, HYSTERESIS_DEFAULT_MICROS } from '../../../src-shared/domain/alert.ts';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import type { LadderModel } from './ladder-model.ts';

/** Null when the pointer is at no price. */
export function alertAtPointer({ axis, hoverRow, mirrored, touch }: LadderModel): AlertCondition | null {
  const shown = axis.priceAt(hoverRow);
  if (shown < 0) return null;
  const middle = touch.bidMicros >= 0 ? touch.bidMicros : touch.askMicros;
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
