/**
 * Decides what one sid is: a channel on a connection, the markets it covers and its own sequence.
 *
 * seq counts from 1 over every message on the sid, all its markets and its acknowledgements together (gold15m
 * recordings, August 2026; AsyncAPI 2.0.0). The ticker channel has none.
 */

import type { FrameContent } from '../model/truth-ledger.ts';
import type { VenueConnection } from '../wire/venue-connection.ts';

export const KALSHI_CHANNELS = [
  'orderbook_delta',
  'ticker',
  'trade',
  'market_lifecycle_v2',
  'multivariate_market_lifecycle',
  'fill',
  'market_positions',
  'user_orders',
  'communications',
  'order_group_updates',
] as const;

export type KalshiChannel = (typeof KALSHI_CHANNELS)[number];

export class KalshiSubscription {
  readonly sid: number;
  readonly channel: KalshiChannel;
  readonly connection: VenueConnection;
  /** Every requested ticker, known or not. */
  readonly tickers = new Set<string>();
  /** No tickers were named: everything of the channel. */
  readonly coversAll: boolean;
  /** The no side is published in yes prices. */
  readonly usesYesPrice: boolean;
  #seq = 0;

  constructor(sid: number, channel: KalshiChannel, connection: VenueConnection, coversAll: boolean, yesPrice: boolean) {
    this.sid = sid;
    this.channel = channel;
    this.connection = connection;
    this.coversAll = coversAll;
    this.usesYesPrice = yesPrice;
  }

  /** The next sequence number; spending it without sending makes a gap. */
  nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  /** The numbers start over, as no venue should let them. */
  restartSeq(): void {
    this.#seq = 0;
  }

  /** Sends a sequenced message whose body (from "msg" on) is shared with other subscriptions. */
  sendSequenced(type: string, body: string, contents?: readonly FrameContent[], timeMs?: number): void {
    this.connection.sendData(
      `{"type":"${type}","sid":${this.sid},"seq":${this.nextSeq()},"msg":${body}}`,
      contents,
      timeMs,
    );
  }

  /** Sends a message of a channel without sequence. */
  sendUnsequenced(type: string, body: string): void {
    this.connection.sendData(`{"type":"${type}","sid":${this.sid},"msg":${body}}`);
  }
}
