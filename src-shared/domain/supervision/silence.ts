/**
 * Decides when something that should give regular signs of life has been silent for too long.
 *
 * Looks are counted instead of comparing clocks: a laptop that slept must not end its threads and close its ports when it wakes.
 */
export class Silence {
  private readonly looksMax: number;
  private looks = 0;

  /** Silent after more than this many looks without a sign of life. */
  constructor(looksMax: number) {
    this.looksMax = looksMax;
  }

  /** A sign of life. */
  heard(): void {
    this.looks = 0;
  }

  /** Called at a steady pace; true at every look of a silence that is too long. */
  look(): boolean {
    return ++this.looks > this.looksMax;
  }
}
