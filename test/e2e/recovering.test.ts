/**
 * What the window says of a book that is known to be wrong, one look a reason: the word, the sentence, greyed prices, no place in the
 * totals, and the true book afterwards. The snapshot that would repair it is withheld, so that the state can be seen.
 */

import type { ExchangeHandle } from '../../src-exchange/control/handle.ts';
import type { FaultKind } from '../../src-exchange/wire/fault-kinds.ts';
import { BOOK_REASON_TEXT, type BookReason } from '../../src-shared/domain/book-phase.ts';
import { checked, numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket } from './window/markets.ts';
import { shoot } from './window/shot.ts';
import { expectTruth } from './window/true-ladder.ts';
import { Watchlist } from './window/watchlist.ts';

type Case = readonly [kind: FaultKind, amount: number, reasons: readonly BookReason[]];

/** Events of the exchange's clock, half a minute of them: a fault is ended as soon as it was looked at. */
const EVENTS = 6_000;
/** Frames of the venue, snapshots of other books among them: so many that the market's own are met. */
const STRUCK = 600;
/** More than there are frames. */
const ALL = 100_000;

const CASES: Readonly<Record<string, readonly Case[]>> = {
  [checked.id]: [
    ['drop', 400, ['touch-mismatch', 'crossed']],
    ['malformed', 20, ['nameless-frame', 'bad-frame']],
    ['wrong-type', STRUCK, ['bad-frame']],
    ['close', 1012, ['disconnected']],
  ],
  [numbered.id]: [
    ['lost-seq', 3, ['sequence-gap']],
    ['malformed', 20, ['nameless-frame', 'bad-frame', 'sequence-gap']],
    ['wrong-type', STRUCK, ['bad-frame']],
    ['close', 1012, ['disconnected']],
  ],
};

function strike(exchange: ExchangeHandle, venue: string, [kind, amount]: Case): Promise<void> {
  const fault = { venue, at: 0, events: EVENTS, connection: null, market: null };
  const faults = [
    { ...fault, kind, amount },
    { ...fault, kind: 'no-snapshot', amount: ALL },
  ] as const;
  return exchange.startFaults({ seed: 1, events: EVENTS + 1, early: false, faults });
}

/** Ends what is under way at the next event. */
const endFaults = (exchange: ExchangeHandle): Promise<void> =>
  exchange.startFaults({ seed: 1, events: 1, early: false, faults: [] });

for (const { id: venue, name } of [checked, numbered]) {
  test(`a book of ${name} that is wrong is recovering with its reason, out of the totals, and true again`, async ({
    exchange,
    open,
  }) => {
    test.setTimeout(180_000);
    const { page } = await open('linked');
    const market = linkedMarket(exchange);
    const [ladder, watchlist, health] = [new Ladder(page), new Watchlist(page), new Health(page)];
    await ladder.isLive(market.title);
    for (const one of CASES[venue]!) {
      const [kind, , reasons] = one;
      await ladder.isSynced(venue);
      await strike(exchange, venue, one);
      const line = ladder.venue(venue);
      await expect(line, kind).toHaveAttribute('data-phase', 'recovering');
      // The clock of the exchange stands from here, and with it the end of the fault.
      await exchange.pause();
      await expect(line).toHaveAttribute('data-reason', new RegExp(`^(${reasons.join('|')})$`));
      await expect(line).toHaveAttribute('data-live', 'false');
      await expect(line).toContainText('recovering');
      const reason = (await line.getAttribute('data-reason')) as BookReason;
      expect(reasons).toContain(reason);
      await expect(watchlist.state(market.id, name)).toHaveAccessibleName(
        `${name}: recovering. ${BOOK_REASON_TEXT[reason]}`,
      );
      await expectTruth(exchange, ladder, { ...market, without: [venue] });
      if (kind === 'lost-seq') await expect(health.event('BOOK_GAP')).not.toHaveCount(0);
      await shoot(page, `46-${venue}-${kind}`);
      await endFaults(exchange);
      await exchange.resume();
      await ladder.isSynced(venue);
      await expectTruth(exchange, ladder, market);
      await exchange.resume();
    }
  });
}
