/** Every trade of the exchange is on the tape once, in YES terms, whichever token it was printed on. */
import { expect, it } from 'vitest';
import type { ExchangeHandle } from '../../../../src-exchange/control/handle.ts';
import { NO_FEE } from '../../../../src-shared/domain/fees.ts';
import { listingId } from '../../../../src-shared/domain/listing.ts';
import { uniformGrid } from '../../../../src-shared/domain/price-grid.ts';
import { polymarket } from '../../../../src-shared/venues/polymarket/index.ts';
import { withExchange } from '../../../unit/exchange/with-exchange.ts';
import { TestShard } from '../../../unit/worker/shard/with-shard.ts';
import { client, openSocket } from './client.ts';

const EVENTS = 10_000;

/** Trades so far by market, as lines that can be compared. */
async function truthOf(exchange: ExchangeHandle, venue: string): Promise<Map<string, string[]>> {
  const lines = new Map<string, string[]>();
  for (const { venue: of, marketId, priceMicros, sizeMicros, takerSide, timeMs } of await exchange.trades()) {
    if (of !== venue) continue;
    const id = listingId(venue, marketId);
    lines.set(id, [...(lines.get(id) ?? []), `${takerSide} ${sizeMicros} at ${priceMicros}, ${timeMs}`]);
  }
  return lines;
}

it('shows the trades of both tokens as they happened, and the books once', async () => {
  const exchange = await withExchange({ seed: 5 });
  const books = (await exchange.truth()).filter(({ venue, resolved }) => venue === 'polymarket' && !resolved);
  const instruments = books.map(({ marketId, symbols }) => ({
    id: listingId('polymarket', marketId),
    venue: 'polymarket',
    symbols: [...symbols, marketId],
    priceGrid: uniformGrid(10_000),
    fees: NO_FEE,
    venueData: {},
  }));
  const shard = new TestShard();
  shard.carry(1, instruments);
  const session = polymarket.createSession(
    (first) => instruments.find(({ symbols }) => symbols[0] === first)?.symbols ?? [first],
  );
  const socket = await openSocket(exchange);
  const onTape = new Map<string, string[]>();
  socket.onFrame = (text) => shard.frames(1, [text]);
  const firsts = instruments.map(({ symbols }) => symbols[0]!);
  for (const text of session.open(firsts, 0).say) socket.send(text);
  // In small turns, so that no tape forgets a trade before it is looked at.
  for (let turn = 0; turn < 50; turn++) {
    await exchange.advance(EVENTS / 50);
    await client.settle(socket);
    for (const { id } of instruments) {
      const lines = shard.shard.tapes
        .recent(id)
        .map(({ taker, sizeMicros, priceMicros, timeMs }) => `${taker} ${sizeMicros} at ${priceMicros}, ${timeMs}`);
      onTape.set(id, merged(onTape.get(id) ?? [], lines));
    }
  }
  const truth = await truthOf(exchange, 'polymarket');
  const known = [...truth].filter(([id]) => instruments.some((instrument) => instrument.id === id));
  expect(known.reduce((sum, [, lines]) => sum + lines.length, 0)).toBeGreaterThan(100);
  for (const [id, lines] of known) expect(onTape.get(id)).toEqual(lines);
  const prints = socket.frames.filter((text) => text.includes('last_trade_price"') && !text.includes('"bids"'));
  const onNo = prints.filter((text) => instruments.some(({ symbols }) => text.includes(`"asset_id":"${symbols[1]}"`)));
  expect(onNo.length).toBeGreaterThan(20);
  for (const { marketId, bids } of (await exchange.truth()).filter(({ venue }) => venue === 'polymarket')) {
    const id = listingId('polymarket', marketId);
    if (instruments.some((one) => one.id === id)) expect(shard.dump(id).bids).toEqual(bids);
  }
});

/** What a tape shows now, joined to what it showed before: it forgets its oldest. */
function merged(before: readonly string[], now: readonly string[]): string[] {
  for (let skip = Math.max(0, before.length - now.length); skip <= before.length; skip++) {
    const kept = before.slice(skip);
    if (kept.every((line, i) => now[i] === line)) return [...before.slice(0, skip), ...now];
  }
  throw new Error('the tape forgot trades between two looks');
}
