/** A market whose exchange is paused and sends only what the test tells it to, in the venue's own bytes. */
import type { ExchangeHandle, TrueBookRecord } from '../../../src-exchange/control/handle.ts';
import { formatMicros } from '../../../src-shared/domain/micros.ts';
import { checked } from '../../venues/roles.ts';

export class QuietMarket {
  readonly book: TrueBookRecord;
  private readonly exchange: ExchangeHandle;
  private timeMs: number;

  private constructor(exchange: ExchangeHandle, book: TrueBookRecord) {
    this.exchange = exchange;
    this.book = book;
    this.timeMs = Math.max(Date.now(), book.lastEventTimeMs) + 1;
  }

  static async of(exchange: ExchangeHandle, marketId: string): Promise<QuietMarket> {
    await exchange.pause();
    const book = (await exchange.truth()).find((record) => record.marketId === marketId);
    return new QuietMarket(exchange, book!);
  }

  /** The price of the ask that stands so far behind the best. */
  ask(at: number): number {
    return this.book.asks[at]![0];
  }

  /** The best ask goes, or comes back. */
  async bestAsk(isThere: boolean): Promise<void> {
    await this.levels('asks', this.book.asks.slice(0, 1), isThere);
  }

  /** Levels that the exchange has go, or come back. */
  async levels(side: 'bids' | 'asks', levels: TrueBookRecord['asks'], isThere: boolean): Promise<void> {
    const changes = levels.map(([price, size]) => ({
      asset_id: this.book.symbols[0],
      side: side === 'asks' ? 'SELL' : 'BUY',
      price: formatMicros(price, 2),
      size: isThere ? formatMicros(size) : '0',
    }));
    await this.say({ event_type: 'price_change', price_changes: changes });
  }

  async trade(contracts: number): Promise<void> {
    const price = formatMicros(this.ask(0), 2);
    const trade = { price, size: String(contracts), side: 'BUY', transaction_hash: `0x${++this.timeMs}` };
    await this.say({ event_type: 'last_trade_price', asset_id: this.book.symbols[0], ...trade });
  }

  private async say(message: object): Promise<void> {
    const timestamp = String(++this.timeMs);
    await this.exchange.inject(checked.id, JSON.stringify({ ...message, market: this.book.marketId, timestamp }));
  }
}
