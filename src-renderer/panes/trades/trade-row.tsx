/** One row per trade, and a row where trades may be missing. */
import { memo } from 'react';
import { formatMoneyCompact, formatPrice, formatSize, formatSizeExact, type PriceUnit } from '../../text/format.ts';
import { useTimes } from '../../widgets/use-times.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';
import { type TapeRow, WHALE_DOLLARS } from './tape.ts';

type TradeRowProps = {
  readonly row: TapeRow;
  readonly unit: PriceUnit;
  readonly decimals: number;
  /** Place in the scrolled list, px. */
  readonly top: number;
};

export const TradeRow = memo(function TradeRow({ row, unit, decimals, top }: TradeRowProps) {
  const times = useTimes();
  const received = `${times.exactClock(row.receivedMicros / 1_000)} ${times.zone(row.atMs)}`;
  return (
    <tr
      className="trade-row"
      data-taker={row.taker}
      data-whale={row.whale}
      style={{ transform: `translateY(${top}px)` }}
      title={`Received ${received}, size ${formatSizeExact(row.sizeMicros)}`}
    >
      <td className="clock faint">{times.exactClock(row.atMs)}</td>
      <td>
        <VenueTag listing={row.listing} />
      </td>
      <td className="trade-side">{row.taker === 'buy' ? 'Buy' : 'Sell'}</td>
      <td className="num trade-side">{formatPrice(row.priceMicros, unit, decimals)}</td>
      <td className="num">{formatSize(row.sizeMicros)}</td>
      <td className="num dim">{formatMoneyCompact(row.notionalMicros)}</td>
      <Whale row={row} />
    </tr>
  );
});

type GapRowProps = Pick<TradeRowProps, 'row' | 'top'>;

export const GapRow = memo(function GapRow({ row, top }: GapRowProps) {
  return (
    <tr
      className="trade-row trade-gap"
      style={{ transform: `translateY(${top}px)` }}
      title="The connection was interrupted, so some trades may be missing. Order books are not affected."
    >
      <td className="warn" colSpan={7}>
        Trades of <VenueTag listing={row.listing} /> may be missing here
      </td>
    </tr>
  );
});

function Whale({ row }: { readonly row: TapeRow }) {
  if (row.whale === 0) return <td />;
  const label = `Large trade: at least $${WHALE_DOLLARS[row.whale - 1]?.toLocaleString('en')}`;
  return (
    <td className="whale" title={label}>
      <span className="hidden-visually">{label}</span>
      <span aria-hidden="true">{'▮'.repeat(row.whale)}</span>
    </td>
  );
}
