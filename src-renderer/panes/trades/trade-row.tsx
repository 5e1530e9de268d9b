/** One trade. */
import { memo } from 'react';
import { formatClock, formatMoneyCompact, formatPrice, formatSize, formatSizeExact, type PriceUnit } from '../../frames/format.ts';
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
  const received = formatClock(row.receivedMicros / 1_000);
  return (
    <div
      className="trade-row"
      role="row"
      data-taker={row.taker}
      data-whale={row.whale}
      style={{ transform: `translateY(${top}px)` }}
      title={`Received ${received}, size ${formatSizeExact(row.sizeMicros)}`}
    >
      <span role="cell" className="clock faint">
        {formatClock(row.atMs)}
      </span>
      <span role="cell">
        <VenueTag listing={row.listing} />
      </span>
      <span role="cell" className="trade-side">
        {row.taker === 'buy' ? 'Buy' : 'Sell'}
      </span>
      <span role="cell" className="num trade-side">
        {formatPrice(row.priceMicros, unit, decimals)}
      </span>
      <span role="cell" className="num">
        {formatSize(row.sizeMicros)}
      </span>
      <span role="cell" className="num dim">
        {formatMoneyCompact(row.notionalMicros)}
      </span>
      <Whale row={row} />
    </div>
  );
});

function Whale({ row }: { readonly row: TapeRow }) {
  if (row.whale === 0) return <span role="cell" />;
  const label = `Large trade: at least $${WHALE_DOLLARS[row.whale - 1]?.toLocaleString('en')}`;
  return (
    <span role="cell" className="whale" title={label}>
      <span className="hidden-visually">{label}</span>
      <span aria-hidden="true">{'▮'.repeat(row.whale)}</span>
    </span>
  );
}
