/**
 * Kalshi's conversation on one connection.
 *
 * Rules (evidence.md, "commands"): 1. a subscription has a number, `sid`, told in the answer to `subscribe`; markets are added
 * and removed under it; 2. `use_yes_price` is always said, because its default is announced to change; 3. a `trade`
 * subscription without markets would mean all of them, so a subscription that becomes empty is ended; 4. every command but
 * `get_snapshot` is answered, and no answer within ten seconds ends the connection; 5. keepalive is the server's Ping.
 *
 * A subscription knows what it should carry (`wanted`) and what the server was told (`told`); `settle` says the difference.
 * So commands that come before the `sid` wait by themselves, and a refused command is said again by forgetting it was told.
 */
import type { Json } from '../../domain/notice.ts';
import type { Session, SessionFault, SessionStep } from '../venue.ts';
import { MARKET_LIMIT_CODE, type Refusal, refusalOf } from './faults.ts';
import { asObject, textOr } from './wire.ts';

/** Markets a subscription carries and a command names; one project uses 256, the venue publishes no number. */
export const MARKETS_PER_SUBSCRIPTION = 250;
const ANSWER_DUE_MS = 10_000;
const RETRY_FIRST_MS = 2_000;
const RETRY_MAX_MS = 30_000;
/** Refusals in a row after which a command is not said again on this connection. */
const RETRIES_MAX = 5;
/** Snapshots asked for whose error, if any, may still come. */
const SNAPSHOTS_PENDING_MAX = 1_000;

const BOOKS = 'orderbook_delta';
const LIFECYCLE = 'market_lifecycle_v2';
const MARKET_CHANNELS = [BOOKS, 'trade'] as const;

type Action = 'add_markets' | 'delete_markets' | 'get_snapshot';

type Subscription = {
  readonly channel: string;
  state: 'new' | 'asked' | 'live';
  sid: number;
  readonly wanted: Set<string>;
  readonly told: Set<string>;
  marketsMax: number;
  refusals: number;
  /** Nothing is said before this. */
  pauseUntilMs: number;
};

type Command = {
  readonly action: 'subscribe' | 'unsubscribe' | Action;
  readonly subscription: Subscription;
  readonly symbols: readonly string[];
  readonly dueMs: number;
};

type ControlMessage = { type?: unknown; id?: unknown; sid?: unknown; msg?: unknown };
type ErrorBody = { code?: unknown; msg?: unknown; market_ticker?: unknown; market_tickers?: unknown };

export function createSession(): Session {
  return new KalshiSession();
}

class KalshiSession implements Session {
  private lastId = 0;
  private readonly pending = new Map<number, Command>();
  private subscriptions: Subscription[] = [];
  private marketsMax = MARKETS_PER_SUBSCRIPTION;
  private said: string[] = [];
  /** What the caller wants carried, refused or not. */
  private readonly carried = new Set<string>();

  open(symbols: readonly string[], nowMs: number): SessionStep {
    this.subscriptions.push(newSubscription(LIFECYCLE, 0));
    return this.add(symbols, nowMs);
  }

  add(symbols: readonly string[], nowMs: number): SessionStep {
    for (const symbol of symbols) this.carried.add(symbol);
    for (const channel of MARKET_CHANNELS) this.place(channel, symbols);
    return this.settled(nowMs);
  }

  remove(symbols: readonly string[], nowMs: number): SessionStep {
    for (const symbol of symbols) this.carried.delete(symbol);
    for (const { wanted } of this.subscriptions) for (const symbol of symbols) wanted.delete(symbol);
    return this.settled(nowMs);
  }

  resync(symbols: readonly string[], nowMs: number): SessionStep {
    // A market given up after a refusal is tried again; one whose subscription is under way gets its snapshot by that.
    const asked = new Set(symbols.filter((symbol) => this.carried.has(symbol)));
    for (const channel of MARKET_CHANNELS) this.place(channel, [...asked]);
    for (const subscription of this.subscriptions) {
      if (subscription.channel !== BOOKS || subscription.state !== 'live') continue;
      const told = [...subscription.told].filter((symbol) => asked.has(symbol));
      for (const part of parts(told)) this.update(subscription, 'get_snapshot', part, Number.POSITIVE_INFINITY);
    }
    this.forgetOldSnapshots();
    return this.settled(nowMs);
  }

  control(message: Json, nowMs: number): SessionStep {
    const answer = asObject<ControlMessage>(message);
    if (answer === null) return this.step();
    const command = typeof answer.id === 'number' ? this.pending.get(answer.id) : undefined;
    if (answer.type === 'error') return this.refused(answer, command, nowMs);
    if (answer.type === 'unsubscribed' && command === undefined) return this.ended(answer);
    if (command === undefined || !accepted(answer, command)) return this.step();
    this.pending.delete(answer.id as number);
    return this.settled(nowMs);
  }

  tick(nowMs: number): SessionStep {
    for (const { dueMs } of this.pending.values()) {
      if (dueMs > nowMs) continue;
      this.pending.clear();
      const text = 'No answer to a command reached Crossbook within ten seconds; a new connection is opened.';
      return this.step({ code: 'COMMAND_UNANSWERED', text, remedy: 'reconnect', symbols: [] });
    }
    return this.settled(nowMs);
  }

  /** Gives symbols that no subscription of the channel carries to one with room, or to a new one. */
  private place(channel: string, symbols: readonly string[]): void {
    const mine = this.subscriptions.filter((subscription) => subscription.channel === channel);
    const missing = [...new Set(symbols)].filter((symbol) => !mine.some(({ wanted }) => wanted.has(symbol)));
    for (const symbol of missing) {
      let home = mine.find(({ wanted, marketsMax }) => wanted.size < marketsMax);
      if (home === undefined) {
        home = newSubscription(channel, this.marketsMax);
        mine.push(home);
        this.subscriptions.push(home);
      }
      home.wanted.add(symbol);
    }
  }

  private settleAll(nowMs: number): void {
    for (const subscription of this.subscriptions) this.settle(subscription, nowMs);
    this.subscriptions = this.subscriptions.filter(isAlive);
  }

  private settled(nowMs: number): SessionStep {
    this.settleAll(nowMs);
    return this.step();
  }

  /** Says what the server was not told yet. */
  private settle(subscription: Subscription, nowMs: number): void {
    const { channel, state, wanted, told } = subscription;
    if (nowMs < subscription.pauseUntilMs || state === 'asked') return;
    const dueMs = nowMs + ANSWER_DUE_MS;
    if (state === 'new') {
      if (wanted.size === 0 && channel !== LIFECYCLE) return;
      subscription.state = 'asked';
      const symbols = [...wanted];
      for (const symbol of symbols) told.add(symbol);
      this.say({ action: 'subscribe', subscription, symbols, dueMs }, subscribeParams(channel, symbols));
      return;
    }
    if (channel === LIFECYCLE) return;
    const surplus = [...told].filter((symbol) => !wanted.has(symbol));
    if (wanted.size === 0 && !this.sharesNumber(subscription)) {
      told.clear();
      this.say({ action: 'unsubscribe', subscription, symbols: surplus, dueMs }, { sids: [subscription.sid] });
      return;
    }
    const missing = [...wanted].filter((symbol) => !told.has(symbol));
    for (const part of parts(missing)) this.update(subscription, 'add_markets', part, dueMs);
    for (const part of parts(surplus)) this.update(subscription, 'delete_markets', part, dueMs);
    for (const symbol of missing) told.add(symbol);
    for (const symbol of surplus) told.delete(symbol);
  }

  private update(subscription: Subscription, action: Action, symbols: readonly string[], dueMs: number): void {
    const params = { sids: [subscription.sid], market_tickers: symbols, action };
    this.say({ action, subscription, symbols, dueMs }, params);
  }

  private say(command: Command, params: Json): void {
    const id = ++this.lastId;
    this.pending.set(id, command);
    const isUpdate = command.action !== 'subscribe' && command.action !== 'unsubscribe';
    this.said.push(JSON.stringify({ id, cmd: isUpdate ? 'update_subscription' : command.action, params }));
  }

  private step(fault?: SessionFault): SessionStep {
    const say = this.said;
    this.said = [];
    return fault === undefined ? { say } : { say, fault };
  }

  private refused(answer: ControlMessage, command: Command | undefined, nowMs: number): SessionStep {
    const body = asObject<ErrorBody>(answer.msg) ?? {};
    const code = typeof body.code === 'number' ? body.code : -1;
    const refusal = refusalOf(code, textOr(body.msg));
    const named = namedTickers(body);
    if (command === undefined) return this.step(faultOf(refusal, named));
    this.pending.delete(answer.id as number);
    const { subscription, symbols } = command;
    if (refusal.again && subscription.refusals >= RETRIES_MAX) {
      const text = 'Kalshi refused a command again and again; a new connection is opened.';
      return this.step({ code: refusal.code, text, remedy: 'reconnect', symbols });
    }
    this.takeBack(command, refusal.again);
    if (refusal.again) pause(subscription, nowMs);
    else if (code === MARKET_LIMIT_CODE) this.spread(command);
    else if (named.length > 0 && isAddition(command)) {
      // Only the tickers named are at fault; the rest of the command is said without them.
      this.place(
        subscription.channel,
        symbols.filter((symbol) => !named.includes(symbol)),
      );
    }
    this.settleAll(nowMs);
    return this.step(faultOf(refusal, named.length > 0 ? named : symbols));
  }

  /** Makes it as if a refused command had not been said: to be said again, or not to be wanted any more. */
  private takeBack(command: Command, again: boolean): void {
    const { action, subscription, symbols } = command;
    const { channel, wanted, told } = subscription;
    if (action === 'subscribe') subscription.state = 'new';
    if (isAddition(command)) {
      for (const symbol of symbols) told.delete(symbol);
      if (!again) for (const symbol of symbols) wanted.delete(symbol);
      if (!again && channel === LIFECYCLE) subscription.pauseUntilMs = Number.POSITIVE_INFINITY;
    } else if (action !== 'get_snapshot' && again) {
      for (const symbol of symbols) told.add(symbol);
      if (!this.subscriptions.includes(subscription)) this.subscriptions.push(subscription);
    }
  }

  /** A subscription took no more: what it holds is what fits, and the rest goes into others of that size. */
  private spread(command: Command): void {
    const { action, subscription, symbols } = command;
    if (!isAddition(command)) return;
    // Nothing is known to fit after a refused subscription, so half of it is tried, down to a single market.
    if (action === 'subscribe' && symbols.length <= 1) return;
    const fits = action === 'subscribe' ? Math.floor(symbols.length / 2) : Math.max(1, subscription.wanted.size);
    this.marketsMax = Math.min(this.marketsMax, fits);
    subscription.marketsMax = fits;
    this.place(subscription.channel, symbols);
  }

  /** The server ended a subscription by itself. */
  private ended(answer: ControlMessage): SessionStep {
    if (!this.subscriptions.some(({ state, sid }) => state === 'live' && sid === answer.sid)) return this.step();
    return this.step(faultOf(refusalOf(17, ''), []));
  }

  private sharesNumber(subscription: Subscription): boolean {
    return this.subscriptions.some(
      (one) => one !== subscription && one.state === 'live' && one.sid === subscription.sid,
    );
  }

  private forgetOldSnapshots(): void {
    let surplus = this.pending.size - SNAPSHOTS_PENDING_MAX;
    for (const [id, { action }] of this.pending) {
      if (surplus <= 0) return;
      if (action !== 'get_snapshot') continue;
      this.pending.delete(id);
      surplus--;
    }
  }
}

/** Takes an answer that is no refusal; false when it is not the answer to this command. */
function accepted(answer: ControlMessage, { action, subscription }: Command): boolean {
  const body = asObject<{ channel?: unknown; sid?: unknown }>(answer.msg);
  if (action === 'subscribe') {
    // An `ok` with a number is what a server would say that joins a second subscription of a channel to the first.
    const sid = body?.sid ?? answer.sid;
    if (typeof sid !== 'number' || (body?.channel ?? subscription.channel) !== subscription.channel) return false;
    subscription.sid = sid;
    subscription.state = 'live';
  }
  subscription.refusals = 0;
  return true;
}

/** False for a subscription that is nothing to the server and holds nothing to be said. */
function isAlive({ channel, state, wanted, told }: Subscription): boolean {
  return channel === LIFECYCLE || state === 'asked' || wanted.size > 0 || told.size > 0;
}

function newSubscription(channel: string, marketsMax: number): Subscription {
  return {
    channel,
    state: 'new',
    sid: -1,
    wanted: new Set(),
    told: new Set(),
    marketsMax,
    refusals: 0,
    pauseUntilMs: 0,
  };
}

function subscribeParams(channel: string, market_tickers: readonly string[]): Json {
  if (channel === LIFECYCLE) return { channels: [channel] };
  return channel === BOOKS
    ? { channels: [channel], market_tickers, use_yes_price: false }
    : { channels: [channel], market_tickers };
}

function pause(subscription: Subscription, nowMs: number): void {
  const delayMs = Math.min(RETRY_FIRST_MS * 2 ** subscription.refusals, RETRY_MAX_MS);
  subscription.refusals++;
  subscription.pauseUntilMs = nowMs + delayMs;
}

function isAddition({ action }: Command): boolean {
  return action === 'subscribe' || action === 'add_markets';
}

function namedTickers(body: ErrorBody): readonly string[] {
  const list: readonly unknown[] = Array.isArray(body.market_tickers) ? body.market_tickers : [body.market_ticker];
  return list.filter((ticker) => typeof ticker === 'string');
}

function faultOf({ code, text, remedy }: Refusal, symbols: readonly string[]): SessionFault {
  return { code, text, remedy, symbols };
}

function parts(symbols: readonly string[]): readonly (readonly string[])[] {
  const lists: string[][] = [];
  for (let at = 0; at < symbols.length; at += MARKETS_PER_SUBSCRIPTION) {
    lists.push(symbols.slice(at, at + MARKETS_PER_SUBSCRIPTION));
  }
  return lists;
}
