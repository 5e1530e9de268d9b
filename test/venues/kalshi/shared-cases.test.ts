/** Old forms of Kalshi's messages, and the shared cases where they are present. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { areCasesPresent, caseFile, RecordingCommands } from '../recording-commands.ts';

let commands: RecordingCommands;
beforeEach(async () => {
  commands = await RecordingCommands.create();
});
afterEach(() => commands.remove());

it('reads the form of 2025, whole counts as numbers beside prices in dollars', async () => {
  const path = await commands.file('old.jsonl', [
    '{"type":"orderbook_snapshot","sid":1,"seq":1,"msg":{"market_ticker":"KXB-26","yes":[[30,7]],"no":[[60,9]],"yes_dollars":[["0.3000",7]],"no_dollars":[["0.6000",9]]}}',
    '{"type":"orderbook_delta","sid":1,"seq":2,"msg":{"market_ticker":"KXB-26","price":60,"price_dollars":"0.6000","delta":-4,"side":"no","ts":"2025-10-21T14:13:20Z"}}',
  ]);
  const { booksAt, decodeErrors } = await commands.verify(path, 2);
  expect(decodeErrors).toBe(0);
  expect(booksAt!.books).toMatchObject([{ bids: [[300_000, 7_000_000]], asks: [[400_000, 5_000_000]] }]);
});

describe.skipIf(!areCasesPresent)('the shared cases (skipped where they are absent)', () => {
  it('of the form of 2025 is read', async () => {
    const { booksAt, decodeErrors } = await commands.verify(caseFile('kalshi-2025-fields.jsonl'), 2);
    expect(decodeErrors).toBe(0);
    expect(booksAt!.books).toMatchObject([{ bids: [], asks: [[500_000, 20_000_000]] }]);
  });

  it('of the two sides of a game have different titles', async () => {
    const session = await commands.import(
      caseFile('kalshi-two-teams.ndjson'),
      caseFile('kalshi-two-teams-markets.json'),
    );
    const { listings } = await session.catalog();
    expect(listings.map(({ title }) => title).sort()).toEqual([
      'Seattle vs Pittsburgh Winner? - Pittsburgh',
      'Seattle vs Pittsburgh Winner? - Seattle',
    ]);
  });

  it('without market records states no fee', async () => {
    const { listings } = await (await commands.import(caseFile('no-records-kalshi.ndjson'))).catalog();
    expect(listings.map(({ fees }) => fees)).toEqual([null]);
  });
});
