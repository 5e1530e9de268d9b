/**
 * One message of every kind that crosses a process wall. The types make the compiler count them: a kind that is added to the
 * contract and not here does not compile.
 */
import { FrameBatchWriter } from '../../src-shared/contract/frame-batch.ts';
import { emptyLadderFrame, encodeLadderFrame } from '../../src-shared/contract/ladder-frame.ts';
import type { EngineToMain, MainToEngine } from '../../src-shared/contract/main-engine.ts';
import type { PortMessage } from '../../src-shared/contract/port.ts';
import type { EngineToWindow, Watch, WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import type { MainToWindow, RequestName, WindowToMain } from '../../src-shared/contract/window-main.ts';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import { noSpread } from '../../src-shared/domain/spread.ts';
import { alert, alertRules, sighting } from './alert-messages.ts';
import { recoveringBook, syncedBook } from './book-messages.ts';
import { catalog, marketsAsk } from './catalog-messages.ts';
import { difference, engineHealth, health } from './health-messages.ts';
import { AT, fees, link, listing } from './listing-messages.ts';
import { job, recording, replay, sessionAsks, sessionCard } from './session-messages.ts';

type ByKind<Message extends PortMessage> = {
  [Kind in Message['kind']]: readonly Extract<Message, { kind: Kind }>[];
};

const looks = { theme: 'dark', sideColours: 'green-red' } as const;
const event: LogEvent = {
  atMs: AT,
  level: 'warn',
  code: 'BOOK_GAP',
  venue: 'one',
  connection: null,
  listing: '',
  text: 'A message is missing.',
};

const card = {
  id: 'one',
  name: 'One',
  shortName: 'ONE',
  colour: { dark: '#fff', light: '#000' },
  transport: 'poll',
  note: '',
  withholds: [],
} as const;

export const mainToEngine: ByKind<MainToEngine> = {
  settings: [{ kind: 'settings', settings: { shards: 0, frameIntervalMs: 50, clock: 'wall' } }],
  instruments: [{ kind: 'instruments', add: [instrument()], remove: ['two:OLD'] }],
  links: [{ kind: 'links', removed: ['link:a+b'], changed: [link] }],
  connection: (['opened', 'closed', 'silent', 'heard'] as const).map((change) => ({
    kind: 'connection',
    connection: 1,
    venue: 'one',
    transport: 'stream',
    change,
    reason: 'disconnected',
    atMs: AT,
  })),
  subscriptions: [{ kind: 'subscriptions', connection: 1, add: ['one:0xabc'], remove: [] }],
  gone: [{ kind: 'gone', connection: 1 }],
  'hand-over': [{ kind: 'hand-over', connection: 2, listings: ['one:0xabc'] }],
  'kill-shard': [{ kind: 'kill-shard', shard: 1, requested: true }],
  alerts: [{ kind: 'alerts', rules: alertRules }],
  dropped: [{ kind: 'dropped', connection: 1, frames: 12 }],
  reopened: [{ kind: 'reopened', listings: ['one:0xabc'] }],
  closed: [{ kind: 'closed', listings: ['one:0xabc'], reason: 'market-resolved' }],
  check: [{ kind: 'check', id: 1, instrument: instrument(), updates: 4, answer: '[]' }],
  dump: [{ kind: 'dump', id: 1, listings: [] }],
  hold: [{ kind: 'hold', isHeld: true }],
  restore: [{ kind: 'restore', atMs: AT, books: [recoveringBook] }],
  window: [{ kind: 'window', window: 3 }],
};

export const engineToMain: ByKind<EngineToMain> = {
  ready: [{ kind: 'ready' }],
  health: [{ kind: 'health', health: engineHealth }],
  control: [{ kind: 'control', connection: 1, message: { id: 1, msg: [null, true, 'x', { deep: [1.5] }] } }],
  lifecycle: [
    {
      kind: 'lifecycle',
      venue: 'one',
      notice: { kind: 'lifecycle', change: 'resolved', venueMarketId: '0xabc', timeMs: null, resolution: 'yes' },
    },
  ],
  resync: [{ kind: 'resync', connection: 1, listings: ['one:0xabc'], reason: 'sequence-gap' }],
  'taken-over': [{ kind: 'taken-over', connection: 2, listings: ['one:0xabc'] }],
  replace: [{ kind: 'replace', connection: 1, reason: 'three snapshots did not come' }],
  event: [{ kind: 'event', event }],
  alert: [{ kind: 'alert', sighting }],
  taken: [{ kind: 'taken', frames: 400 }],
  checked: [
    { kind: 'checked', id: 1, verdict: { result: 'equal' } },
    { kind: 'checked', id: 2, verdict: { result: 'differs', difference, liveEventMs: AT, restEventMs: 0 } },
  ],
  books: [{ kind: 'books', id: 1, books: [syncedBook] }],
};

const asks: { [Name in RequestName]: Extract<WindowToMain, { name: Name }>['ask'] } = {
  search: { text: 'fed', venues: ['one'], limit: 50 },
  markets: marketsAsk,
  listings: { ids: ['one:0xabc'] },
  setWatchlist: { watchlist: ['one:0xabc', 'link:one:0xabc'] },
  setPreferences: { preferences: { theme: 'light', layout: { panels: { a: [1, null] } } } },
  show: { listings: ['one:0xabc'] },
  reconnect: { connection: 1 },
  ...sessionAsks,
  setAlertRules: { rules: alertRules },
  acknowledgeAlerts: { ids: [1, 2] },
  clearAlerts: {},
  restoreAlerts: {},
  report: {},
};

export const windowToMain: ByKind<WindowToMain> = {
  request: Object.entries(asks).map(
    ([name, ask], index) => ({ kind: 'request', id: index, name, ask }) as unknown as WindowToMain,
  ),
};

export const mainToWindow: ByKind<MainToWindow> = {
  answer: [
    { kind: 'answer', id: 1, answer: null },
    { kind: 'answer', id: 2, answer: 'a report' },
    { kind: 'answer', id: 3, answer: [{ listing, link: null, suggested: 1 }] },
    { kind: 'answer', id: 4, answer: [listing] },
    { kind: 'answer', id: 5, answer: [sessionCard] },
    { kind: 'answer', id: 6, answer: { url: '' } },
    { kind: 'answer', id: 7, answer: 3 },
    { kind: 'answer', id: 9, answer: { decision: 4 } },
    { kind: 'answer', id: 10, answer: { total: 1, cards: [{ link, score: 80, vetoes: [], open: ['source'] }] } },
    { kind: 'answer', id: 8, answer: [{ messages: 9, trades: 1, gaps: 0, disconnects: 0 }] },
  ],
  failed: [{ kind: 'failed', id: 1, text: 'No such connection.' }],
  hello: [
    {
      kind: 'hello',
      mode: 'demo',
      version: '0.1.0',
      host: 'Node 24',
      venues: [card],
      preferences: { ...looks, priceUnit: 'odds', timeZone: 'utc', alertVolume: 40, layout: null },
      watchlist: [],
      links: [link],
      linksRevision: 3,
      catalog,
      events: [event],
      warnings: ['settings.json: x is not a setting and is ignored.'],
    },
  ],
  venues: [{ kind: 'venues', venues: [card] }],
  links: [{ kind: 'links', revision: 3, removed: ['link:a+b'], changed: [link] }],
  linkSearch: [
    {
      kind: 'linkSearch',
      search: { state: 'done', listings: 2, compared: 1, suggested: 1, vetoed: 0, tookMs: 12, text: '' },
    },
  ],
  watchlist: [{ kind: 'watchlist', watchlist: ['one:0xabc'] }],
  catalog: [{ kind: 'catalog', catalog }],
  listings: [{ kind: 'listings', listings: [listing] }],
  health: [{ kind: 'health', health }],
  recording: [
    { kind: 'recording', recording },
    { kind: 'recording', recording: null },
  ],
  sessions: [{ kind: 'sessions', sessions: [sessionCard] }],
  job: [{ kind: 'job', job }],
  replay: [{ kind: 'replay', replay }],
  alerts: [{ kind: 'alerts', rules: alertRules, log: [alert], notifies: true }],
  alert: [{ kind: 'alert', alert }],
  'open-market': [{ kind: 'open-market', target: 'one:0xabc' }],
  events: [{ kind: 'events', events: [] }],
  engine: [
    { kind: 'engine', state: 'restarting' },
    { kind: 'engine', state: 'running' },
  ],
};

const watches: readonly Watch[] = [
  { what: 'ladder', target: 'link:one:0xabc', groupMicros: 10_000 },
  { what: 'quotes', listings: ['one:0xabc'] },
  { what: 'trades', listings: [] },
  { what: 'spreads', link: null },
  { what: 'spreads', link: 'link:one:0xabc' },
];

export const windowToEngine: ByKind<WindowToEngine> = {
  watch: watches.map((of, watch) => ({ kind: 'watch', watch, of })),
  unwatch: [{ kind: 'unwatch', watch: 1 }],
  ack: [{ kind: 'ack', watch: 1, frame: 2, delayMicros: -12.5 }],
  visible: [{ kind: 'visible', visible: false }],
};

export const engineToWindow: ByKind<EngineToWindow> = {
  quotes: [
    {
      kind: 'quotes',
      watch: 1,
      frame: 1,
      sentMicros: AT * 1_000,
      rows: [
        {
          listing: 'one:0xabc',
          phase: 'stale',
          reason: 'feed-silent',
          transport: 'stream',
          bidMicros: -1,
          bidSizeMicros: 0,
          askMicros: 10_000,
          askSizeMicros: 9_007_199_254_740_991,
          lastTradeMicros: -1,
          lastReceivedMs: 0,
        },
      ],
    },
  ],
  trades: [
    {
      kind: 'trades',
      watch: 1,
      frame: 2,
      sentMicros: AT * 1_000,
      trades: [
        {
          listing: 'one:0xabc',
          id: '',
          priceMicros: 1,
          sizeMicros: 2,
          taker: 'sell',
          timeMs: AT,
          receivedMicros: AT * 1_000 + 0.5,
        },
      ],
      dropped: 3,
    },
  ],
  spreads: [
    {
      kind: 'spreads',
      watch: 1,
      frame: 3,
      sentMicros: AT * 1_000,
      rows: [
        {
          link: 'link:one:0xabc',
          status: 'suggested',
          buy: 'one:0xabc',
          sell: 'two:RAIN',
          ...noSpread(),
          areFeesAssumed: false,
          isBehind: false,
          openSinceMs: 0,
          oldestMs: AT + 0.25,
          closesMs: null,
          leftOut: [{ listing: 'two:RAIN', phase: 'recovering', reason: 'sequence-gap' }],
        },
      ],
    },
  ],
  refused: [{ kind: 'refused', watch: 1, text: 'Too many watches.' }],
};

/** Every arrow with its messages. */
export const arrows: Readonly<Record<string, Readonly<Record<string, readonly PortMessage[]>>>> = {
  'main to engine': mainToEngine,
  'engine to main': engineToMain,
  'window to main': windowToMain,
  'main to window': mainToWindow,
  'window to engine': windowToEngine,
  'engine to window': engineToWindow,
};

/** Binary frames of both kinds, an empty one, and a view that does not own its buffer. */
export function binaryFrames(): Uint8Array<ArrayBuffer>[] {
  const batch = new FrameBatchWriter();
  batch.add(1, 0, AT * 1_000, 5, new TextEncoder().encode('{"a":1}'));
  const ladder = encodeLadderFrame({
    ...emptyLadderFrame(0, 0),
    watch: 1,
    frame: 2,
    sentMicros: AT * 1_000,
    bookMicros: AT * 1_000,
  });
  return [batch.take(), ladder, new Uint8Array(0), new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 4)];
}

function instrument() {
  const { id, venue, symbols, priceGrid, venueData } = listing;
  return { id, venue, symbols, priceGrid, fees, venueData };
}
