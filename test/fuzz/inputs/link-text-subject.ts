/**
 * Fuzzes every function that reads the texts of markets for links: twice the text may cost twice the time, and no more.
 *
 * A text is a piece, drawn from what the readers look for, repeated to several lengths. What is judged is the growth over three
 * doublings, by the shortest of several runs, so that a busy machine does not count; a text that looks too costly is measured again.
 */
import fc from 'fast-check';
import { compareTerms } from '../../../src-main/links/link-compare.ts';
import { tokensOf } from '../../../src-main/links/link-index.ts';
import { announcementOf } from '../../../src-main/links/read/announcement.ts';
import { askedWay } from '../../../src-main/links/read/asked-way.ts';
import { boundsIn, labelBound } from '../../../src-main/links/read/bound.ts';
import { datesIn, withoutClocks } from '../../../src-main/links/read/date.ts';
import { figuresIn } from '../../../src-main/links/read/figure.ts';
import { listingBounds } from '../../../src-main/links/read/listing-bounds.ts';
import { listingDate } from '../../../src-main/links/read/listing-date.ts';
import { placesIn } from '../../../src-main/links/read/place.ts';
import { sourcesIn } from '../../../src-main/links/read/source.ts';
import { termsOf } from '../../../src-main/links/read/terms.ts';
import { gapsIn } from '../../../src-main/links/read/unfilled.ts';
import { namesOf, numberedNames, plain, renamed, tidy, wordsOf } from '../../../src-main/links/read/words.ts';
import { propertySubject } from './property-subject.ts';

/** Each reads a whole text. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  tidy,
  plain,
  renamed,
  wordsOf,
  namesOf,
  numberedNames,
  datesIn: (text) => datesIn(text, 0),
  withoutClocks,
  figuresIn,
  boundsIn,
  labelBound,
  listingBounds: (text) =>
    listingBounds({ title: text, event: text, label: text, rules: text, outcome: text, stated: null }),
  listingDate: (text) => listingDate({ title: text, event: text, rules: text, day: null, closeTimeMs: 0 }),
  askedWay: (text) => askedWay(text, text, text, false, false),
  announcementOf: (text) => announcementOf(text, text),
  placesIn,
  sourcesIn: (text) => sourcesIn(text, [text]),
  gapsIn,
  tokensOf: (title) => tokensOf({ id: 'one:a', venue: 'one', title, closeTimeMs: null }),
  compareTerms: (rules) => {
    const terms = termsOf({
      ...{ id: 'one:a', venue: 'one', title: rules, category: '', closeTimeMs: null, rules },
      outcomes: ['Yes', 'No'],
    });
    return compareTerms(terms, terms);
  },
};

/** What the readers look for, and what lies beside it. */
const PIECES = [
  ...[
    '9',
    '9,',
    ',',
    '.',
    '99.',
    ':',
    '1:11',
    '-',
    '--',
    '+',
    '$',
    '%',
    '°',
    '"',
    '(',
    '{',
    '{{',
    '<',
    '[A',
    '||',
    '/',
    "'",
    ' ',
    '  ',
  ],
  ...[
    'a',
    'A',
    'Aa',
    'aA',
    'é',
    'İ',
    'and ',
    'of ',
    'or ',
    'the ',
    'not ',
    'No ',
    'A of the ',
    'May ',
    'may 4, ',
    'jan',
    'q1 ',
    '2027 ',
    '2027-05-',
  ],
  ...[
    '4 pm ',
    '4 pm ET ',
    '16:00',
    'noon ',
    'before ',
    'between ',
    '9 to ',
    '9-',
    'at least ',
    'above 9',
    '9 or ',
    'million ',
    '9k',
    'bps ',
    'miles per ',
  ],
  ...[
    'announce ',
    'or announce ',
    'according to ',
    'Alder ',
    'Airport ',
    'KXXX ',
    'win ',
    'lose ',
    'seconds before ',
    'S&P 500 ',
    '-and-',
    'A-',
    'st ',
  ],
];

/** Characters: the longest is that of the longest rules of a real market. */
const SHORT = 2_500;
const DOUBLINGS = 3;
/** Linear is 8, with a logarithm 10; a square is 64. */
const GROWTH_MAX = 24;
/** Shorter is the clock's noise. */
const COUNTED_MS = 4;
const RUNS = 3;
const LOOKS = 4;
/** Three runs of this length are no noise: one look is enough. */
const SURE_MS = 250;

export const LINK_TEXT_SUBJECT = propertySubject({
  name: 'link-texts',
  weight: 400,
  values: fc.record({
    reader: fc.constantFrom(...Object.keys(READERS)),
    piece: fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('')),
    tail: fc.constantFrom('', 'x', '9', ' pm', '?', ','),
  }),
  check({ reader, piece, tail }, count) {
    count(reader);
    expectLinear(READERS[reader]!, piece, tail);
  },
});

/** Throws when three doublings of the text cost more than a linear reader's. */
export function expectLinear(read: (text: string) => unknown, piece: string, tail = ''): void {
  const textOf = (length: number): string => piece.repeat(Math.ceil(length / piece.length)) + tail;
  let growth = 0;
  for (let look = 0; look < LOOKS; look++) {
    // Whatever is quadratic shows long before the longest length is reached.
    const times: number[] = [];
    for (let doubling = 0; doubling <= DOUBLINGS; doubling++) {
      times.push(shortestMs(read, textOf(SHORT * 2 ** doubling)));
      growth = times.at(-1)! / Math.max(times[0]!, COUNTED_MS / GROWTH_MAX);
      if (growth > 4 * GROWTH_MAX) break;
    }
    if (times.at(-1)! < COUNTED_MS || growth <= GROWTH_MAX) return;
    if (times.at(-1)! > SURE_MS) break;
  }
  throw new Error(`${2 ** DOUBLINGS} times the text costs ${Math.round(growth)} times as much`);
}

function shortestMs(read: (text: string) => unknown, text: string): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const beganMs = performance.now();
    read(text);
    shortest = Math.min(shortest, performance.now() - beganMs);
  }
  return shortest;
}
