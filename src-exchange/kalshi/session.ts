/**
 * Answers what a client sends on Kalshi's socket.
 *
 * One sid per channel per subscribe command; a snapshot for every market that joins an order-book subscription;
 * acknowledgements on a sid spend its seq (AsyncAPI 2.0.0, 2026).
 */

import type { VenueConnection } from '../wire/venue-connection.ts';
import type { KalshiAction, KalshiErrorCode, KalshiRequest, SubscribeCommand } from './command.ts';
import { KALSHI_ERRORS, readKalshiRequest } from './command.ts';
import type { KalshiConnection } from './connection.ts';
import type { KalshiFeed } from './feed.ts';
import type { KalshiMarket } from './market.ts';
import type { KalshiChannel } from './subscription.ts';
import { KalshiSubscription } from './subscription.ts';
import { snapshotBody, tickerBody } from './wire.ts';

/** Markets of one subscription; the venue has a limit (error 26) and does not publish it. */
const SUBSCRIPTION_MARKETS_MAX = 1_000;

/** Handles one text frame of a client. */
export function handleKalshiText(feed: KalshiFeed, connection: KalshiConnection, text: string): void {
  const { id, command }: KalshiRequest = readKalshiRequest(text);
  if (command.kind === 'error') {
    answerError(connection, id, command.code);
    return;
  }
  if (command.kind === 'list') {
    list(connection, id);
    return;
  }
  if (command.kind === 'subscribe') {
    subscribe(feed, connection, id, command);
    return;
  }
  if (command.kind === 'update') {
    update(feed, connection, id, command.sid, command.action, command.tickers);
    return;
  }
  for (const sid of command.sids) unsubscribe(feed, connection, id, sid);
}

/** Forgets a client. */
export function leaveKalshi(feed: KalshiFeed, connection: KalshiConnection): void {
  for (const subscription of connection.subscriptions.values()) detach(feed, subscription);
  connection.subscriptions.clear();
}

/** Ends every subscription of a client that does not keep up (error 25, terminal). */
export function overflowKalshi(feed: KalshiFeed, connection: KalshiConnection): void {
  for (const subscription of connection.subscriptions.values()) {
    detach(feed, subscription);
    connection.sendAnswer(`{"sid":${subscription.sid},"type":"error","msg":{"code":25,"msg":"${KALSHI_ERRORS[25]}"}}`);
  }
  connection.subscriptions.clear();
}

function answerError(connection: VenueConnection, id: number, code: KalshiErrorCode): void {
  connection.sendAnswer(`{"id":${id},"type":"error","msg":{"code":${code},"msg":"${KALSHI_ERRORS[code]}"}}`);
}

function list(connection: KalshiConnection, id: number): void {
  const msg = [...connection.subscriptions.values()].map(({ channel, sid }) => ({ channel, sid }));
  connection.sendAnswer(JSON.stringify({ id, type: 'ok', msg }));
}

function subscribe(feed: KalshiFeed, connection: KalshiConnection, id: number, command: SubscribeCommand): void {
  const refused = connection.faults.take('subscription-refused');
  if (refused !== undefined) {
    const { amount: code } = refused.fault;
    connection.sendAnswer(`{"id":${id},"type":"error","msg":{"code":${code},"msg":"made up"}}`);
    return;
  }
  if (command.tickers.length > SUBSCRIPTION_MARKETS_MAX) {
    answerError(connection, id, 26);
    return;
  }
  for (const channel of command.channels) {
    const coversAll = command.tickers.length === 0;
    const subscription = new KalshiSubscription(
      connection.nextSid(),
      channel,
      connection,
      coversAll,
      command.usesYesPrice,
    );
    connection.subscriptions.set(subscription.sid, subscription);
    connection.sendAnswer(`{"id":${id},"type":"subscribed","msg":{"channel":"${channel}","sid":${subscription.sid}}}`);
    if (channel === 'market_lifecycle_v2') feed.lifecycles.add(subscription);
    else if (coversAll) coverAll(feed, subscription, command.sendsInitialSnapshot);
    else join(feed, subscription, command.tickers, command.sendsInitialSnapshot);
  }
}

function coverAll(feed: KalshiFeed, subscription: KalshiSubscription, withTickers: boolean): void {
  if (subscription.channel === 'trade') feed.allTrades.add(subscription);
  if (subscription.channel !== 'ticker') return;
  feed.allTickers.add(subscription);
  if (!withTickers) return;
  for (const market of feed.markets.values()) sendTicker(subscription, market);
}

/** A market's subscriptions to a channel; undefined for channels that are not by market. */
function listenersOf(market: KalshiMarket, channel: KalshiChannel): Set<KalshiSubscription> | undefined {
  if (channel === 'orderbook_delta') return market.books;
  if (channel === 'ticker') return market.tickers;
  return channel === 'trade' ? market.trades : undefined;
}

function join(
  feed: KalshiFeed,
  subscription: KalshiSubscription,
  tickers: readonly string[],
  withTickers: boolean,
): void {
  for (const ticker of tickers) {
    if (subscription.tickers.has(ticker)) continue;
    subscription.tickers.add(ticker);
    const market = feed.marketOf(ticker);
    if (market === undefined) continue;
    listenersOf(market, subscription.channel)?.add(subscription);
    if (subscription.channel === 'orderbook_delta') {
      const contents = [{ listing: market.listing, what: 'snapshot' as const }];
      subscription.sendSequenced('orderbook_snapshot', snapshotBody(market, subscription.usesYesPrice), contents);
    } else if (subscription.channel === 'ticker' && withTickers) sendTicker(subscription, market);
  }
}

function sendTicker(subscription: KalshiSubscription, market: KalshiMarket): void {
  subscription.sendUnsequenced('ticker', tickerBody(market, market.listing.book.lastEventTimeMs));
}

function update(
  feed: KalshiFeed,
  connection: KalshiConnection,
  id: number,
  sid: number,
  action: KalshiAction,
  tickers: readonly string[],
): void {
  const subscription = connection.subscriptions.get(sid);
  if (subscription === undefined) {
    answerError(connection, id, 7);
    return;
  }
  if (action === 'get_snapshot') {
    sendSnapshots(feed, subscription, id, tickers);
    return;
  }
  if (subscription.coversAll) {
    answerError(connection, id, 13);
    return;
  }
  if (action === 'delete_markets') part(feed, subscription, tickers);
  const joining = action === 'add_markets' ? tickers.filter((ticker) => !subscription.tickers.has(ticker)) : [];
  const size = subscription.tickers.size + joining.length;
  if (size > SUBSCRIPTION_MARKETS_MAX) {
    answerError(connection, id, 26);
    return;
  }
  const msg = { market_tickers: [...subscription.tickers, ...joining] };
  connection.sendAnswer(
    `{"id":${id},"sid":${sid},"seq":${subscription.nextSeq()},"type":"ok","msg":${JSON.stringify(msg)}}`,
  );
  join(feed, subscription, joining, false);
}

/** Snapshots on request carry the request's id and spend the sid's seq like any other message. */
function sendSnapshots(
  feed: KalshiFeed,
  subscription: KalshiSubscription,
  id: number,
  tickers: readonly string[],
): void {
  const { connection, sid } = subscription;
  if (subscription.channel !== 'orderbook_delta') {
    answerError(connection, id, 13);
    return;
  }
  for (const ticker of tickers) {
    const market = feed.marketOf(ticker);
    if (market === undefined || !subscription.tickers.has(ticker)) {
      answerError(connection, id, 11);
      continue;
    }
    const body = snapshotBody(market, subscription.usesYesPrice);
    connection.sendData(
      `{"id":${id},"type":"orderbook_snapshot","sid":${sid},"seq":${subscription.nextSeq()},"msg":${body}}`,
      [{ listing: market.listing, what: 'snapshot' }],
    );
  }
}

function part(feed: KalshiFeed, subscription: KalshiSubscription, tickers: readonly string[]): void {
  for (const ticker of tickers) {
    subscription.tickers.delete(ticker);
    const market = feed.marketOf(ticker);
    if (market !== undefined) listenersOf(market, subscription.channel)?.delete(subscription);
  }
}

function unsubscribe(feed: KalshiFeed, connection: KalshiConnection, id: number, sid: number): void {
  const subscription = connection.subscriptions.get(sid);
  if (subscription === undefined) {
    answerError(connection, id, 7);
    return;
  }
  detach(feed, subscription);
  connection.subscriptions.delete(sid);
  connection.sendAnswer(`{"id":${id},"sid":${sid},"seq":${subscription.nextSeq()},"type":"unsubscribed"}`);
}

function detach(feed: KalshiFeed, subscription: KalshiSubscription): void {
  part(feed, subscription, [...subscription.tickers]);
  feed.allTickers.delete(subscription);
  feed.allTrades.delete(subscription);
  feed.lifecycles.delete(subscription);
}
