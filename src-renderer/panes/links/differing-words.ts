/**
 * Marks the words of one text that the other does not contain. Venues order the same rules differently, so position tells nothing;
 * contracts differ where one states what the other never does.
 */

export type TextPart = { readonly text: string; readonly isOwn: boolean };

const PARTS = /([\p{L}\p{N}][\p{L}\p{N}.,'’%°$:-]*[\p{L}\p{N}%°]|[\p{L}\p{N}])/gu;
/** Words that only hold a sentence together. */
const SMALL = new Set(
  `the a an of to in on at by for is are be been was will this that if then and or with as it its from any not no yes market markets
resolve resolves resolved otherwise`.split(/\s+/),
);

/** The text in parts; neighbours of one kind are joined. */
export function differingWords(text: string, other: string): readonly TextPart[] {
  const known = new Set([...other.matchAll(PARTS)].map(([word]) => bare(word)));
  const parts: { text: string; isOwn: boolean }[] = [];
  let at = 0;
  const add = (piece: string, isOwn: boolean): void => {
    const last = parts.at(-1);
    if (piece === '') return;
    if (last?.isOwn === isOwn) last.text += piece;
    else parts.push({ text: piece, isOwn });
  };
  for (const match of text.matchAll(PARTS)) {
    add(text.slice(at, match.index), false);
    const word = bare(match[0]);
    add(match[0], !known.has(word) && !SMALL.has(word));
    at = match.index + match[0].length;
  }
  add(text.slice(at), false);
  return parts;
}

function bare(word: string): string {
  return word
    .toLowerCase()
    .replaceAll(',', '')
    .replace(/[.:'’-]+$/, '');
}
