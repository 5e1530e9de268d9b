/** Reads what Kalshi states of a contract in fields and tickers: strikes, settlement sources, the Eastern day in the ticker. */
import type { Comparison, StatedDay, StatedTerms } from '../../domain/stated-terms.ts';
import { asObject, type KalshiMarket, type KalshiSeries, textOr } from './wire.ts';

/** Strike types of OpenAPI 3.32; the others (functional, custom, structured) say nothing about a figure. */
const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['greater', 'above'],
  ['greater_or_equal', 'at-least'],
  ['less', 'below'],
  ['less_or_equal', 'at-most'],
  ['between', 'between'],
]);

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** Year, month, then day and hour where the ticker has them: 26DEC, 26DEC09, 26DEC0917, 26AUG102130. */
const DAY_IN_TICKER = /(?:^|-)(\d\d)([A-Z]{3})(?:(\d\d)(?:(\d\d)(?:\d\d)*)?)?(?!\d)/;

const NOTHING: StatedTerms = { outcome: '', event: '', comparison: null, floor: '', cap: '', sources: [], day: null };

/** What belongs to all markets of a series. */
export function seriesTerms(series: KalshiSeries): StatedTerms {
  const sources: readonly unknown[] = Array.isArray(series.settlement_sources) ? series.settlement_sources : [];
  return {
    ...NOTHING,
    event: textOr(series.title),
    sources: sources.map((source) => textOr(asObject<{ name?: unknown }>(source)?.name)).filter((name) => name !== ''),
  };
}

/** What a market states, with what is known of its series. */
export function statedTerms(market: KalshiMarket, series: StatedTerms | undefined): StatedTerms {
  const { event = '', sources = [] } = series ?? NOTHING;
  const comparison = COMPARISONS.get(textOr(market.strike_type)) ?? null;
  return {
    outcome: textOr(market.yes_sub_title),
    event,
    comparison,
    floor: comparison === null ? '' : decimalText(market.floor_strike),
    cap: comparison === null ? '' : decimalText(market.cap_strike),
    sources,
    day: dayOf(textOr(market.ticker)),
  };
}

function decimalText(value: unknown): string {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : textOr(value);
}

function dayOf(ticker: string): StatedDay | null {
  const found = DAY_IN_TICKER.exec(ticker.slice(ticker.indexOf('-')));
  const month = MONTHS.indexOf(found?.[2] ?? '') + 1;
  if (!found || month === 0) return null;
  const [, year, , day, hour] = found;
  const text = `20${year}-${String(month).padStart(2, '0')}`;
  const hasHour = hour !== undefined && Number(hour) < 24;
  return { text: day === undefined ? text : `${text}-${day}${hasHour ? `T${hour}` : ''}`, zone: 'America/New_York' };
}
