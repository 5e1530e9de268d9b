/** Facts as a listing of Polymarket: the exchange's texts in a market record, read by the app's reader. */

import { SHAPES } from '../../../../src-exchange/markets/pair-facts.ts';
import { dueMs } from '../../../../src-exchange/markets/pair-subjects.ts';
import { listPair } from '../../../../src-exchange/polymarket/pairs.ts';
import type { Json } from '../../../../src-shared/domain/notice.ts';
import { polymarket } from '../../../../src-shared/venues/polymarket/index.ts';
import { only, type ReadFacts } from '../../../bench/suite/made-links.ts';

export const readFacts: ReadFacts = (facts, context) => {
  const { startMs, index } = context;
  const { text } = listPair(facts, context);
  const market = {
    conditionId: `0x${index}`,
    question: text.question,
    slug: text.slug,
    description: text.description,
    groupItemTitle: text.groupItemTitle,
    outcomes: JSON.stringify(text.outcomes),
    clobTokenIds: JSON.stringify([`${index}1`, `${index}2`]),
    category: SHAPES[facts.topic].category,
    endDate: new Date(dueMs(facts, startMs)).toISOString(),
    ...{ active: true, closed: false, enableOrderBook: true, acceptingOrders: true, orderPriceMinTickSize: 0.01 },
    events: [{ id: String(index), title: text.eventTitle }],
  };
  return only(polymarket.readMarkets({ markets: [market] } as unknown as Json).listings);
};
