/** What a reader found of one kind of thing in a text: what it understood, and what is of this kind and was not understood. */
export type Reading<T> = {
  readonly values: readonly T[];
  /** Pieces of the text as written, each of which might change the meaning. */
  readonly unread: readonly string[];
};

/** How many pieces are shown: more would hide the verdict. */
const SHOWN_MAX = 3;

/** A sentence that names what was not understood on either side; '' where everything was. */
export function unreadText(...unread: readonly (readonly string[])[]): string {
  const pieces = [...new Set(unread.flat())];
  if (pieces.length === 0) return '';
  const shown = pieces.slice(0, SHOWN_MAX).map((piece) => `"${piece}"`);
  const rest = pieces.length > SHOWN_MAX ? ` and ${pieces.length - SHOWN_MAX} more` : '';
  return `Not understood: ${shown.join(', ')}${rest}.`;
}
