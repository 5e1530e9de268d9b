/**
 * Real messages, recorded from the exchanges, and what a decoder needs around them.
 *
 * They lie outside the repository, because their licences do not allow a copy; where they are absent the tests are skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { NO_FEE } from '../../src-shared/domain/fees.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import { uniformGrid } from '../../src-shared/domain/price-grid.ts';
import { BID, EVENT, EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import type { SymbolTable, Venue } from '../../src-shared/venues/venue.ts';
import { frameOfText } from './venue-fixtures.ts';

export const RECORDINGS = new URL('../../../shared/recordings/', import.meta.url);
export const absent = !existsSync(RECORDINGS);
export const why = absent ? ' (skipped: the recordings are not at ../shared/recordings)' : '';

export const text = (path: string): string => readFileSync(new URL(path, RECORDINGS), 'utf8');
export const json = (path: string): Json => JSON.parse(text(path));

export function plainInstrument(of: Venue, symbol: string, venueData: Record<string, string> = {}): Instrument {
  return {
    id: `${of.id}:${symbol}`,
    venue: of.id,
    symbols: [symbol],
    priceGrid: uniformGrid(10_000),
    fees: NO_FEE,
    venueData,
  };
}

/** Every symbol is known, by slots given out as they are met. */
export function openTable(of: Venue): SymbolTable {
  const symbols: string[] = [];
  const slotOf = (symbol: string): number =>
    symbols.includes(symbol) ? symbols.indexOf(symbol) : symbols.push(symbol) - 1;
  return {
    slotOf,
    mirrorOf: () => -1,
    bytes: {
      end: -1,
      find(view, start) {
        let text = '';
        let at = start;
        for (; view.getUint8(at) !== 0x22; at++) text += String.fromCharCode(view.getUint8(at));
        (this as { end: number }).end = at;
        return slotOf(text);
      },
    },
    instrument: (slot) => plainInstrument(of, symbols[slot]!),
  };
}

export const problemsOf = (events: EventBuffer) => events.notices.filter((notice) => notice.kind === 'problem');

/** Expects every line of a file of documented frames to be read without a problem. */
export function expectRead(of: Venue, path: string): void {
  const decoder = of.createDecoder(openTable(of));
  for (const line of text(path).trim().split('\n')) {
    const events = new EventBuffer();
    decoder.decode(frameOfText(line), events);
    expect(problemsOf(events), line).toEqual([]);
  }
}

/** The touch of the whole book that a frame holds, read without a problem. */
export function touchIn(of: Venue, frame: string, channel: 'stream' | 'poll'): [bid: number, ask: number] {
  const events = new EventBuffer();
  const decoder = of.createDecoder(openTable(of));
  if (channel === 'poll') decoder.decodePoll(frameOfText(frame), events);
  else decoder.decode(frameOfText(frame), events);
  expect(problemsOf(events)).toEqual([]);
  return touchOf(events);
}

function touchOf(events: EventBuffer): [bid: number, ask: number] {
  let bid = -1;
  let ask = 2_000_000;
  for (let row = 0; row < events.length; row++) {
    if (events.kind[row] !== EVENT.level) continue;
    if (events.side[row] === BID) bid = Math.max(bid, events.price[row]!);
    else ask = Math.min(ask, events.price[row]!);
  }
  return [bid, ask];
}
