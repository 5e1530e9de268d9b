/**
 * Follows a list that comes in pages from cursor to cursor, and notices when it leads round in a circle: a cursor that was given before,
 * or a page that was, under whatever cursor.
 */

export class PageWalk {
  /** The cursor of the page to ask for: '' for the first, null when there is none to ask for any more. */
  cursor: string | null = '';
  private readonly name: string;
  private readonly pagesMax: number;
  private readonly cursors = new Set<string>();
  private readonly pages = new Set<string>();

  /** `name` is the venue's, for sentences; a list of more than `pagesMax` pages is not followed to its end. */
  constructor(name: string, pagesMax: number) {
    this.name = name;
    this.pagesMax = pagesMax;
  }

  /**
   * Takes a page by the ids of all that is on it, with the cursor that it names for the next one ('': it is the last). Returns '', or a
   * sentence that says why the walk ends before its end.
   */
  accept(ids: readonly string[], next: string): string {
    const trouble = this.troubleOf(ids, next);
    this.cursors.add(next);
    this.cursor = next === '' || trouble !== '' ? null : next;
    return trouble && `${trouble}; the walk through its markets ended before all were seen.`;
  }

  private troubleOf(ids: readonly string[], next: string): string {
    // Its size and its ends tell a page from all others; one market may well come twice when it changes between two pages.
    const page = `${ids.length} ${ids[0]} ${ids.at(-1)}`;
    if (ids.length > 0 && this.pages.has(page)) return `${this.name} sent the same page of markets twice`;
    this.pages.add(page);
    if (next === '') return '';
    if (this.cursors.has(next)) return `${this.name} sent a page cursor twice`;
    return this.cursors.size >= this.pagesMax ? `${this.name} has more than ${this.pagesMax} pages of markets` : '';
  }
}
