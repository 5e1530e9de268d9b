/**
 * Draws the history of a link with lightweight-charts: per venue the mid between bid and ask, bands while it was profitable, and
 * below the edge after fees as an area. Knows no stores: it is given points, names, colours and the theme.
 */
import {
  AreaSeries,
  ColorType,
  createChart,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  TickMarkType,
  type Time,
  type UTCTimestamp,
  type WhitespaceData,
} from 'lightweight-charts';
import type { Times } from '../../text/times.ts';
import type { HistoryPoint } from './spread-history.ts';
import { Trace } from './trace.ts';

export type ChartMember = { readonly name: string; readonly colour: string };

export type ChartColours = {
  readonly background: string;
  readonly text: string;
  readonly line: string;
  readonly band: string;
  readonly edge: string;
  readonly edgeSoft: string;
  readonly font: string;
};

const MICROS_PER_CENT = 10_000;
const CENTS = { type: 'custom', minMove: 0.01, formatter: (value: number): string => value.toFixed(1) } as const;
/** Height of the edge's own strip, as a part of the whole. */
const EDGE_PART = 0.3;
/** Seconds seen at first. */
const SECONDS_SHOWN = 300;
const FONT_PX = 10;

type BandPoint = { readonly time: UTCTimestamp; readonly value: number } | WhitespaceData<UTCTimestamp>;

export class SpreadChart {
  private readonly chart: IChartApi;
  private readonly bands: ISeriesApi<'Histogram'>;
  private readonly traces: readonly Trace[];

  constructor(element: HTMLElement, members: readonly ChartMember[], colours: ChartColours, times: Times) {
    const text = (time: Time, write: (atMs: number) => string): string => write(Number(time) * 1_000);
    this.chart = createChart(element, {
      autoSize: true,
      layout: {
        attributionLogo: false,
        background: { type: ColorType.Solid, color: colours.background },
        textColor: colours.text,
        fontFamily: colours.font,
        fontSize: FONT_PX,
        panes: { separatorColor: colours.line, enableResize: false },
      },
      grid: { vertLines: { visible: false }, horzLines: { color: colours.line } },
      crosshair: { vertLine: { labelVisible: true }, horzLine: { labelVisible: true } },
      rightPriceScale: { borderVisible: false },
      timeScale: {
        borderVisible: false,
        timeVisible: true,
        secondsVisible: true,
        rightOffset: 2,
        minBarSpacing: 0.02,
        // The library's own times would be UTC.
        tickMarkFormatter: (time: Time, type: TickMarkType) =>
          text(time, type === TickMarkType.TimeWithSeconds ? times.clock : times.shortClock),
      },
      localization: { timeFormatter: (time: Time) => text(time, times.moment) },
    });
    this.bands = this.chart.addSeries(HistogramSeries, {
      priceScaleId: 'bands',
      color: colours.band,
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.bands.priceScale().applyOptions({ scaleMargins: { top: 0, bottom: 0 } });
    const touch = ({ colour }: ChartMember, read: (point: HistoryPoint) => number | null): Trace => {
      const series = this.chart.addSeries(LineSeries, {
        color: faint(colour),
        lineWidth: 1,
        lineStyle: LineStyle.SparseDotted,
        lastValueVisible: false,
        priceLineVisible: false,
        crosshairMarkerVisible: false,
        priceFormat: CENTS,
      });
      return new Trace({ series, read, isLabelled: false });
    };
    const bids = members.map((member, m) => touch(member, ({ bids }) => priceCents(bids[m])));
    const asks = members.map((member, m) => touch(member, ({ asks }) => priceCents(asks[m])));
    const mids = members.map(({ colour }, m) => {
      const series = this.chart.addSeries(LineSeries, {
        color: colour,
        lineWidth: 1,
        priceLineVisible: false,
        priceLineColor: colour,
        crosshairMarkerRadius: 2,
        crosshairMarkerBackgroundColor: colour,
        priceFormat: CENTS,
      });
      return new Trace({ series, read: ({ mids }) => priceCents(mids[m]), isLabelled: true });
    });
    const edge = this.chart.addSeries(
      AreaSeries,
      {
        lineColor: colours.edge,
        topColor: colours.edgeSoft,
        bottomColor: 'transparent',
        lineWidth: 1,
        priceLineVisible: false,
        priceLineColor: colours.edge,
        crosshairMarkerRadius: 2,
        crosshairMarkerBackgroundColor: colours.edge,
        priceFormat: CENTS,
      },
      1,
    );
    edge.createPriceLine({
      price: 0,
      color: colours.text,
      lineWidth: 1,
      lineStyle: LineStyle.Dotted,
      axisLabelVisible: false,
      title: '',
    });
    this.traces = [
      ...mids,
      ...bids,
      ...asks,
      new Trace({ series: edge, read: (point) => cents(point.edge), isLabelled: true }),
    ];
    const [upper, lower] = this.chart.panes();
    upper?.setStretchFactor(1 - EDGE_PART);
    lower?.setStretchFactor(EDGE_PART);
  }

  /** Draws everything again. */
  set(points: readonly HistoryPoint[]): void {
    for (const trace of this.traces) trace.set(points);
    this.bands.setData(points.map(bandPoint));
    const last = points.at(-1)?.second;
    if (last === undefined) return;
    const from = Math.max(points[0]!.second, last - SECONDS_SHOWN);
    this.chart.timeScale().setVisibleRange({ from: from as UTCTimestamp, to: (last + 1) as UTCTimestamp });
  }

  /** The newest point, appended or renewed. */
  update(point: HistoryPoint): void {
    for (const trace of this.traces) trace.update(point);
    this.bands.update(bandPoint(point));
  }

  dispose(): void {
    this.chart.remove();
  }
}

/** A venue's colour, half seen through; the library reads no mixes. */
function faint(colour: string): string {
  return /^#[\da-f]{6}$/i.test(colour) ? `${colour}80` : colour;
}

/** Null where there is none: a price below 0 is none, an edge is a loss. */
function priceCents(micros: number | undefined): number | null {
  return micros === undefined || micros < 0 ? null : cents(micros);
}

function cents(micros: number): number | null {
  return Number.isNaN(micros) ? null : micros / MICROS_PER_CENT;
}

function bandPoint({ second, wasOpen }: HistoryPoint): BandPoint {
  const time = second as UTCTimestamp;
  return wasOpen ? { time, value: 1 } : { time };
}
