/** Polymarket's real messages through the product's decoder. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src-shared/domain/notice.ts';
import { EventBuffer } from '../../../src-shared/domain/wire/event-buffer.ts';
import { polymarket } from '../../../src-shared/venues/polymarket/index.ts';
import { absent, expectRead, json, plainInstrument, problemsOf, RECORDINGS, touchIn, why } from '../recorded.ts';
import { frameOfText, tableOf } from '../venue-fixtures.ts';
import { matched } from './matched-book.ts';

const CAPTURES = 'other/captures-2026-07/polymarket-global/2026-07-31/';

describe.skipIf(absent)(`captures${why}`, () => {
  it('of the documentation are read without a problem', () => {
    expectRead(polymarket, 'polymarket/doc-examples/market_channel_examples.jsonl');
  });

  it('of REST records become listings', () => {
    for (const file of ['polymarket-catalog.json', 'polymarket-trump-out-2027.json']) {
      const body = json(`${CAPTURES}${file}`);
      const { listings, problems } = polymarket.readMarkets(Array.isArray(body) ? body : [body]);
      expect(problems).toEqual([]);
      expect(listings).toHaveLength(1);
      expect(listings[0]).toMatchObject({ status: 'open', outcomes: ['Yes', 'No'], venueData: { minOrderSize: '5' } });
      expect(listings[0]!.symbols.map((symbol) => symbol.length > 70 || symbol.startsWith('0x'))).toEqual([
        true,
        true,
        true,
      ]);
    }
  });

  it('of a contract that another venue lists too have its book, uncrossed', () => {
    const { answer } = matched.recorded(new URL('other/matched-pair/', RECORDINGS));
    expect(touchIn(polymarket, answer, 'poll')).toEqual([800_000, 810_000]);
  });

  it('of a stream have a first frame that is read as it came', () => {
    const { frames } = json(`${CAPTURES}polymarket-book.stream.json`) as {
      readonly frames: readonly { readonly rawText: string }[];
    };
    expect(touchIn(polymarket, frames[0]!.rawText, 'stream')).toEqual([500_000, 510_000]);
  });
});

describe.skipIf(absent)(`snapshot checksums${why}`, () => {
  type Vector = {
    readonly source: string;
    readonly kind: 'rest' | 'ws';
    readonly wire: Record<string, Json>;
    readonly expected: string;
  };
  const vectors = absent ? [] : (json('polymarket/hash_vectors.json') as unknown as { vectors: Vector[] }).vectors;

  it.each(vectors.map((vector) => [vector.source, vector] as const))(
    '%s: the text has the hash the venue sent',
    (_source, vector) => {
      const instrument = plainInstrument(polymarket, String(vector.wire.asset_id), {
        minOrderSize: '5',
        negRisk: 'false',
      });
      const decoder = polymarket.createDecoder(tableOf([instrument]));
      const events = new EventBuffer();
      const frame = frameOfText(JSON.stringify([vector.wire]));
      if (vector.kind === 'rest') decoder.decodePoll(frame, events);
      else decoder.decode(frame, events);
      expect(problemsOf(events)).toEqual([]);
      const checksum = events.checksums.get(events.length - 1);
      expect(checksum?.expected).toBe(vector.expected);
      expect(createHash('sha1').update(checksum!.text).digest('hex')).toBe(vector.expected);
    },
  );
});
