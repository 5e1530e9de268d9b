/**
 * Caches the text of numbers, so that a painter formats a value once and not in every frame.
 *
 * Two generations: when the young one is full it becomes the old one, and values in use move over. The cache never holds more than
 * twice its limit, and a value in use is never formatted twice in a row.
 */
export class TextCache {
  private readonly format: (value: number) => string;
  private readonly limit: number;
  private young = new Map<number, string>();
  private old = new Map<number, string>();

  /** `limit`: texts a generation holds. */
  constructor(format: (value: number) => string, limit: number) {
    this.format = format;
    this.limit = limit;
  }

  get(value: number): string {
    let text = this.young.get(value);
    if (text !== undefined) return text;
    text = this.old.get(value) ?? this.format(value);
    if (this.young.size >= this.limit) {
      const recycled = this.old;
      recycled.clear();
      this.old = this.young;
      this.young = recycled;
    }
    this.young.set(value, text);
    return text;
  }
}
