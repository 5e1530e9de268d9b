/**
 * Draws a link's history with lightweight-charts: per venue a line of the mid between those of its bid and ask, bands while it earned, and below the edge after fees as an
 * area. Knows nothing of stores: it is handed points, names, colours and the theme's variables.
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
import type { HistoryPoint } from './spread-history.ts';

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

type LinePoint = { readonly time: UTCTimestamp; readonly value: number } | WhitespaceData<UTCTimestamp>;

const two = (value: number): string => String(value).padStart(2, '0');

/** Local time of day; the library's own would be UTC. */
function clock(time: Time, withSeconds: boolean): string {
  const at = new Date(Number(time) * 1_000);
  const text = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return withSeconds ? `${text}:${two(at.getSeconds())}` : text;
}

export class SpreadChart {
  private readonly chart: IChartApi;
  private readonly mids: ISeriesApi<'Line'>[];
  private readonly bids: ISeriesApi<'Line'>[];
  private readonly asks: ISeriesApi<'Line'>[];
  private readonly bands: ISeriesApi<'Histogram'>;
  private readonly edge: ISeriesApi<'Area'>;

  constructor(element: HTMLElement, members: readonly ChartMember[], colours: ChartColours) {
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
        tickMarkFormatter: (time: Time, type: TickMarkType) => clock(time, type === TickMarkType.TimeWithSeconds),
      },
      localization: { timeFormatter: (time: Time) => clock(time, true) },
    });
    this.bands = this.chart.addSeries(HistogramSeries, {
      priceScaleId: 'bands',
      color: colours.band,
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.bands.priceScale().applyOptions({ scaleMargins: { top: 0, bottom: 0 } });
    const touch = ({ colour }: ChartMember): ISeriesApi<'Line'> =>
      this.chart.addSeries(LineSeries, {
        color: faint(colour),
        lineWidth: 1,
        lineStyle: LineStyle.SparseDotted,
        lastValueVisible: false,
        priceLineVisible: false,
        crosshairMarkerVisible: false,
        priceFormat: CENTS,
      });
    this.bids = members.map(touch);
    this.asks = members.map(touch);
    this.mids = members.map(({ colour }) =>
      this.chart.addSeries(LineSeries, {
        color: colour,
        lineWidth: 1,
        priceLineVisible: false,
        crosshairMarkerRadius: 2,
        priceFormat: CENTS,
      }),
    );
    this.edge = this.chart.addSeries(
      AreaSeries,
      {
        lineColor: colours.edge,
        topColor: colours.edgeSoft,
        bottomColor: 'transparent',
        lineWidth: 1,
        priceLineVisible: false,
        crosshairMarkerRadius: 2,
        priceFormat: CENTS,
      },
      1,
    );
    this.edge.createPriceLine({
      price: 0,
      color: colours.text,
      lineWidth: 1,
      lineStyle: LineStyle.Dotted,
      axisLabelVisible: false,
      title: '',
    });
    const [upper, lower] = this.chart.panes();
    upper?.setStretchFactor(1 - EDGE_PART);
    lower?.setStretchFactor(EDGE_PART);
  }

  /** Everything anew. */
  set(points: readonly HistoryPoint[]): void {
    for (const [lines, values] of this.lines()) {
      lines.forEach((series, m) => {
        series.setData(points.map((point) => linePoint(point.second, values(point)[m])));
      });
    }
    this.edge.setData(points.map((point) => linePoint(point.second, point.edge, false)));
    this.bands.setData(points.map(bandPoint));
    const last = points.at(-1)?.second;
    if (last === undefined) return;
    const from = Math.max(points[0]!.second, last - SECONDS_SHOWN);
    this.chart.timeScale().setVisibleRange({ from: from as UTCTimestamp, to: (last + 1) as UTCTimestamp });
  }

  /** The newest point, appended or renewed. */
  update(point: HistoryPoint): void {
    for (const [lines, values] of this.lines()) {
      lines.forEach((series, m) => {
        series.update(linePoint(point.second, values(point)[m]));
      });
    }
    this.edge.update(linePoint(point.second, point.edge, false));
    this.bands.update(bandPoint(point));
  }

  private lines(): readonly (readonly [ISeriesApi<'Line'>[], (point: HistoryPoint) => readonly number[]])[] {
    return [
      [this.mids, ({ mids }) => mids],
      [this.bids, ({ bids }) => bids],
      [this.asks, ({ asks }) => asks],
    ];
  }

  dispose(): void {
    this.chart.remove();
  }
}

/** A venue's colour, half seen through; the library reads no mixes. */
function faint(colour: string): string {
  return /^#[\da-f]{6}$/i.test(colour) ? `${colour}80` : colour;
}

/** Nothing where there is no value; a price below 0 is none, an edge is a loss. */
function linePoint(second: number, micros: number | undefined, isPrice = true): LinePoint {
  const time = second as UTCTimestamp;
  return micros === undefined || Number.isNaN(micros) || (micros < 0 && isPrice)
    ? { time }
    : { time, value: micros / MICROS_PER_CENT };
}

function bandPoint({ second, wasOpen }: HistoryPoint): LinePoint {
  const time = second as UTCTimestamp;
  return wasOpen ? { time, value: 1 } : { time };
}
