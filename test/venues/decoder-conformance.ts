/** A decoder keeps the promises of venue.ts, on its venue's fixtures and on whatever can be made of them, as tests of one venue. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANY_BOOK, NO_BOOK } from '../../src-shared/domain/notice.ts';
import { isPriceGrid } from '../../src-shared/domain/price-grid.ts';
import { EVENT, EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import type { Decoder, SequenceMark, Venue } from '../../src-shared/venues/venue.ts';
import { eventLines } from './event-lines.ts';
import { mutationOf } from './mutation.ts';
import { SEED } from './seed.ts';
import {
  type FrameFixture,
  fixtureTable,
  frameFixtures,
  frameOfBytes,
  frameOfText,
  marketsBodies,
} from './venue-fixtures.ts';
import type { Lack } from './venue-role.ts';

const SLOTS = 2;
const encoder = new TextEncoder();

export function testDecoder(venue: Venue, lacks: readonly Lack[] = []): void {
  describe('decoder', () => {
    const fixtures = frameFixtures(venue);

    it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('reads: %s', (_name, fixture) => {
      const events = new EventBuffer();
      read(venue.createDecoder(fixtureTable(venue)), fixture, events);
      expect(eventLines(events)).toEqual(fixture.events);
    });

    it('adds up equal prices inside one snapshot, so that no size is lost', () => {
      const [listing] = marketsBodies(venue).flatMap((body) => venue.readMarkets(body).listings);
      const levels = (price: number): [number, number][] => [
        [price, 10_000_000],
        [price, 15_000_000],
      ];
      const text = venue.writeBook(
        { listing: listing!, bids: levels(400_000), asks: levels(600_000), timeMs: 1_760_000_000_000 },
        1,
      );
      const events = new EventBuffer();
      venue.createDecoder(fixtureTable(venue)).decode(frameOfText(text), events);
      expect(eventLines(events).filter((line) => line.startsWith('level '))).toEqual([
        expect.stringContaining('level bid 0.4 x 25 '),
        expect.stringContaining('level ask 0.6 x 25 '),
      ]);
    });

    it('reads every kind of row and notice that its venue has', () => {
      const lines = fixtures.flatMap(({ events }) => events);
      for (const kind of ['snapshot', 'level', 'snapshotEnd', 'problem', 'lifecycle']) {
        expect(lines.some((line) => line.startsWith(`${kind} `))).toBe(true);
      }
      expect(lines.some((line) => line.startsWith('trade '))).toBe(!venue.withholds.includes('trades'));
      expect(lines.some((line) => /^(set|add) /.test(line))).toBe(!lacks.includes('changes'));
    });

    it('reads frame after frame into one buffer as it reads them apart', () => {
      const decoder = venue.createDecoder(fixtureTable(venue));
      const together = new EventBuffer();
      const apart: string[] = [];
      for (const fixture of fixtures) {
        read(decoder, fixture, together);
        apart.push(...fixture.events.filter((line) => !/^(problem|word|control|lifecycle) /.test(line)));
      }
      expect(eventLines(together).slice(0, together.length)).toEqual(apart);
    });

    it('says nothing of books that nobody asked for', () => {
      const decoder = venue.createDecoder({
        slotOf: () => -1,
        mirrorOf: () => -1,
        bytes: { find: () => -1, end: -1 },
        instrument: () => expect.unreachable('there is no instrument'),
      });
      for (const fixture of fixtures) {
        const events = new EventBuffer();
        read(decoder, fixture, events);
        expect(events.length).toBe(0);
        for (const notice of events.notices)
          if (notice.kind === 'problem') expect([ANY_BOOK, NO_BOOK]).toContain(notice.slot);
      }
    });

    it('names the same sentence for the same fault, without values, so that faults can be counted', () => {
      const decoder = venue.createDecoder(fixtureTable(venue));
      for (const fixture of fixtures) {
        const events = new EventBuffer();
        read(decoder, fixture, events);
        for (const notice of events.notices) {
          if (notice.kind === 'problem') expect(notice.text).toMatch(/^[A-Z][^0-9]*\.$/);
        }
      }
    });

    it('survives every truncation of every fixture', () => {
      const decoder = venue.createDecoder(fixtureTable(venue));
      for (const fixture of fixtures) {
        const bytes = encoder.encode(fixture.text);
        const stride = Math.max(1, Math.floor(bytes.length / 60));
        for (let length = 0; length < bytes.length; length += stride) {
          expectSound(decoder, bytes.subarray(0, length));
        }
      }
    });

    it(`survives bytes changed at random (seed ${SEED})`, () => {
      const decoder = venue.createDecoder(fixtureTable(venue));
      const change = fc.tuple(fc.nat(), fc.nat(255));
      fc.assert(
        fc.property(
          fc.constantFrom(...fixtures),
          fc.array(change, { minLength: 1, maxLength: 8 }),
          (fixture, changes) => {
            const bytes = encoder.encode(fixture.text);
            if (bytes.length > 0) for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
            expectSound(decoder, bytes);
          },
        ),
        { seed: SEED, numRuns: 1_000 },
      );
    });

    it(`survives values exchanged at random (seed ${SEED})`, () => {
      const decoder = venue.createDecoder(fixtureTable(venue));
      const bodies = fixtures.map(({ text }) => jsonOf(text)).filter((body) => body !== undefined);
      fc.assert(
        fc.property(fc.constantFrom(...bodies).chain(mutationOf), (body) => {
          expectSound(decoder, encoder.encode(JSON.stringify(body)));
        }),
        { seed: SEED, numRuns: 1_500 },
      );
    });

    it(`survives any JSON and any text (seed ${SEED})`, () => {
      const decoder = venue.createDecoder(fixtureTable(venue));
      fc.assert(
        fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
          expectSound(decoder, encoder.encode(text));
        }),
        { seed: SEED, numRuns: 500 },
      );
    });
  });

  describe('sequence', () => {
    it(`gives a cut frame the place of the whole one or none (seed ${SEED})`, () => {
      const { sequence } = venue;
      if (sequence === null) return;
      const mark: SequenceMark = { stream: 0, sequence: 0, books: false };
      for (const { text, channel } of frameFixtures(venue)) {
        if (channel === 'poll') continue;
        const bytes = encoder.encode(text);
        const whole: SequenceMark = { stream: -1, sequence: -1, books: false };
        const isNumbered = sequence(frameOfBytes(bytes), whole);
        if (isNumbered) expect(Number.isSafeInteger(whole.sequence + whole.stream)).toBe(true);
        for (let length = 0; length < bytes.length; length++) {
          if (sequence(frameOfBytes(bytes.subarray(0, length)), mark))
            expect([isNumbered, mark]).toEqual([true, whole]);
        }
      }
      fc.assert(
        fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
          sequence(frameOfText(text), mark);
        }),
        { seed: SEED, numRuns: 500 },
      );
    });
  });
}

function read(decoder: Decoder, { channel, text }: FrameFixture, events: EventBuffer): void {
  if (channel === 'poll') decoder.decodePoll(frameOfText(text), events);
  else decoder.decode(frameOfText(text), events);
}

/** Reads bytes both ways: no exception, whole snapshots of known books, numbers that can be held, and stable on repetition. */
function expectSound(decoder: Decoder, bytes: Uint8Array): void {
  for (const call of ['decode', 'decodePoll'] as const) {
    const events = new EventBuffer();
    decoder[call](frameOfBytes(bytes), events);
    const again = new EventBuffer();
    decoder[call](frameOfBytes(bytes), again);
    expect(eventLines(again)).toEqual(eventLines(events));
    let open = false;
    for (let row = 0; row < events.length; row++) {
      const kind = events.kind[row]!;
      if (kind === EVENT.snapshot || kind === EVENT.snapshotEnd) open = kind === EVENT.snapshot;
      expect(kind === EVENT.level ? open : true).toBe(true);
      expect(events.slot[row]! >= 0 && events.slot[row]! < SLOTS).toBe(true);
      for (const column of [events.price, events.size, events.timeMs])
        expect(Number.isSafeInteger(column[row])).toBe(true);
      for (const map of [events.tradeIds, events.checksums])
        for (const key of map.keys()) expect(key).toBeLessThan(events.length);
    }
    expect(open).toBe(false);
    for (const notice of events.notices) {
      if (notice.kind === 'problem') expect(notice.slot >= ANY_BOOK && notice.slot < SLOTS).toBe(true);
      if (notice.kind === 'lifecycle' && notice.priceGrid) expect(isPriceGrid(notice.priceGrid)).toBe(true);
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
