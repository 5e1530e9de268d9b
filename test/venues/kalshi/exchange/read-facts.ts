/** Facts as a listing of Kalshi: the exchange's texts in series and market records, read by the app's reader. */
import { listPair } from '../../../../src-exchange/kalshi/pairs.ts';
import { SHAPES } from '../../../../src-exchange/markets/pair-facts.ts';
import { dueMs } from '../../../../src-exchange/markets/pair-subjects.ts';
import { kalshi } from '../../../../src-shared/venues/kalshi/index.ts';
import { only, type ReadFacts } from '../../../bench/suite/made-links.ts';

export const readFacts: ReadFacts = (facts, context) => {
  const { startMs } = context;
  const { text } = listPair(facts, context);
  const discovery = kalshi.createDiscovery();
  const series = {
    ticker: text.seriesTicker,
    title: text.seriesTitle,
    category: SHAPES[facts.topic].category,
    settlement_sources: [{ name: text.source, url: '' }],
  };
  discovery.accept({ series: [series] });
  const market = {
    ticker: text.ticker,
    event_ticker: text.eventTicker,
    title: text.title,
    yes_sub_title: text.yesSubTitle,
    status: 'active',
    close_time: new Date(dueMs(facts, startMs)).toISOString(),
    rules_primary: text.rulesPrimary,
    rules_secondary: text.rulesSecondary,
    strike_type: text.strikeType,
    price_level_structure: text.structure,
    ...(text.floorStrike === undefined ? {} : { floor_strike: text.floorStrike }),
    ...(text.capStrike === undefined ? {} : { cap_strike: text.capStrike }),
  };
  return only(discovery.accept({ markets: [market], cursor: '' }).listings);
};
