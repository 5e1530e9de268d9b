/**
 * Stamps a frame at its arrival: monotonic nanoseconds for latency, wall-clock microseconds for the record.
 *
 * The wall clock is read once a second and carried forward by the monotonic one, so that stamps have microseconds and follow a
 * clock that was set, at the next reading.
 */

const NANOS_PER_MICRO = 1_000;
const MICROS_PER_MS = 1_000;
const REREAD_NANOS = 1e9;

export class ReceiveClock {
  /** Of the last stamp. */
  nanos = 0;
  micros = 0;
  private readNanos = Number.NEGATIVE_INFINITY;
  private offsetMicros = 0;

  stamp(): void {
    const nanos = Number(process.hrtime.bigint());
    if (nanos - this.readNanos > REREAD_NANOS) {
      this.readNanos = nanos;
      this.offsetMicros = Date.now() * MICROS_PER_MS - nanos / NANOS_PER_MICRO;
    }
    this.nanos = nanos;
    this.micros = nanos / NANOS_PER_MICRO + this.offsetMicros;
  }
}
