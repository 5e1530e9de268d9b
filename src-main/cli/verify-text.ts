/** What `crossbook verify` prints for people: the counts, then a table of the books, then whole books where they were asked for. */
import type { VerifiedFile, VerifiedMarket, VerifyReport, WholeBook } from '../../src-shared/contract/verify.ts';
import { formatMicros } from '../../src-shared/domain/micros.ts';

/** Longer names, as of tokens, are shown by their ends. */
const NAME_CHARS_MAX = 40;
/** Rows printed; --json has all of them. */
const ROWS_MAX = 50;
const PRICE_DECIMALS = 2;
const SIZE_DECIMALS = 2;

type Row = readonly (string | number)[];

export function verifyText(report: VerifyReport): string {
  const { total, ...kinds } = report.messages;
  const seen = Object.entries(kinds).filter(([, count]) => count > 0);
  const { verified, failed, unverifiable } = report.checksums;
  const checks: Row[] = [
    ['messages', count(total), seen.map(([kind, many]) => `${kind} ${count(many)}`).join(', ')],
    ...(report.words.length > 0
      ? [['words', '', report.words.map(({ text, count: many }) => `${text} ${count(many)}`).join(', ')]]
      : []),
    ...(report.refusals.length > 0
      ? [['refused', count(kinds.refusal), report.refusals.map(refusedText).join('; ')]]
      : []),
    ['decode errors', count(report.decodeErrors)],
    ['negative levels', count(report.negativeLevels)],
    ['crossed at rest', count(report.crossed)],
    ['locked at rest', count(report.locked)],
    ['touch mismatches', count(report.touchMismatches)],
    ['time reversals', count(report.timeReversals)],
    ['checksums', count(verified + failed), `${count(failed)} failed; ${count(unverifiable)} cannot be verified`],
    ['gaps', count(report.gaps)],
  ];
  return [
    ...limited(report.files, 'files', fileLine),
    '',
    ...table(checks, 'left'),
    '',
    ...report.problems.flatMap(problemLines),
    ...streamLines(report),
    ...marketLines(report.markets),
    '',
    ...(report.booksAt ? wholeBookLines(report.booksAt.messages, report.booksAt.books) : []),
    verdict(report),
    '',
  ].join('\n');
}

function refusedText({ text, count: many }: VerifyReport['refusals'][number]): string {
  return many === 1 ? text : `${text} (${count(many)} times)`;
}

function verdict({ ok, refusals }: VerifyReport): string {
  if (!ok) return 'All is not well.';
  if (refusals.length === 0) return 'All is well.';
  return 'What is recorded is well, but the exchange refused commands: what they asked for is missing.';
}

function fileLine({ file, venue, messages, trouble }: VerifiedFile): string {
  const words = `${file}: ${venue ?? 'nothing'}, ${count(messages)} messages`;
  return trouble === '' ? words : `${words}; ${trouble}`;
}

function problemLines({ code, text, count: many, sample, places }: VerifyReport['problems'][number]): string[] {
  const where = places.map(({ file, line }) => `${file}:${line}`).join(', ');
  return [
    `${code} ${count(many)} times: ${text}`,
    `  at ${where}${many > places.length ? ', ...' : ''}`,
    `  ${sample}`,
    '',
  ];
}

function streamLines({ streams }: VerifyReport): string[] {
  if (streams.length === 0) return [];
  const head: Row = ['connection', 'sid', 'messages', 'first', 'last', 'books', 'seq holes', 'reconnects', 'gaps'];
  const rows = limited(streams, 'streams', (stream) => stream).map((stream) =>
    typeof stream === 'string'
      ? stream
      : ([
          stream.connection,
          stream.sid,
          count(stream.messages),
          stream.first,
          stream.last,
          stream.markets,
          count(stream.seqHoles),
          stream.reconnects,
          stream.gaps,
        ] satisfies Row),
  );
  return [...tableWithNotes(head, rows), ''];
}

function marketLines(markets: readonly VerifiedMarket[]): string[] {
  const head: Row = ['market', 'phase', 'updates', 'not applied', 'trades', 'levels', 'best bid', 'best ask', 'hash'];
  const rows = limited(markets, 'markets', (market) => market).map((market) =>
    typeof market === 'string'
      ? market
      : ([
          `${market.venue}:${shortened(market.market)}`,
          market.reason === 'none' ? market.phase : `${market.phase} (${market.reason})`,
          count(market.updates),
          count(market.suppressed),
          count(market.trades),
          `${market.bidLevels} x ${market.askLevels}`,
          priceText(market.bestBidMicros),
          priceText(market.bestAskMicros),
          market.hash.slice(0, 16),
        ] satisfies Row),
  );
  return tableWithNotes(head, rows);
}

function wholeBookLines(messages: number, books: readonly WholeBook[]): string[] {
  return books.flatMap(({ venue, market, phase, hash, bids, asks }) => [
    `${venue}:${market} after ${count(messages)} messages, ${phase}, ${hash}`,
    ...table(
      [
        ['side', 'price', 'size'],
        ...bids.map(([price, size]) => ['bid', priceText(price), formatMicros(size, SIZE_DECIMALS)]),
        ...asks.map(([price, size]) => ['ask', priceText(price), formatMicros(size, SIZE_DECIMALS)]),
      ],
      'right',
    ),
    '',
  ]);
}

function limited<Item, Line>(items: readonly Item[], what: string, line: (item: Item) => Line): (Line | string)[] {
  const lines: (Line | string)[] = items.slice(0, ROWS_MAX).map(line);
  const left = items.length - ROWS_MAX;
  return left > 0 ? [...lines, `... and ${count(left)} more ${what}; --json has them all`] : lines;
}

function tableWithNotes(head: Row, rows: readonly (Row | string)[]): string[] {
  const notes = rows.filter((row) => typeof row === 'string');
  return [...table([head, ...rows.filter((row) => typeof row !== 'string')], 'right'), ...notes];
}

/** The first column is left, the others as given. */
function table(rows: readonly Row[], others: 'left' | 'right'): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => `${row[at] ?? ''}`.length)));
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === 0 || others === 'left' ? `${cell}`.padEnd(widths[at]!) : `${cell}`.padStart(widths[at]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

function shortened(name: string): string {
  return name.length <= NAME_CHARS_MAX ? name : `${name.slice(0, 12)}...${name.slice(-12)}`;
}

function priceText(micros: number | null): string {
  return micros === null ? '-' : formatMicros(micros, PRICE_DECIMALS);
}

function count(value: number): string {
  return value.toLocaleString('en');
}
