/** The short run of the fuzz, and the proof that it can fail: decoders and sides broken on purpose are found. */
import { describe, expect, it } from 'vitest';
import type { EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import { VENUES } from '../../src-shared/venues/index.ts';
import type { Decoder, FrameView, SymbolTable, Venue } from '../../src-shared/venues/venue.ts';
import { BookSide } from '../../src-worker/book/book-side.ts';
import { CompactLevels } from '../../src-worker/book/compact-levels.ts';
import { SEED } from '../venues/seed.ts';
import { frameSubject } from './frames/frame-subject.ts';
import { expectLinear } from './inputs/link-text-subject.ts';
import { bodySubject } from './inputs/rest-subject.ts';
import { changingSubject, formSubject } from './sides/side-subject.ts';
import { SUBJECTS } from './subjects.ts';

const EVENTS = 12_000;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

describe('fuzz', () => {
  it.each(SUBJECTS.map((subject) => [subject.name, subject] as const))(
    `finds no difference: %s (seed ${SEED})`,
    async (_name, subject) => {
      const wanted = EVENTS / (subject.weight ?? 1);
      const { events, finding } = await subject.run(SEED, Math.ceil(wanted));
      expect(finding).toBeNull();
      expect(events).toBeGreaterThanOrEqual(wanted);
    },
    120_000,
  );

  it('covers at least 50,000 events', () => {
    const all = SUBJECTS.reduce((sum, { weight = 1 }) => sum + EVENTS / weight, 0);
    expect(all).toBeGreaterThanOrEqual(50_000);
  });

  it.each(VENUES.map((venue) => [venue.id, venue] as const))(
    'reads many frames of %s by their bytes, and many otherwise',
    async (_id, venue) => {
      const { counts } = await frameSubject(venue).run(SEED, 2_000);
      expect(counts.hot).toBeGreaterThan(200);
      expect(counts.frames! - counts.hot!).toBeGreaterThan(200);
      expect(counts.rows).toBeGreaterThan(500);
    },
  );

  it('takes sides through every form', async () => {
    const { counts } = await changingSubject().run(SEED, 20_000);
    for (const change of ['compact to dense', 'dense to compact', 'compact to tree', 'tree to compact'])
      expect(counts[change]).toBeGreaterThan(0);
  });
});

describe('fuzz of something broken', () => {
  it.each(VENUES.map((venue) => [venue.id, venue] as const))(
    'finds a decoder of %s that loses the sixth decimal',
    async (_id, venue) => {
      const { finding } = await frameSubject(venue, (symbols) => roundingDecoder(venue, symbols)).run(SEED, EVENTS);
      expect(finding?.text).toContain('size');
    },
  );

  it.each(VENUES.map((venue) => [venue.id, venue] as const))(
    'finds a decoder of %s that reads on behind a frame',
    async (_id, venue) => {
      const { finding } = await frameSubject(venue, (symbols) => trustingDecoder(venue, symbols)).run(SEED, EVENTS);
      expect(finding?.text).toContain('rows by bytes');
    },
  );

  it.each(VENUES.map((venue) => [venue.id, venue] as const))(
    'finds a walk of %s that one odd name ends',
    async (_id, venue) => {
      const fragile: Venue = {
        ...venue,
        readMarkets(body, known) {
          const page = venue.readMarkets(body, known);
          for (const { title } of page.listings) encodeURIComponent(title);
          return page;
        },
      };
      const { finding } = await bodySubject(fragile).run(SEED, 2_000);
      expect(finding?.text).toContain('URI malformed');
    },
    120_000,
  );

  it('finds a reader of texts that looks through the rest at every place', () => {
    expect(() => expectLinear((text) => text.match(/9+x/g), '9')).toThrow(/8 times the text/);
    expect(() => expectLinear((text) => text.match(/9+/g), '9')).not.toThrow();
  });

  it('finds a side that forgets to look for the next best level', async () => {
    const { finding } = await formSubject('forgetful', () => new ForgetfulLevels()).run(SEED, EVENTS);
    expect(finding?.text).toContain('best');
  });

  it('finds a side that loses a level when it changes form', async () => {
    const { finding } = await changingSubject(() => new LosingSide()).run(SEED, EVENTS);
    expect(finding?.text).toContain('it should be');
  });
});

/** True for the way by bytes: the other one hides them. */
function showsBytes({ view, start }: FrameView): boolean {
  return view.getUint8(start) === OPEN_OBJECT;
}

function roundingDecoder(venue: Venue, symbols: SymbolTable): Decoder {
  const decoder = venue.createDecoder(symbols);
  const decode = (frame: FrameView, out: EventBuffer): void => {
    const first = out.length;
    decoder.decode(frame, out);
    if (showsBytes(frame)) for (let row = first; row < out.length; row++) out.size[row]! -= out.size[row]! % 10;
  };
  return { decode, decodePoll: decode };
}

/** Takes a closing bracket behind the frame for the frame's own. */
function trustingDecoder(venue: Venue, symbols: SymbolTable): Decoder {
  const decoder = venue.createDecoder(symbols);
  const decode = (frame: FrameView, out: EventBuffer): void => {
    const { view, start, end } = frame;
    const isLonger = showsBytes(frame) && view.getUint8(end) === CLOSE_OBJECT;
    decoder.decode(isLonger ? { view, start, end: end + 1, text: () => frame.text() } : frame, out);
  };
  return { decode, decodePoll: decode };
}

class ForgetfulLevels extends CompactLevels {
  private bestSeen = -1;

  override set(key: number, size: number): void {
    super.set(key, size);
    if (size > 0) this.bestSeen = Math.max(this.bestSeen, key);
  }

  override get bestKey(): number {
    return this.count === 0 ? -1 : Math.max(this.bestSeen, super.bestKey);
  }
}

class LosingSide extends BookSide {
  override set(key: number, size: number): void {
    const before = this.form;
    super.set(key, size);
    if (this.form !== before) super.set(this.bestKey, 0);
  }
}
