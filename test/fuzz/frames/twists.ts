/**
 * The ways in which a frame is made strange: first its tree, then its bytes. Each takes two numbers that say where and what, so a
 * plan of numbers gives the same frame again.
 */
import { copyOf, type JsonNode, leaf, nodesOf } from './json-tree.ts';

/** `at` chooses the place, `what` what is done there. */
export type Twist<T> = (from: T, at: number, what: number, symbols: readonly string[]) => T;

const EDGE_NUMBERS: readonly string[] = [
  ...['0', '1', '-0', '0.0', '1.000000', '0.9999999', '1.0000001', '1.000001', '00.5', '.5', '5.', '+1', '-1', '1e3'],
  ...['0.123456', '0.1234567', '0.1234560', '999999999', '999999999.999999', '1000000000', '9007199254.740991'],
  ...['9007199254.740992', '9007199255', '123456789012345678901234567890', '0.00000000000000000000000000000001'],
  ...[
    '',
    ' 1',
    '1 ',
    'NaN',
    '0x10',
    '1_000',
    '1,5',
    '-',
    '.',
    '-.5',
    '0.5.5',
    '\u0661',
    '1790000000100',
    '0001790000000100',
  ],
  ...[
    '999999999999999',
    '1000000000000000',
    '9007199254740991',
    '9007199254740993',
    '-0.000000',
    '000000000000000000000.5',
  ],
];
const EDGE_BARE: readonly string[] = [
  ...[
    '0',
    '-0',
    '1',
    '1e3',
    '1E-2',
    '1.5',
    '01',
    '-5',
    '123456789012345',
    '1234567890123456',
    '9007199254740993',
    '1E400',
  ],
  ...['null', 'true', 'false', 'nul', '+1', '.5', '5.', '0x10', 'NaN', '[]', '{}', '[[]]', '[{}]', '""', '"x"', '12.0'],
];
const TEXTS: readonly string[] = [
  ...['é', '日本', '\u{1f600}', '\\n', '\\u0000', '\\ud800', '\\\\', '\\"', '\\/', '\u0000', '\t', '\u007f', '\ufeff'],
  ...['BUY', 'SELL', 'buy', 'yes', 'no', 'YES', 'bid', 'ask', 'book', 'price_change', 'trade', 'orderbook_delta'],
  ...['orderbook_snapshot', 'last_trade_price', 'tick_size_change', 'PONG'],
];
const KEYS: readonly string[] = [
  ...[
    'market',
    'price_changes',
    'timestamp',
    'event_type',
    'asset_id',
    'hash',
    'bids',
    'asks',
    'buys',
    'sells',
    'price',
  ],
  ...['size', 'side', 'best_bid', 'best_ask', 'tick_size', 'last_trade_price', 'type', 'sid', 'seq', 'id', 'msg', 'ts'],
  ...[
    'market_ticker',
    'market_id',
    'price_dollars',
    'delta_fp',
    'ts_ms',
    'yes_dollars_fp',
    'no_dollars_fp',
    'yes_dollars',
  ],
  ...['trade_id', 'yes_price_dollars', 'count_fp', 'taker_side', 'taker_book_side', 'taker_outcome_side', 'extra', ''],
  ...['transaction_hash', 'fee_rate_bps', '__proto__', 'constructor', 'pricf', 'sizf', 'best_bif', 'client_order_id'],
];

const OPPOSITES: ReadonlyMap<string, string> = new Map(
  [
    ['"yes"', '"no"'],
    ['"bid"', '"ask"'],
    ['"BUY"', '"SELL"'],
  ].flatMap(([one, other]) => [
    [one!, other!],
    [other!, one!],
  ]),
);

const pick = <T>(from: readonly T[], at: number): T => from[at % from.length]!;

function eachKind<K extends JsonNode['kind']>(node: JsonNode, kind: K): Extract<JsonNode, { kind: K }>[] {
  return nodesOf(node).filter((one): one is Extract<JsonNode, { kind: K }> => one.kind === kind);
}

/** Changes one object of the tree, in place; a tree without one stays as it is. */
function inObject(
  change: (entries: [string, JsonNode][], what: number, symbols: readonly string[]) => void,
): Twist<JsonNode> {
  return (tree, at, what, symbols) => {
    const objects = eachKind(tree, 'object').filter(({ entries }) => entries.length > 0);
    if (objects.length > 0) change(pick(objects, at).entries, what, symbols);
    return tree;
  };
}

function inList(change: (items: JsonNode[], what: number) => void): Twist<JsonNode> {
  return (tree, at, what) => {
    const lists = eachKind(tree, 'list');
    if (lists.length > 0) change(pick(lists, at).items, what);
    return tree;
  };
}

function inLeaf(change: (text: string, what: number, symbols: readonly string[]) => string): Twist<JsonNode> {
  return (tree, at, what, symbols) => {
    const leaves = eachKind(tree, 'leaf');
    const one = leaves.length > 0 ? pick(leaves, at) : null;
    if (one) one.text = change(one.text, what, symbols);
    return tree;
  };
}

export const TREE_TWISTS: readonly Twist<JsonNode>[] = [
  // Keys in another order: reversed, swapped.
  inObject((entries, what) => {
    entries.push(...entries.splice(0, what % entries.length));
  }),
  inObject((entries, what) => {
    const from = what % entries.length;
    const to = Math.floor(what / 7) % entries.length;
    [entries[from], entries[to]] = [entries[to]!, entries[from]!];
  }),
  // A key twice, with the same value or another one, before or behind.
  inObject((entries, what) => {
    const [key, value] = pick(entries, what);
    entries.splice(what % 3 === 0 ? 0 : entries.length, 0, [key, copyOf(value)]);
  }),
  inObject((entries, what) => {
    const [key] = pick(entries, what);
    const other = pick(entries, Math.floor(what / 5))[1];
    entries.splice(what % 3 === 0 ? 0 : entries.length, 0, [key, copyOf(other)]);
  }),
  inObject((entries, what) => {
    const [key] = pick(entries, what);
    entries.push([key, leaf(JSON.stringify(pick(EDGE_NUMBERS, what)))]);
  }),
  // A key missing, misspelt, or one more.
  inObject((entries, what) => {
    entries.splice(what % entries.length, 1);
  }),
  inObject((entries, what) => {
    pick(entries, what)[0] = pick(KEYS, Math.floor(what / 3));
  }),
  inObject((entries, what) => {
    entries.splice(what % (entries.length + 1), 0, [pick(KEYS, what), leaf(JSON.stringify(pick(EDGE_NUMBERS, what)))]);
  }),
  // Values.
  inLeaf((_text, what) => JSON.stringify(pick(EDGE_NUMBERS, what))),
  inLeaf((_text, what) => pick(EDGE_BARE, what)),
  inLeaf((text, what) => {
    if (!text.startsWith('"')) return `"${pick(TEXTS, what)}"`;
    const at = 1 + (Math.floor(what / TEXTS.length) % (text.length - 1));
    return `${text.slice(0, at)}${pick(TEXTS, what)}${text.slice(at)}`;
  }),
  inLeaf((_text, what) => `"${pick(TEXTS, what)}"`),
  inLeaf((text) => (text.startsWith('"') ? text.slice(1, -1) : `"${text}"`)),
  // A word for its opposite, so that fields that say the same thing contradict each other.
  (tree, at) => {
    const words = eachKind(tree, 'leaf').filter(({ text }) => OPPOSITES.has(text));
    if (words.length > 0) {
      const word = pick(words, at);
      word.text = OPPOSITES.get(word.text)!;
    }
    return tree;
  },
  inLeaf((_text, what, symbols) => JSON.stringify(pick(symbols, what))),
  inLeaf((text, what) => (text.length > 2 ? `${text.slice(0, 1 + (what % (text.length - 2)))}"` : text)),
  // Lists: an item twice, out of order, missing; empty; something else among them.
  inList((items, what) => {
    if (items.length > 0) items.splice(what % items.length, 0, copyOf(pick(items, Math.floor(what / 3))));
  }),
  inList((items) => {
    items.reverse();
  }),
  inList((items, what) => {
    items.splice(what % (items.length + 1), 1);
  }),
  inList((items) => {
    items.length = 0;
  }),
  inList((items, what) => {
    items.push(leaf(pick(EDGE_BARE, what)));
  }),
  (tree) => ({ kind: 'list', items: [tree] }),
  (tree) => ({ kind: 'list', items: [tree, copyOf(tree)] }),
];

const SIGNS = Uint8Array.from('"\\{}[]:,0.-19 \n\t\0\u007f\u00c3\u00ffaez', (sign) => sign.charCodeAt(0));
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

function spliced(from: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(from.length - removed + added.length);
  bytes.set(from.subarray(0, at));
  bytes.set(added, at);
  bytes.set(from.subarray(at + removed), at + added.length);
  return bytes;
}

export const BYTE_TWISTS: readonly Twist<Uint8Array>[] = [
  (bytes, at, what) =>
    bytes.length === 0
      ? bytes
      : spliced(bytes, at % bytes.length, 1, SIGNS.subarray(what % SIGNS.length, (what % SIGNS.length) + 1)),
  (bytes, at, what) => (bytes.length === 0 ? bytes : spliced(bytes, at % bytes.length, 1, Uint8Array.of(what & 0xff))),
  (bytes, at, what) =>
    spliced(
      bytes,
      at % (bytes.length + 1),
      0,
      SIGNS.subarray(what % SIGNS.length, (what % SIGNS.length) + 1 + (what % 2)),
    ),
  (bytes, at, what) => {
    const from = at % (bytes.length + 1);
    return spliced(bytes, from, Math.min(bytes.length - from, 1 + (what % 9)), new Uint8Array(0));
  },
  (bytes, at, what) => {
    const from = at % (bytes.length + 1);
    return spliced(bytes, from, 0, bytes.slice(from, from + 1 + (what % 40)));
  },
  (bytes) => spliced(bytes, 0, 0, BYTE_ORDER_MARK),
  // Two frames in one.
  (bytes, _at, what) =>
    spliced(bytes, bytes.length, 0, bytes.slice(0, what % 2 === 0 ? bytes.length : what % (bytes.length + 1))),
];
