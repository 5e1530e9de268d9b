/**
 * `crossbook links compare FILE`: compares pairs of markets by their records, with no profile and no venue asked.
 *
 * A line is one pair: an object with the two records, each under its venue's short name, in the order in which they are compared.
 * `category` says what both are filed under, where the records do not; whatever else stands in the line is handed on
 * with the result.
 */

import { type LinkEvidence, vetoesOf } from '../../src-shared/domain/link-evidence.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import { errorText } from '../base/error-text.ts';
import { JSON_FILE_BYTES_MAX } from '../base/json-file.ts';
import { readRegular } from '../base/open-regular.ts';
import { VENUES } from '../base/registry.ts';
import { compareTerms } from '../links/link-compare.ts';
import { type JudgedListing, termsOf } from '../links/read/terms.ts';

type Pair = LinkEvidence & {
  readonly venues: readonly [string, string];
  readonly titles: readonly [string, string];
  /** `veto`: a field contradicts. `open`: something is not certain. `agrees`: nothing is. */
  readonly verdict: 'agrees' | 'open' | 'veto';
};

/** Rejects with a sentence that names the line. */
export async function comparePairs(path: string): Promise<{ readonly json: unknown; readonly text: string }> {
  const text = await read(path);
  const pairs: Pair[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      pairs.push(pairOf(JSON.parse(line) as Json));
    } catch (error) {
      throw new Error(`Line ${index + 1} of ${path} is no pair of markets: ${errorText(error)}.`);
    }
  }
  if (pairs.length === 0) throw new Error(`${path} holds no pair of markets; a line is one pair, as JSON.`);
  return { json: { ok: true, pairs }, text: pairs.map(textOf).join('\n') };
}

async function read(path: string): Promise<string> {
  try {
    return (await readRegular(path, JSON_FILE_BYTES_MAX)).toString('utf8');
  } catch (error) {
    throw new Error(`${path} cannot be read: ${errorText(error)}.`);
  }
}

function pairOf(line: Json): Pair {
  if (typeof line !== 'object' || line === null || Array.isArray(line)) throw new Error('it is no object');
  const members = Object.entries(line as Readonly<Record<string, Json>>);
  const listings = members.flatMap(([name, record]) => {
    const venue = VENUES.find(({ id }) => id === name);
    if (!venue) return [];
    const contract = venue.readContract(record);
    if (contract === null) throw new Error(`what stands under ${name} is no market`);
    return [{ id: `${name}:`, venue: name, ...contract }];
  });
  const [first, second] = listings;
  if (!first || !second || listings.length > 2)
    throw new Error(`it needs the records of two of ${VENUES.map(({ id }) => id).join(', ')}`);
  const given = Object.fromEntries(members.filter(([name]) => !VENUES.some(({ id }) => id === name)));
  const category = typeof given.category === 'string' ? given.category : '';
  const filed = (listing: JudgedListing): JudgedListing =>
    listing.category === '' ? { ...listing, category } : listing;
  const evidence = compareTerms(termsOf(filed(first)), termsOf(filed(second)));
  return {
    ...given,
    venues: [first.venue, second.venue],
    titles: [first.title, second.title],
    verdict: verdictOf(evidence),
    ...evidence,
  };
}

function verdictOf(evidence: LinkEvidence): Pair['verdict'] {
  if (vetoesOf(evidence).length > 0) return 'veto';
  return evidence.fields.some(({ verdict }) => verdict === 'open') ? 'open' : 'agrees';
}

function textOf({ titles, verdict, orientation, score, cap, fields }: Pair): string {
  const rows = fields.map(({ field, verdict: own, first, second, why }) => {
    const said = first === second ? first : `${first || 'not stated'} | ${second || 'not stated'}`;
    return `    ${field.padEnd(10)} ${own.padEnd(11)} ${said}${why === '' ? '' : `  (${why})`}`;
  });
  const head = `${verdict}, ${orientation}, ${score} of 100${cap < 100 ? ` (held to ${cap} while fields are open)` : ''}`;
  return `${titles.join(' | ')}\n  ${head}\n${rows.join('\n')}\n`;
}
