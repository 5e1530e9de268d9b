/**
 * Watches a component's signs of life on a timer: reports a silence that is too long, and asks for a sign before.
 */
import { Silence } from '../../src-shared/domain/supervision/silence.ts';

/** Looks without a sign of life after which a component counts as silent. */
export const SILENT_LOOKS = 15;

export class SilenceWatch {
  private readonly silence = new Silence(SILENT_LOOKS);
  private readonly timer: NodeJS.Timeout;

  /** `onSilent` is called at every look of a silence that is too long; `onLook` at each one before, to ask for a sign. */
  constructor(silentMs: number, onSilent: () => void, onLook: () => void = () => {}) {
    this.timer = setInterval(() => (this.silence.look() ? onSilent() : onLook()), silentMs / SILENT_LOOKS);
    this.timer.unref();
  }

  /** A sign of life. */
  heard(): void {
    this.silence.heard();
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
