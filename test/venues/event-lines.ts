/** Writes what a decoder put into an event buffer as lines that are easy to read and that a fixture can hold. */

import { formatMicros } from '../../src-shared/domain/micros.ts';
import { ANY_BOOK, type Notice } from '../../src-shared/domain/notice.ts';
import { finestStepMicros } from '../../src-shared/domain/price-grid.ts';
import { BID, EVENT, type EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';

/** One line a row, then one a notice. `#n` is the slot, `@n` the venue's time in milliseconds. */
export function eventLines(events: EventBuffer): string[] {
  const lines: string[] = [];
  for (let row = 0; row < events.length; row++) lines.push(rowLine(events, row));
  for (const notice of events.notices) lines.push(noticeLine(notice));
  return lines;
}

function rowLine(events: EventBuffer, row: number): string {
  const side = events.side[row] === BID ? 'bid' : 'ask';
  const price = formatMicros(events.price[row]!);
  const size = formatMicros(events.size[row]!);
  const where = `#${events.slot[row]} @${events.timeMs[row]}`;
  switch (events.kind[row]) {
    case EVENT.snapshot:
      return `snapshot ${where}`;
    case EVENT.level:
      return `level ${side} ${price} x ${size} ${where}`;
    case EVENT.snapshotEnd:
      return `snapshotEnd ${where}${events.checksums.has(row) ? ' with checksum' : ''}`;
    case EVENT.set:
      return `set ${side} ${price} x ${size} ${where}`;
    case EVENT.add:
      return `add ${side} ${price} x ${size} ${where}`;
    case EVENT.quote:
      return `quote ${touch(events.price[row]!)} / ${touch(events.size[row]!)} ${where}`;
    case EVENT.trade:
      return `trade ${side === 'bid' ? 'buy' : 'sell'} ${price} x ${size} ${where} ${events.tradeIds.get(row) ?? 'no id'}`;
    case EVENT.grid:
      return `grid ${price} ${where}`;
    default:
      return `unknown kind ${events.kind[row]}`;
  }
}

function touch(price: number): string {
  return price < 0 ? 'none' : formatMicros(price);
}

function noticeLine(notice: Notice): string {
  switch (notice.kind) {
    case 'control':
      return `control ${JSON.stringify(notice.message)}`;
    case 'word':
      return `word ${notice.text}`;
    case 'problem':
      return `problem ${notice.code} #${notice.slot === ANY_BOOK ? 'any' : notice.slot}`;
    case 'lifecycle': {
      const facts = [
        notice.resolution,
        notice.priceGrid &&
          `${notice.priceGrid.length} ranges, finest ${formatMicros(finestStepMicros(notice.priceGrid))}`,
        notice.closeTimeMs && `closes @${notice.closeTimeMs}`,
      ];
      const known = facts.filter((fact) => fact !== undefined).map((fact) => ` (${fact})`);
      return `lifecycle ${notice.change} ${notice.venueMarketId} @${notice.timeMs ?? 'unknown'}${known.join('')}`;
    }
  }
}
