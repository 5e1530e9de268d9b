/**
 * The columns of every exported table: their order, their unit, their meaning, and how they come out of the staging tables.
 *
 * docs/tables.md is kept equal to this by a test; every manifest repeats it. In the SQL, `s` is the staged row and `l` its listing.
 * A staged number is a double that holds an integer: it becomes an exact decimal by an integer's way, never by a division.
 */
import { DELTA_KINDS } from '../../src-shared/contract/tables.ts';
import { BOOK_PHASES } from '../../src-shared/domain/book-phase.ts';
import type { ExportTable } from '../../src-shared/domain/session.ts';

export type ExportColumn = {
  readonly name: string;
  readonly type: string;
  readonly unit: string;
  readonly text: string;
  /** Expression over the staged tables. */
  readonly sql: string;
};

const column = (name: string, type: string, unit: string, text: string, sql: string): ExportColumn => ({
  name,
  type,
  unit,
  text,
  sql,
});

const PRICE = 'DECIMAL(9,6)';
const SIZE = 'DECIMAL(18,6)';
const MILLIONTH = '0.000001::DECIMAL(7,6)';

const decimal = (sql: string, type: string): string => `(${sql}::BIGINT::DECIMAL(18,0) * ${MILLIONTH})::${type}`;
const price = (name: string, text: string, sql = `s.${name}`): ExportColumn =>
  column(name, PRICE, 'dollars a contract', text, `CASE WHEN ${sql} >= 0 THEN ${decimal(sql, PRICE)} END`);
const size = (name: string, text: string, sql = `s.${name}`): ExportColumn =>
  column(name, SIZE, 'contracts', text, decimal(sql, SIZE));
const touchSize = (side: string, text: string): ExportColumn => {
  const sql = `CASE WHEN s.${side}_price >= 0 THEN ${decimal(`s.${side}_size`, SIZE)} END`;
  return column(`${side}_size`, SIZE, 'contracts', text, sql);
};
const dollars = (name: string, type: string, unit: string, text: string): ExportColumn =>
  column(
    name,
    type,
    unit,
    text,
    `CASE WHEN s.buy_price >= 0 AND NOT isnan(s.${name}) THEN ${decimal(`s.${name}`, type)} END`,
  );
const walked = (name: string, type: string, unit: string, text: string): ExportColumn =>
  column(name, type, unit, text, `CASE WHEN s.walk_size > 0 THEN ${decimal(`s.${name}`, type)} END`);
/** Staged as -1 where it is not known. */
const known = (name: string, sql: string): string => `CASE WHEN s.${name} >= 0 THEN ${sql} END`;
const word = (name: string, text: string, sql: string): ExportColumn => column(name, 'VARCHAR', 'word', text, sql);
const plain = (name: string, text: string, sql: string): ExportColumn => column(name, 'VARCHAR', 'text', text, sql);

/** A code as its word. */
const words = (sql: string, list: readonly string[]): string =>
  `CASE ${sql} ${list.map((name, code) => `WHEN ${code} THEN '${name}'`).join(' ')} END`;

const SEQ = column('seq', 'BIGINT', 'number', 'Order of the row over all tables of this export.', 's.seq::BIGINT');
const RECEIVED = column(
  'received_time_us',
  'BIGINT',
  'µs since 1970 UTC',
  'When this machine received the message.',
  's.received::BIGINT',
);
const VENUE_TIME = column(
  'venue_time_us',
  'BIGINT',
  'µs since 1970 UTC',
  "The venue's own time of the event (venues give milliseconds); empty where it gives none.",
  'CASE WHEN isnan(s.venue_time) THEN NULL ELSE s.venue_time::BIGINT END',
);
const WHOSE = [
  plain('venue', 'The venue.', 'l.venue'),
  plain('listing', 'The listing: venue and market in one.', 'l.id'),
  plain('market', "The venue's own id of the market.", 'l.market'),
  column('connection', 'INTEGER', 'number', 'The connection that brought it.', 's.connection'),
];
const HEAD = [SEQ, RECEIVED, VENUE_TIME, ...WHOSE];

/** Columns that are there only with the venue's own text of numbers. */
const ORIGINALS = [
  plain(
    'price_text',
    "The price as the venue wrote it (it may be the other outcome's, 1 - price); empty where it wrote none.",
    's.price_text',
  ),
  plain('size_text', 'The size, or the change of a size, as the venue wrote it.', 's.size_text'),
];

/** The columns of a table, in order. */
export function exportColumns(table: ExportTable, originals: boolean): readonly ExportColumn[] {
  const more = originals ? ORIGINALS : [];
  switch (table) {
    case 'trades':
      return [
        ...HEAD,
        plain('trade_id', "The venue's id of the trade, empty where it gives none.", 's.trade_id'),
        word('taker', 'What the taker did with the first outcome: buy, sell.', words('s.taker', ['buy', 'sell'])),
        price('price', 'Price of the first outcome.'),
        size('size', 'Contracts traded.'),
        ...more,
      ];
    case 'book_deltas':
      return [
        ...HEAD,
        word(
          'kind',
          'start (the book where the export begins), snapshot, change, clear (the price grid changed).',
          words('s.kind', DELTA_KINDS),
        ),
        word('side', 'bid, ask.', words('s.side', ['bid', 'ask'])),
        price('price', 'Price of the level, of the first outcome.'),
        size('size', 'Contracts at the level after this row; 0: the level is gone.'),
        size('change', 'What the row added to the level (negative: took away).'),
        ...more,
      ];
    case 'book_snapshots':
      return [
        SEQ,
        { ...RECEIVED, text: 'End of the interval; the book is as after the last message received before it.' },
        { ...VENUE_TIME, text: "The venue's time of the last event in the book." },
        ...WHOSE,
        word('side', 'bid, ask.', words('s.side', ['bid', 'ask'])),
        column('level', 'INTEGER', 'number', '1: the best.', 's.level'),
        price('price', 'Price of the level, of the first outcome.'),
        size('size', 'Contracts at the level.'),
      ];
    case 'quotes':
      return [
        ...HEAD,
        word(
          'state',
          'How far the book can be trusted: synced is live, any other is not.',
          words('s.state', BOOK_PHASES),
        ),
        price('bid_price', 'Best bid, empty: none.'),
        touchSize('bid', 'Contracts at the best bid.'),
        price('ask_price', 'Best ask, empty: none.'),
        touchSize('ask', 'Contracts at the best ask.'),
      ];
    case 'spreads':
      return [
        SEQ,
        RECEIVED,
        plain('link', 'The link: listings judged to be the same contract.', 'k.id'),
        plain('buy_listing', 'Where the first outcome is bought.', 'l.id'),
        plain('sell_listing', 'Where it is sold.', 'm.id'),
        price('buy_price', 'Best price to buy at, in terms of the link; empty: a book is empty or not live.'),
        price('sell_price', 'Best price to sell at.'),
        size('size', 'Contracts at both touches.'),
        dollars('fees', SIZE, 'dollars', "Both takers' fees for that size; empty: a venue does not state its fee."),
        dollars(
          'net_edge',
          SIZE,
          'dollars a contract',
          'Profit a contract for that size after fees, rounded down; negative: a loss.',
        ),
        size(
          'walk_size',
          'Contracts, walked level by level while the next one earns more than its fees before rounding; 0: none, or rounding leaves nothing.',
        ),
        dollars('walk_profit', SIZE, 'dollars', 'Profit of that walk after both fees; what is paid is rounded up.'),
        dollars('walk_edge', SIZE, 'dollars a contract', 'Profit of one contract of it, rounded down.'),
        walked(
          'walk_buy_price',
          PRICE,
          'dollars a contract',
          'Average price paid, rounded up; empty: there is no walk.',
        ),
        walked('walk_sell_price', PRICE, 'dollars a contract', 'Average price received, rounded down.'),
        walked('walk_buy_fee', SIZE, 'dollars', 'Fee where it is bought, as far as it is paid in dollars.'),
        walked('walk_sell_fee', SIZE, 'dollars', 'Fee where it is sold.'),
        walked(
          'walk_cash',
          SIZE,
          'dollars',
          'What is tied up: the cost where it is bought, of the other outcome where it is sold, both fees.',
        ),
        column(
          'open_since_us',
          'BIGINT',
          'µs since 1970 UTC',
          'Since when it earns without a break; empty: it does not.',
          'CASE WHEN isnan(s.open_since) THEN NULL ELSE s.open_since::BIGINT END',
        ),
      ];
    case 'events':
      return [
        column('event_time_us', 'BIGINT', 'µs since 1970 UTC', 'When it happened.', 's.happened::BIGINT'),
        word(
          'kind',
          'connected, disconnected, silent, heard, subscribed, handover, gap, resync, dropped, ...',
          's.kind',
        ),
        plain('venue', 'The venue, empty: no venue in particular.', 's.venue'),
        column(
          'connection',
          'INTEGER',
          'number',
          'The connection, empty: none in particular.',
          'CASE WHEN s.connection >= 0 THEN s.connection END',
        ),
        plain('listings', 'Listings concerned, separated by spaces.', 's.listings'),
        plain('text', 'What happened, a sentence.', 's.text'),
      ];
    case 'markets':
      return [
        plain('listing', 'The listing: venue and market in one.', 's.listing'),
        plain('venue', 'The venue.', 's.venue'),
        plain('market', "The venue's own id of the market.", 's.market'),
        plain('event', "The venue's own id of the event it belongs to.", 's.event'),
        plain('title', 'The question.', 's.title'),
        plain('first_outcome', 'The outcome all prices are of.', 's.first_outcome'),
        plain('second_outcome', 'The other one.', 's.second_outcome'),
        word('status', 'open, paused, closed, resolved.', 's.status'),
        word('resolution', 'yes (the first outcome), no, other; empty: none yet.', 's.resolution'),
        column('tick', PRICE, 'dollars a contract', 'The finest step of prices.', `(${decimal('s.tick', PRICE)})`),
        column(
          'min_order_size',
          SIZE,
          'contracts',
          'Smallest order; empty: the venue does not say.',
          known('min_order_size', decimal('s.min_order_size', SIZE)),
        ),
        column(
          'fee_rate',
          PRICE,
          'ratio',
          "The taker fee's rate; empty: the fee is not known, or has another form than size x rate x (p(1-p))^exponent.",
          known('fee_rate', decimal('s.fee_rate', PRICE)),
        ),
        column(
          'fee_exponent',
          'INTEGER',
          'number',
          'The exponent of that form; empty as the rate is.',
          known('fee_exponent', 's.fee_exponent'),
        ),
        column(
          'fee_round_up',
          PRICE,
          'dollars',
          "An order's fee is rounded up to this; empty: the fee is not known.",
          known('fee_round_up', decimal('s.fee_round_up', PRICE)),
        ),
        plain('fee', 'The taker fee in words.', 's.fee'),
        column(
          'close_time_us',
          'BIGINT',
          'µs since 1970 UTC',
          'When trading ends; empty: the venue does not say.',
          known('close_time', 's.close_time::BIGINT'),
        ),
        plain('category', "The venue's category.", 's.category'),
        plain('link', 'The link it is part of, empty: none.', 's.link'),
        word('orientation', 'same, or inverted: its first outcome is the other one of its link.', 's.orientation'),
        plain('url', "The venue's page.", 's.url'),
      ];
  }
}

/** Where the rows of a table come from: the staged rows and what their codes mean. */
export function exportSource(table: ExportTable): string {
  if (table === 'events' || table === 'markets') return `${table} s`;
  if (table === 'spreads') {
    return 'spreads s JOIN listings l ON l.number = s.buy_listing JOIN listings m ON m.number = s.sell_listing JOIN links k ON k.number = s.link';
  }
  return `${table} s JOIN listings l ON l.number = s.listing`;
}

/** The order of a table's rows. */
export function exportOrder(table: ExportTable): string {
  if (table === 'events') return 's.happened, s.number';
  return table === 'markets' ? 's.number' : 's.seq';
}

/** The time by which rows are sorted into folders by date; null: the table has none. */
export function exportTime(table: ExportTable): string | null {
  if (table === 'markets') return null;
  return table === 'events' ? 's.happened' : 's.received';
}
