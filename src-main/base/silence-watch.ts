/**
 * The deadline of a part: tells when it gave no sign of life for so long.
 *
 * Looks are counted instead of comparing clocks: a laptop that slept must not end its threads at waking.
 */

/** Looks without a sign of life after which a part counts as silent. */
export const SILENT_LOOKS = 15;

export class SilenceWatch {
  private readonly timer: NodeJS.Timeout;
  private looks = 0;

  /** `onSilent` is called at every look of a silence that is too long; `onLook` at each one before, to ask for a sign. */
  constructor(silentMs: number, onSilent: () => void, onLook: () => void = () => {}) {
    this.timer = setInterval(() => {
      if (++this.looks > SILENT_LOOKS) onSilent();
      else onLook();
    }, silentMs / SILENT_LOOKS);
    this.timer.unref();
  }

  /** A sign of life. */
  heard(): void {
    this.looks = 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
