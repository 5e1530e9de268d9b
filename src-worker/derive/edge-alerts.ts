/**
 * A rule about what links earn after fees: each link crosses for itself. Only confirmed links count, and only what both books, live,
 * give at a size; a link whose books are not live, or behind, is not judged. What is earned only by an assumed fee does not count.
 */
import { edgeMicrosOf } from '../../src-shared/domain/spread.ts';
import type { LinkSpreads, SpreadWay } from './spread-board.ts';

export class EdgeAlerts {
  /** By link: whether the next time that it earns enough is news. */
  private readonly armed = new Map<string, boolean>();

  /** The way that earns enough now and did not before; null: that is no news. */
  look({ link, best }: LinkSpreads, edgeMicros: number, hysteresisMicros: number): SpreadWay | null {
    if (link.status !== 'confirmed' || best === null || best.isBehind) return null;
    const edge = edgeMicrosOf(best.spread);
    if (!Number.isFinite(edge)) return null;
    const holds = !best.areFeesAssumed && best.spread.sizeMicros > 0 && edge >= edgeMicros;
    const wasArmed = this.armed.get(link.id);
    if (wasArmed === undefined || holds || edge <= edgeMicros - hysteresisMicros) this.armed.set(link.id, !holds);
    return holds && wasArmed === true ? best : null;
  }

  forget(): void {
    this.armed.clear();
  }
}
