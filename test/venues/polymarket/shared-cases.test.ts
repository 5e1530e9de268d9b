/** Old forms of Polymarket's messages, and the shared cases where they are present. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { areCasesPresent, caseFile, RecordingCommands } from '../recording-commands.ts';

let commands: RecordingCommands;
beforeEach(async () => {
  commands = await RecordingCommands.create();
});
afterEach(() => commands.remove());

async function booksOf(path: string, messages: number) {
  const { booksAt, decodeErrors } = await commands.verify(path, messages);
  expect(decodeErrors).toBe(0);
  return booksAt!.books.map(({ bids, asks }) => ({ bids, asks }));
}

it('reads the changes of a message from before 2025-09-15, which are of its own token', async () => {
  const head = '"asset_id":"71","market":"0xb"';
  const path = await commands.file('old.jsonl', [
    `{"event_type":"book",${head},"bids":[{"price":".30","size":"4"}],"asks":[{"price":".60","size":"9"}],"timestamp":"1729000000000","hash":"a"}`,
    `{"event_type":"price_change",${head},"changes":[{"price":"0.31","side":"BUY","size":"6"},{"price":"0.60","side":"SELL","size":"0"}],"timestamp":"1729000000001","hash":"b"}`,
  ]);
  expect(await booksOf(path, 2)).toEqual([
    {
      bids: [
        [310_000, 6_000_000],
        [300_000, 4_000_000],
      ],
      asks: [],
    },
  ]);
});

describe.skipIf(!areCasesPresent)('the shared case (skipped where it is absent)', () => {
  it('of legacy changes gives its book', async () => {
    expect(await booksOf(caseFile('polymarket-legacy-changes.jsonl'), 3)).toEqual([
      {
        bids: [
          [500_000, 12_000_000],
          [490_000, 20_000_000],
          [480_000, 7_500_000],
        ],
        asks: [[530_000, 60_000_000]],
      },
    ]);
  });
});
