/** Where something is measured: stations that are known by several names, and any other place called an airport or a station. */

import { ENGLISH, phrases, wordsOfRows } from './english.ts';
import { STATIONS } from './names.ts';
import type { Reading } from './reading.ts';

const KIND = phrases(wordsOfRows(ENGLISH.places));
/** Four letters of an airport's code: "station KLGA", "(KNYC)". */
const CODE = /(?<![A-Za-z\d])K[A-Z]{3}(?![A-Za-z\d])/g;
/** The longest name before "Airport". */
const NAME_CHARS = 60;
const NAME_WORDS = 6;

/** Places of a text with its capitals, one blank between words. Those that are not known by name are `unread`. */
export function placesIn(text: string): Reading<string> {
  const lower = text.toLowerCase();
  const values = STATIONS.filter((station) => lower.includes(station));
  const unread = new Set<string>();
  for (const match of lower.matchAll(KIND)) {
    const before = text.slice(Math.max(0, match.index - NAME_CHARS), match.index);
    const name = capitalsBefore(before);
    if (name === '' || !/[A-Z]/.test(text[match.index] ?? '')) continue;
    const whole = `${name} ${text.slice(match.index, match.index + match[0].length)}`;
    if (!STATIONS.some((station) => whole.toLowerCase().includes(station))) unread.add(whole);
  }
  for (const [code] of text.matchAll(CODE)) unread.add(code);
  return { values, unread: [...unread] };
}

/** The capitalised words at the end of a text. */
function capitalsBefore(text: string): string {
  const words = text.trimEnd().split(' ').slice(-NAME_WORDS);
  const first = words.findLastIndex((word) => !/^[A-Z]/.test(word));
  return words.slice(first + 1).join(' ');
}
