/** Runs messages of made-up recordings through a verifier, as its thread would. */
import { CHANNEL, FrameBatchWriter } from '../../../../src-shared/contract/frame-batch.ts';
import type { VerifyReport } from '../../../../src-shared/contract/verify.ts';
import type { VenueId } from '../../../../src-shared/domain/listing.ts';
import { VENUES } from '../../../../src-shared/venues/index.ts';
import { Verifier } from '../../../../src-worker/verify/verifier.ts';

export type Options = { readonly venue?: VenueId; readonly booksAt?: number; readonly trouble?: string };

/** The report on files of messages, each received 10 ms after the one before it. */
export function verify(files: readonly (readonly (string | object)[])[], options: Options = {}): VerifyReport {
  const verifier = new Verifier(VENUES, options.venue ?? null, options.booksAt ?? null);
  const writer = new FrameBatchWriter();
  let receivedMs = 1_790_000_000_000;
  files.forEach((messages, at) => {
    verifier.beginFile(`file ${at + 1}`);
    let lines: number[] = [];
    const flush = (): void => {
      verifier.take(writer.take(), Uint32Array.from(lines));
      lines = [];
    };
    messages.forEach((message, line) => {
      receivedMs += 10;
      const text = typeof message === 'string' ? message : JSON.stringify(message);
      writer.add(0, CHANNEL.text, receivedMs * 1_000, 0, Buffer.from(text));
      lines.push(line + 1);
      if (writer.full) flush();
    });
    if (lines.length > 0) flush();
    verifier.endFile(options.trouble ?? '');
  });
  return verifier.report();
}

type Pairs = readonly (readonly [price: string, size: string])[];

/** Messages that are numbered; stream 1 has the books. */
export function snapshot(seq: number, market: string, yes: Pairs, no: Pairs, sid = 1): object {
  const msg = { market_ticker: market, market_id: 'm', yes_dollars_fp: yes, no_dollars_fp: no };
  return { type: 'orderbook_snapshot', sid, seq, msg };
}

export function delta(seq: number, market: string, side: 'yes' | 'no', price: string, change: string, ts_ms: number) {
  const msg = { market_ticker: market, market_id: 'm', price_dollars: price, delta_fp: change, side, ts_ms };
  return { type: 'orderbook_delta', sid: 1, seq, msg };
}

/** Messages without numbers, that carry new totals. */
export function book(asset_id: string, bids: Pairs, asks: Pairs, more: object = {}): object {
  const level = ([price, size]: readonly [string, string]): object => ({ price, size });
  const timestamp = '1790000000000';
  return {
    event_type: 'book',
    market: '0xm',
    asset_id,
    timestamp,
    bids: bids.map(level),
    asks: asks.map(level),
    ...more,
  };
}

export function change(
  asset_id: string,
  side: 'BUY' | 'SELL',
  price: string,
  size: string,
  touch: readonly [bid: string, ask: string],
  timestamp: number,
): object {
  const [best_bid, best_ask] = touch;
  const price_changes = [{ asset_id, price, size, side, hash: 'h', best_bid, best_ask }];
  return { market: '0xm', price_changes, timestamp: String(timestamp), event_type: 'price_change' };
}
