import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src-shared/domain/notice.ts';
import { createSession } from '../../../src-shared/venues/kalshi/session.ts';
import type { Session, SessionStep } from '../../../src-shared/venues/venue.ts';

type Params = {
  channels?: string[];
  market_tickers?: string[];
  use_yes_price?: boolean;
  sids?: number[];
  action?: string;
};
type Command = { id: number; cmd: string; params: Params };

const commands = ({ say }: SessionStep): Command[] => say.map((frame) => JSON.parse(frame));
const tickers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, at) => `KXT-${at + from}`);

/** A server that takes everything: answers subscriptions with numbers of its own and everything else with ok. */
class Server {
  private sid = 0;
  private readonly session: Session;
  readonly sids = new Map<string, number[]>();

  constructor(session: Session) {
    this.session = session;
  }

  /** Answers the commands of a step, and those that follow from the answers; returns all commands that followed. */
  answer(step: SessionStep, nowMs: number): Command[] {
    const followed: Command[] = [];
    const waiting = commands(step);
    for (let command = waiting.shift(); command !== undefined; command = waiting.shift()) {
      const next = commands(this.session.control(this.answerTo(command), nowMs));
      followed.push(...next);
      waiting.push(...next);
    }
    return followed;
  }

  answerTo({ id, cmd, params }: Command): Json {
    if (cmd === 'subscribe') {
      const channel = params.channels![0]!;
      this.sids.set(channel, [...(this.sids.get(channel) ?? []), ++this.sid]);
      return { id, type: 'subscribed', msg: { channel, sid: this.sid } };
    }
    const sid = params.sids![0]!;
    return cmd === 'unsubscribe' ? { id, sid, seq: 9, type: 'unsubscribed' } : { id, sid, seq: 9, type: 'ok', msg: {} };
  }
}

function opened(symbols: readonly string[]): { session: Session; server: Server; said: Command[] } {
  const session = createSession();
  const server = new Server(session);
  const step = session.open(symbols, 0);
  server.answer(step, 1);
  return { session, server, said: commands(step) };
}

const error = (id: number, code: number, more: Record<string, string> = {}): Json => ({
  id,
  type: 'error',
  msg: { code, msg: 'no', ...more },
});

describe('opening a Kalshi connection', () => {
  it('subscribes to the lifecycle once, to books in NO prices, and to trades', () => {
    expect(opened(['A', 'B']).said).toEqual([
      { id: 1, cmd: 'subscribe', params: { channels: ['market_lifecycle_v2'] } },
      {
        id: 2,
        cmd: 'subscribe',
        params: { channels: ['orderbook_delta'], market_tickers: ['A', 'B'], use_yes_price: false },
      },
      { id: 3, cmd: 'subscribe', params: { channels: ['trade'], market_tickers: ['A', 'B'] } },
    ]);
  });

  it('never subscribes to trades without markets, which would mean all of them', () => {
    expect(opened([]).said.map(({ params }) => params.channels)).toEqual([['market_lifecycle_v2']]);
  });

  it('cuts long lists into subscriptions', () => {
    const { said } = opened(tickers(600));
    const books = said.filter(({ params }) => params.channels![0] === 'orderbook_delta');
    expect(books.map(({ params }) => params.market_tickers!.length)).toEqual([250, 250, 100]);
    expect(books.flatMap(({ params }) => params.market_tickers)).toEqual(tickers(600));
    expect(new Set(said.map(({ id }) => id)).size).toBe(said.length);
  });
});

describe('changing what a Kalshi connection carries', () => {
  it('adds markets under the number of each channel', () => {
    const { session, server } = opened(['A']);
    const said = commands(session.add(['B', 'A'], 10));
    expect(said.map(({ cmd, params }) => [cmd, params])).toEqual([
      [
        'update_subscription',
        { sids: server.sids.get('orderbook_delta'), market_tickers: ['B'], action: 'add_markets' },
      ],
      ['update_subscription', { sids: server.sids.get('trade'), market_tickers: ['B'], action: 'add_markets' }],
    ]);
  });

  it('waits for the number, and then says what has changed in the meantime', () => {
    const session = createSession();
    const server = new Server(session);
    const first = session.open(['A', 'B'], 0);
    expect(session.add(['C'], 1).say).toEqual([]);
    expect(session.remove(['A'], 2).say).toEqual([]);
    const followed = server.answer(first, 3);
    const [books] = server.sids.get('orderbook_delta')!;
    expect(followed.filter(({ params }) => params.sids?.[0] === books).map(({ params }) => params)).toEqual([
      { sids: [books], market_tickers: ['C'], action: 'add_markets' },
      { sids: [books], market_tickers: ['A'], action: 'delete_markets' },
    ]);
  });

  it('takes the answer of the right id and channel only', () => {
    const session = createSession();
    const [, books, trades] = commands(session.open(['A'], 0));
    session.control({ id: 99, type: 'subscribed', msg: { channel: 'orderbook_delta', sid: 50 } }, 1);
    session.control({ id: books!.id, type: 'subscribed', msg: { channel: 'trade', sid: 51 } }, 1);
    session.control({ id: trades!.id, type: 'subscribed', msg: { channel: 'trade', sid: 52 } }, 1);
    session.control({ id: books!.id, type: 'subscribed', msg: { channel: 'orderbook_delta', sid: 53 } }, 1);
    expect(commands(session.add(['B'], 2)).map(({ params }) => params.sids)).toEqual([[53], [52]]);
  });

  it('removes markets, and ends a subscription that would be empty', () => {
    const { session, server } = opened(['A', 'B']);
    const sids = [server.sids.get('orderbook_delta'), server.sids.get('trade')];
    expect(commands(session.remove(['B', 'Z'], 10)).map(({ params }) => params)).toEqual(
      sids.map((sid) => ({ sids: sid, market_tickers: ['B'], action: 'delete_markets' })),
    );
    const last = session.remove(['A'], 11);
    expect(commands(last).map(({ cmd, params }) => [cmd, params])).toEqual(
      sids.map((sid) => ['unsubscribe', { sids: sid }]),
    );
    server.answer(last, 12);
    expect(commands(session.add(['C'], 13)).map(({ cmd }) => cmd)).toEqual(['subscribe', 'subscribe']);
  });

  it('fills subscriptions up before it makes new ones', () => {
    const { session } = opened(tickers(240));
    const said = commands(session.add(tickers(20, 240), 10)).filter(({ id }) => id > 3);
    const books = said.slice(0, 2).map(({ cmd, params }) => [cmd, params.market_tickers!.length]);
    expect(new Set(said.map(({ cmd }) => cmd))).toEqual(new Set(['update_subscription', 'subscribe']));
    expect(books).toEqual(expect.arrayContaining([['update_subscription', 10]]));
  });

  it('asks for snapshots under the number of the books', () => {
    const { session, server } = opened(['A', 'B', 'C']);
    expect(commands(session.resync(['B', 'C', 'C'], 10)).map(({ params }) => params)).toEqual([
      { sids: server.sids.get('orderbook_delta'), market_tickers: ['B', 'C'], action: 'get_snapshot' },
    ]);
    for (let second = 1; second < 60; second++) expect(session.tick(10 + second * 1_000).fault).toBeUndefined();
  });

  it('asks for no snapshot that its subscription brings anyway', () => {
    const session = createSession();
    session.open(['A'], 0);
    expect(session.resync(['A'], 1).say).toEqual([]);
  });
});

describe('refusals and silence', () => {
  it('gives the connection up when a command stays unanswered for ten seconds', () => {
    const session = createSession();
    session.open(['A'], 0);
    expect(session.tick(9_999).fault).toBeUndefined();
    expect(session.tick(10_000).fault).toMatchObject({ code: 'COMMAND_UNANSWERED', remedy: 'reconnect' });
    expect(session.tick(11_000).fault).toBeUndefined();
  });

  it('is content when everything was answered', () => {
    const { session } = opened(['A']);
    expect(session.tick(60_000)).toEqual({ say: [] });
  });

  it.each([
    [7, 'UNKNOWN_SID', 'reconnect'],
    [9, 'AUTHENTICATION_REQUIRED', 'stop'],
    [10, 'CHANNEL_ERROR', 'reconnect'],
    [11, 'INVALID_PARAMETER', 'count'],
    [17, 'SUBSCRIPTION_ENDED', 'reconnect'],
    [25, 'BUFFER_OVERFLOW', 'reconnect'],
    [6, 'ALREADY_SUBSCRIBED', 'count'],
    [77, 'ERROR_77', 'count'],
  ])('turns code %d into %s, remedy %s', (code, word, remedy) => {
    const session = createSession();
    const books = commands(session.open(['A'], 0))[1]!;
    expect(session.control(error(books.id, code), 1).fault).toMatchObject({ code: word, remedy, symbols: ['A'] });
  });

  it('reports errors that answer no command of ours', () => {
    const { session } = opened(['A']);
    expect(
      session.control({ type: 'error', sid: 2, seq: 7, msg: { code: 25, msg: 'overflow' } }, 5).fault,
    ).toMatchObject({
      code: 'BUFFER_OVERFLOW',
      symbols: [],
    });
  });

  it('says a command again after a pause that grows when it came too fast', () => {
    const session = createSession();
    let books = commands(session.open(['A'], 0))[1]!;
    let nowMs = 1;
    for (const pauseMs of [2_000, 4_000, 8_000, 16_000, 30_000]) {
      const step = session.control(error(books.id, 27), nowMs);
      expect(step).toMatchObject({ say: [], fault: { code: 'TOO_MANY_COMMANDS', remedy: 'count' } });
      // The other subscriptions are left unanswered here, so only the says are looked at.
      expect(commands(session.tick(nowMs + pauseMs - 1))).toEqual([]);
      nowMs += pauseMs;
      books = commands(session.tick(nowMs))[0]!;
      expect(books.params).toEqual({ channels: ['orderbook_delta'], market_tickers: ['A'], use_yes_price: false });
    }
    expect(session.control(error(books.id, 27), nowMs).fault).toMatchObject({ remedy: 'reconnect' });
  });

  it('says a refused addition again with what is wanted by then', () => {
    const { session, server } = opened(['A']);
    const [books, trades] = commands(session.add(['B', 'C'], 10));
    session.control(server.answerTo(trades!), 11);
    session.control(error(books!.id, 18), 11);
    server.answer(session.remove(['C'], 12), 13);
    const said = commands(session.tick(12_000));
    expect(said.map(({ params }) => [params.sids, params.action, params.market_tickers])).toEqual([
      [server.sids.get('orderbook_delta'), 'add_markets', ['B']],
    ]);
  });

  it('says a refused removal again, and the end of a subscription too', () => {
    const { session, server } = opened(['A', 'B']);
    const [books, trades] = commands(session.remove(['B'], 10));
    session.control(server.answerTo(trades!), 11);
    session.control(error(books!.id, 27), 11);
    const again = commands(session.tick(2_011));
    expect(again.map(({ params }) => params)).toEqual([books!.params]);
    session.control(server.answerTo(again[0]!), 2_012);
    const [ended, endedTrades] = commands(session.remove(['A'], 2_013));
    session.control(server.answerTo(endedTrades!), 2_014);
    session.control(error(ended!.id, 27), 2_014);
    expect(commands(session.tick(4_014)).map(({ cmd, params }) => [cmd, params])).toEqual([
      ['unsubscribe', ended!.params],
    ]);
  });

  it('asks for no snapshot of a market that was taken away in the meantime', () => {
    const { session, server } = opened(['A', 'B']);
    server.answer(session.remove(['B'], 10), 11);
    expect(session.resync(['B'], 12).say).toEqual([]);
  });

  it('leaves out only the markets that a refusal names', () => {
    const session = createSession();
    const books = commands(session.open(['A', 'B', 'C'], 0))[1]!;
    const step = session.control(error(books.id, 16, { market_ticker: 'B' }), 1);
    expect(step.fault).toMatchObject({ code: 'MARKET_NOT_FOUND', remedy: 'count', symbols: ['B'] });
    expect(commands(step).map(({ params }) => params.market_tickers)).toEqual([['A', 'C']]);
  });

  it('tries a market again, when its book asks for a snapshot, that was refused before', () => {
    const session = createSession();
    const [, books] = commands(session.open(['A'], 0));
    session.control(error(books!.id, 11), 1);
    expect(commands(session.resync(['A'], 5_000)).map(({ params }) => params.channels)).toEqual([['orderbook_delta']]);
  });

  it('opens a further subscription when one is full', () => {
    const { session } = opened(['A', 'B']);
    const books = commands(session.add(['C'], 10))[0]!;
    const step = session.control(error(books.id, 26), 11);
    expect(step.fault).toMatchObject({ code: 'MARKET_LIMIT', remedy: 'count' });
    expect(commands(step).map(({ cmd, params }) => [cmd, params.market_tickers])).toEqual([['subscribe', ['C']]]);
  });

  it('halves a subscription that is too large, down to one market, and then gives up', () => {
    const session = createSession();
    let waiting = [commands(session.open(tickers(8), 0))[1]!];
    const sizes: number[] = [];
    for (let command = waiting.shift(); command !== undefined; command = waiting.shift()) {
      sizes.push(command.params.market_tickers!.length);
      waiting = [...waiting, ...commands(session.control(error(command.id, 26), 1))];
      expect(sizes.length).toBeLessThan(40);
    }
    expect(sizes[0]).toBe(8);
    expect(sizes.at(-1)).toBe(1);
  });

  it('gives the connection up when the server ends a subscription by itself', () => {
    const { session, server } = opened(['A']);
    expect(session.control({ type: 'unsubscribed', sid: 77, seq: 3 }, 5).fault).toBeUndefined();
    const [sid] = server.sids.get('orderbook_delta')!;
    expect(session.control({ type: 'unsubscribed', sid: sid!, seq: 3 }, 5).fault).toMatchObject({
      remedy: 'reconnect',
    });
  });

  it('does not ask for the lifecycle again once it is refused for good', () => {
    const session = createSession();
    const [lifecycle] = commands(session.open([], 0));
    expect(session.control(error(lifecycle!.id, 8), 1).fault).toMatchObject({
      code: 'UNKNOWN_CHANNEL',
      remedy: 'count',
    });
    expect(session.tick(1_000_000)).toEqual({ say: [] });
  });
});
