/**
 * Holds what the chart of a link shows: one point a second with the mid and touch of each member, the best edge, and whether it was
 * profitable.
 *
 * Times are seconds of the time shown, in a replay that of the recording. A step back drops what was after it. Bounded: the oldest
 * points go.
 */

export type HistoryPoint = {
  readonly second: number;
  /** In the terms of the link, millionths; NaN where a book was not live or one-sided. In the members' order. */
  readonly mids: readonly number[];
  /** Its own touch, likewise: what lies between is the venue's spread. */
  readonly bids: readonly number[];
  readonly asks: readonly number[];
  /** Edge of the best direction after fees, millionths of a dollar a contract; NaN: none. */
  readonly edge: number;
  readonly wasOpen: boolean;
};

/** Three hours at one a second: more than a chart of this width can tell apart. */
export const POINTS_MAX = 10_800;

export class SpreadHistory {
  readonly points: HistoryPoint[] = [];
  /**
   * Counts changes beyond the newest point (a step back, or dropped old points), after which everything is drawn again.
   * Several charts may draw one history.
   */
  rebuilds = 0;

  /** Takes the state at a time: renews the newest point, or appends one. */
  add(point: HistoryPoint): void {
    const { points } = this;
    const last = points.at(-1);
    if (last !== undefined && point.second < last.second) {
      while (points.length > 0 && points.at(-1)!.second >= point.second) points.pop();
      points.push(point);
      this.rebuilds++;
      return;
    }
    if (last?.second === point.second) points[points.length - 1] = { ...point, wasOpen: point.wasOpen || last.wasOpen };
    else points.push(point);
    if (points.length <= POINTS_MAX) return;
    // Dropped in batches: a full redraw every second is not worth one point.
    points.splice(0, POINTS_MAX / 10);
    this.rebuilds++;
  }
}

/** Links whose history is kept while another is shown. */
const HISTORIES_MAX = 16;
const histories = new Map<string, SpreadHistory>();

/** The history of a link whose chart opens: a new one, or the known one with a gap for the time it was not watched. */
export function historyOf(link: string, nowSecond: number): SpreadHistory {
  const known = histories.get(link);
  const history = known ?? new SpreadHistory();
  // The first entry is the least recently viewed.
  histories.delete(link);
  histories.set(link, history);
  for (const oldest of histories.keys()) {
    if (histories.size <= HISTORIES_MAX) break;
    histories.delete(oldest);
  }
  const last = history.points.at(-1);
  if (last !== undefined && last.second + 1 < nowSecond) {
    history.add({ second: last.second + 1, mids: [], bids: [], asks: [], edge: Number.NaN, wasOpen: false });
  }
  return history;
}
