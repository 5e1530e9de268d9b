/**
 * Every direction of a link: where to buy, where to sell, the size and the profit. The costs below belong to the direction that is
 * hovered, or else selected.
 */
import { useStore } from 'zustand';
import { BOOK_REASON_TEXT } from '../../../src-shared/domain/book-phase.ts';
import { edgeMicrosOf, type SpreadRow } from '../../../src-shared/domain/spread.ts';
import { connectionStore } from '../../ports/connection-store.ts';
import { formatAge, formatDuration, formatMoney, formatPrice, formatSize, NONE } from '../../text/format.ts';
import { edgeMark, edgeText, yearText } from '../../text/spread-text.ts';
import { bookState } from '../../widgets/book-state.ts';
import { type Column, HeadCells } from '../../widgets/figure-table.tsx';
import { useNow } from '../../widgets/use-now.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';

type SpreadWaysProps = {
  readonly ways: readonly SpreadRow[];
  readonly visible: boolean;
  readonly shown: string | null;
  readonly onChoose: (way: string) => void;
  readonly onHover: (way: string | null) => void;
};

const COLUMNS: readonly Column[] = [
  { name: 'Buy' },
  { name: 'Sell' },
  { name: 'Size', isNumber: true },
  { name: 'Edge ¢', isNumber: true, title: 'Profit per contract after both fees' },
  { name: 'Fees', isNumber: true, title: 'Both taker fees for that size' },
  { name: 'Yearly', isNumber: true, title: 'Return on the capital tied up, annualised' },
  { name: 'Open', isNumber: true, title: 'How long it has been profitable without a break' },
  { name: 'Age', isNumber: true, title: 'Age of the older of the two books' },
];

export function SpreadWays({ ways, visible, shown, onChoose, onHover }: SpreadWaysProps) {
  const now = useNow(visible);
  const isLive = useStore(connectionStore, ({ live }) => live);
  const names = ways.map(({ buy, sell }) => `${buy} ${sell}`);
  const leftOut = ways[0]?.leftOut ?? [];
  return (
    <div className="spread-ways prices">
      <table className="spread-table" aria-label="Directions" onPointerLeave={() => onHover(null)}>
        <thead>
          <tr>
            <HeadCells columns={COLUMNS} />
          </tr>
        </thead>
        <tbody>
          {ways.map((way, at) =>
            way.buy === '' ? null : (
              <Way
                key={names[at]}
                way={way}
                name={names[at]!}
                isShown={names[at] === shown}
                now={now}
                {...{ onChoose, onHover }}
              />
            ),
          )}
        </tbody>
      </table>
      {leftOut.map(({ listing, phase, reason }) => {
        return (
          <p key={listing} className="spread-note dim">
            Left out: <VenueTag listing={listing} /> is {bookState(phase, 'stream')}. {BOOK_REASON_TEXT[reason]}
          </p>
        );
      })}
      {ways.length === 0 ? (
        <p className="spread-note faint">
          {isLive
            ? 'The books were requested. Profits appear when they arrive.'
            : 'No new data. The profit is unknown until it arrives.'}
        </p>
      ) : null}
    </div>
  );
}

type WayProps = Pick<SpreadWaysProps, 'onChoose' | 'onHover'> & {
  readonly way: SpreadRow;
  readonly name: string;
  readonly isShown: boolean;
  readonly now: number;
};

function Way({ way, name, isShown, now, onChoose, onHover }: WayProps) {
  const hasWalk = way.sizeMicros > 0;
  const edge = edgeMicrosOf(way);
  const fees = hasWalk ? way.buyFeeMicros + way.sellFeeMicros : way.touchFeesMicros;
  const age = way.oldestMs > 0 ? formatAge(now - way.oldestMs) : NONE;
  return (
    <tr data-way={name} data-walk={hasWalk} data-shown={isShown} onPointerEnter={() => onHover(name)}>
      <td>
        <button type="button" aria-pressed={isShown} title="Calculate this direction" onClick={() => onChoose(name)}>
          <VenueTag listing={way.buy} /> <span className="num">{formatPrice(way.buyMicros, 'cents', 1)}</span>
        </button>
      </td>
      <td>
        <VenueTag listing={way.sell} /> <span className="num">{formatPrice(way.sellMicros, 'cents', 1)}</span>
      </td>
      <td className="num" data-cell="size">
        {hasWalk ? formatSize(way.sizeMicros) : NONE}
      </td>
      <td className="num spread-edge" data-cell="edge" title={edgeMark(way)?.text}>
        {edgeMark(way)?.sign}
        {edgeText(edge)}
      </td>
      <td className="num" data-cell="fees">
        {way.buyMicros < 0 || !way.areFeesKnown ? NONE : formatMoney(fees)}
      </td>
      <td className="num" data-cell="year">
        {yearText(way, now)}
      </td>
      <td className="num" data-cell="open">
        {way.openSinceMs > 0 ? formatDuration(now - way.openSinceMs) : NONE}
      </td>
      <td className="num" data-cell="age">
        {way.isBehind ? 'behind ' : ''}
        {age}
      </td>
    </tr>
  );
}
