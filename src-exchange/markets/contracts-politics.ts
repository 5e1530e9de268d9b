/**
 * The political and technical contracts. Parties and institutions only: no person is named.
 */
import type { Calendar } from '../model/calendar.ts';
import { longDay, tickerDay, yearOf } from '../model/calendar.ts';
import type { ContractPlan } from '../model/contract-plan.ts';
import { BUSY, DEEP, onKalshi, onPolymarket, THIN, USUAL } from '../model/contract-plan.ts';

/** Control of both chambers after the next federal election, on both venues. */
export function electionContracts(calendar: Calendar): ContractPlan[] {
  const closesMs = calendar.nextElection();
  const year = yearOf(closesMs);
  const source = 'Office of the Clerk';
  const chamber = (name: string, ticker: string, party: string, letter: string) => ({
    polymarket: {
      question: `Will the ${party} Party control the ${name} after the ${year} election?`,
      description: `This market will resolve to "Yes" if the ${party} Party controls the ${name} following the ${year} US election. Control means having more than half of the voting members. Otherwise this market will resolve to "No".`,
      eventTitle: `Which party will win the ${name} in ${year}?`,
      groupItemTitle: `${party} Party`,
      negRisk: true,
    },
    kalshi: {
      seriesTicker: ticker,
      seriesTitle: `${name} winner`,
      eventTicker: `${ticker}-${year}`,
      eventTitle: `Which party will win the U.S. ${name}?`,
      ticker: `${ticker}-${year}-${letter}`,
      title: `Will ${party}s win the U.S. ${name} in ${year}?`,
      yesSubTitle: `${party} Party`,
      rulesPrimary: `If the ${party} Party has won control of the ${name} in the ${year} election, then the market resolves to Yes.`,
      source,
    },
  });
  const house = chamber('House', 'CONTROLH', 'Democratic', 'D');
  const senate = chamber('Senate', 'CONTROLS', 'Republican', 'R');
  return [
    {
      key: 'house-democratic',
      category: 'Elections',
      fairMicros: 745_000,
      volatility: 900,
      closesMs,
      polymarket: onPolymarket(house.polymarket, DEEP),
      kalshi: onKalshi(house.kalshi, DEEP),
    },
    {
      key: 'senate-republican',
      category: 'Elections',
      fairMicros: 615_000,
      volatility: 900,
      closesMs,
      polymarket: onPolymarket({ ...senate.polymarket, tickMicros: 1_000 }, BUSY),
      kalshi: onKalshi({ ...senate.kalshi, structure: 'tapered_deci_cent' }, BUSY),
    },
  ];
}

/** A shutdown on both venues, and single-venue questions about the state of the world. */
export function governmentContracts(calendar: Calendar): ContractPlan[] {
  const closesMs = calendar.hoursLater(24 * 72);
  const treatyMs = calendar.hoursLater(24 * 200);
  const recessionMs = calendar.hoursLater(24 * 400);
  const day = longDay(closesMs);
  const event = `KXGOVSHUT-${tickerDay(closesMs)}`;
  return [
    {
      key: 'shutdown',
      category: 'Politics',
      fairMicros: 270_000,
      volatility: 1_800,
      closesMs,
      polymarket: onPolymarket(
        {
          question: `US government shutdown by ${day}?`,
          description: `This market will resolve to "Yes" if there is a lapse in appropriations causing a federal government shutdown between market creation and ${day}, 11:59 PM ET. Otherwise this market will resolve to "No". The resolution source is the US Office of Personnel Management.`,
        },
        USUAL,
      ),
      kalshi: onKalshi(
        {
          seriesTicker: 'KXGOVSHUT',
          seriesTitle: 'Government shutdown',
          eventTicker: event,
          ticker: event,
          title: `Will the government shut down by ${day}?`,
          yesSubTitle: `By ${day}`,
          rulesPrimary: `If a lapse in appropriations causes the federal government to shut down by ${day}, then the market resolves to Yes.`,
          source: 'Office of Personnel Management',
        },
        USUAL,
      ),
    },
    {
      key: 'arctic-treaty',
      category: 'Geopolitics',
      fairMicros: 120_000,
      volatility: 1_200,
      closesMs: treatyMs,
      polymarket: onPolymarket(
        {
          question: `New Arctic shipping treaty signed by ${longDay(treatyMs)}?`,
          description: `This market will resolve to "Yes" if at least five member states of the Arctic Council sign a new binding treaty on shipping by ${longDay(treatyMs)}, 11:59 PM ET. Otherwise this market will resolve to "No".`,
        },
        THIN,
      ),
    },
    {
      key: 'recession',
      category: 'Economics',
      fairMicros: 285_000,
      volatility: 1_000,
      closesMs: recessionMs,
      polymarket: onPolymarket(
        {
          question: `US recession by ${longDay(recessionMs)}?`,
          description: `This market will resolve to "Yes" if two consecutive quarters of negative US real GDP growth are reported, or the National Bureau of Economic Research announces a recession, by ${longDay(recessionMs)}. Otherwise this market will resolve to "No".`,
        },
        USUAL,
      ),
    },
  ];
}

/** Technology and science, on Polymarket only. */
export function scienceContracts(calendar: Calendar): ContractPlan[] {
  const modelMs = calendar.hoursLater(24 * 41);
  const tankerMs = calendar.hoursLater(24 * 130);
  const alienMs = calendar.hoursLater(24 * 405);
  return [
    {
      key: 'new-model',
      category: 'Tech',
      fairMicros: 560_000,
      volatility: 3_000,
      closesMs: modelMs,
      polymarket: onPolymarket(
        {
          question: `New model tops the text leaderboard by ${longDay(modelMs)}?`,
          description: `This market will resolve to "Yes" if a model that was not publicly listed at market creation holds the first place of the text arena leaderboard at any time before ${longDay(modelMs)}, 12:00 PM ET. Otherwise this market will resolve to "No".`,
        },
        USUAL,
      ),
    },
    {
      key: 'orbital-refuelling',
      category: 'Tech',
      fairMicros: 230_000,
      volatility: 1_200,
      closesMs: tankerMs,
      polymarket: onPolymarket(
        {
          question: `Ship-to-ship propellant transfer in orbit by ${longDay(tankerMs)}?`,
          description: `This market will resolve to "Yes" if propellant is transferred between two spacecraft in Earth orbit, each launched separately, by ${longDay(tankerMs)}, 11:59 PM ET. Otherwise this market will resolve to "No".`,
        },
        THIN,
      ),
    },
    {
      key: 'aliens',
      category: 'Culture',
      fairMicros: 41_000,
      volatility: 400,
      closesMs: alienMs,
      polymarket: onPolymarket(
        {
          question: `Will the US confirm that aliens exist before ${yearOf(alienMs)}?`,
          description: `This market will resolve to "Yes" if a member of the US cabinet or a US federal agency definitively states that extraterrestrial life or technology exists before ${yearOf(alienMs)}. Otherwise this market will resolve to "No".`,
          tickMicros: 1_000,
        },
        DEEP,
      ),
    },
  ];
}
