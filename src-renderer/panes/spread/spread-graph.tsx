/**
 * Feeds the chart of a link from the live stream, or from the replay: one point a second.
 *
 * It begins with the mids that the window already keeps for the watchlist. Gaps are left where a book was not live or was not watched.
 */
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { edgeMicrosOf, type SpreadRow } from '../../../src-shared/domain/spread.ts';
import { MID_INTERVAL_MS } from '../../ports/limits.ts';
import { quotes } from '../../stores/clients.ts';
import { midMicros, useQuotes } from '../../stores/quotes-store.ts';
import { replayStore } from '../../stores/replay-store.ts';
import type { TargetInfo } from '../../stores/target.ts';
import { turnMids, turnQuote } from '../../stores/target-quote.ts';
import { themeStore } from '../../stores/theme-store.ts';
import { useTimes } from '../../widgets/use-times.ts';
import { type ChartColours, type ChartMember, SpreadChart } from './spread-chart.ts';
import { type HistoryPoint, historyOf, type SpreadHistory } from './spread-history.ts';

const SAMPLE_MS = 250;
const NO_TOUCH = { bidMicros: -1, askMicros: -1 };
const MS_PER_SECOND = 1_000;

type SpreadGraphProps = {
  readonly info: TargetInfo;
  readonly ways: readonly SpreadRow[];
  readonly visible: boolean;
};

export function SpreadGraph({ info, ways, visible }: SpreadGraphProps) {
  const element = useRef<HTMLDivElement>(null);
  const theme = useStore(themeStore);
  const times = useTimes();
  const listings = useMemo(() => info.members.map(({ listing }) => listing), [info]);
  useQuotes(quotes, visible ? listings : []);
  const newest = useRef({ info, ways });
  newest.current = { info, ways };
  // Made again for other members and colours, not for every change of a listing's facts.
  const look = JSON.stringify({
    revision: theme.revision,
    members: info.members.map(({ venue, listing }) => ({
      name: venue?.shortName ?? listing,
      colour: venue?.colour[theme.scheme] ?? 'gray',
    })),
  });
  useEffect(() => {
    const host = element.current;
    if (!visible || host === null) return;
    const { members } = JSON.parse(look) as { readonly members: readonly ChartMember[] };
    const chart = new SpreadChart(host, members, coloursOf(host), times);
    const history = historyOf(info.id, nowSecond());
    if (history.points.length === 0) begin(history, newest.current.info);
    let drawn = history.rebuilds;
    chart.set(history.points);
    const sample = (): void => {
      history.add(pointOf(newest.current.info, newest.current.ways));
      if (history.rebuilds === drawn) chart.update(history.points.at(-1)!);
      else chart.set(history.points);
      drawn = history.rebuilds;
    };
    const timer = setInterval(sample, SAMPLE_MS);
    return () => {
      clearInterval(timer);
      chart.dispose();
    };
  }, [visible, look, times, info.id]);
  return (
    <div className="spread-graph" role="img" aria-label={`Mid per venue and edge over time: ${info.title}`}>
      <p className="spread-legend" aria-hidden="true" title="Drawn with Lightweight Charts by TradingView">
        {info.members.map(({ venue, listing }) => (
          <span key={listing}>
            <i style={{ background: venue?.colour[theme.scheme] ?? 'gray' }} />
            {venue?.shortName ?? listing} ¢: mid, bid, ask
          </span>
        ))}
        <span>
          <i className="spread-legend-edge" />
          edge after fees ¢
        </span>
        <span>
          <i className="spread-legend-band" />
          profitable
        </span>
      </p>
      <div ref={element} className="spread-chart prices" aria-hidden="true" />
    </div>
  );
}

function nowSecond(): number {
  const { replay } = replayStore.getState();
  return Math.floor((replay === null ? Date.now() : replay.atMicros / 1_000) / MS_PER_SECOND);
}

function pointOf(info: TargetInfo, ways: readonly SpreadRow[]): HistoryPoint {
  const rows = info.members.map(({ listing }) => quotes.row(listing));
  const mids = info.members.map(({ orientation }, m) => turnMids([midMicros(rows[m] ?? undefined)], orientation)[0]!);
  const touches = info.members.map(({ orientation }, m) => {
    const row = rows[m] ?? null;
    return row === null || row.phase !== 'synced' ? NO_TOUCH : turnQuote(row, orientation);
  });
  const [best] = ways;
  const edge = best === undefined ? Number.NaN : edgeMicrosOf(best);
  return {
    second: nowSecond(),
    mids,
    bids: touches.map(({ bidMicros }) => bidMicros),
    asks: touches.map(({ askMicros }) => askMicros),
    edge: Number.isFinite(edge) ? edge : Number.NaN,
    wasOpen: ways.some(({ sizeMicros }) => sizeMicros > 0),
  };
}

/** The mids that the watchlist kept, spread over the time in which they were taken. */
function begin(history: SpreadHistory, info: TargetInfo): void {
  if (replayStore.getState().replay !== null) return;
  const kept = info.members.map(({ listing, orientation }) => turnMids(quotes.midsOf(listing), orientation));
  const count = Math.max(0, ...kept.map(({ length }) => length));
  const now = nowSecond();
  const step = MID_INTERVAL_MS / MS_PER_SECOND;
  for (let back = count; back > 0; back--) {
    const mids = kept.map((list) => list[list.length - back] ?? Number.NaN);
    history.add({ second: now - back * step, mids, bids: [], asks: [], edge: Number.NaN, wasOpen: false });
  }
}

/** Colours as the library understands them: resolved, without variables. */
function coloursOf(element: HTMLElement): ChartColours {
  const probe = document.createElement('span');
  element.append(probe);
  const view = element.ownerDocument.defaultView ?? window;
  const colour = (value: string): string => {
    probe.style.color = value;
    return view.getComputedStyle(probe).color;
  };
  const colours = {
    background: colour('var(--bg-pane)'),
    text: colour('var(--text-faint)'),
    line: colour('var(--line)'),
    band: colour('var(--crossed)'),
    edge: colour('var(--accent)'),
    edgeSoft: colour('var(--edge-soft)'),
    font: view.getComputedStyle(element.ownerDocument.documentElement).getPropertyValue('--font-num'),
  };
  probe.remove();
  return colours;
}
