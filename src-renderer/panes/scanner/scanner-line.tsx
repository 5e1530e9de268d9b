/** One link in the scanner: where to buy and sell, the profit, and which venues are left out. */
import { memo, useEffect, useRef } from 'react';
import { BOOK_REASON_TEXT } from '../../../src-shared/domain/book-phase.ts';
import { edgeMicrosOf, type SpreadRow } from '../../../src-shared/domain/spread.ts';
import { formatAge, formatDuration, formatPrice, formatSize, NONE } from '../../text/format.ts';
import { edgeMark, edgeText, percentText, profitText, untilText, yearText } from '../../text/spread-text.ts';
import { bookState, bookStateText } from '../../widgets/book-state.ts';
import { StateDot } from '../../widgets/state-dot.tsx';
import { VenueTag, venueIdOf } from '../../widgets/venue-tag.tsx';
import { type ScannerRow, stateOf } from './scanner-rows.ts';

type ScannerLineProps = {
  readonly row: ScannerRow;
  readonly isFirstSuggested: boolean;
  readonly isAt: boolean;
  readonly isShown: boolean;
  readonly now: number;
  readonly top: number;
  readonly onShow: (id: string, inNew: boolean) => void;
};

export const ScannerLine = memo(function ScannerLine(props: ScannerLineProps) {
  const { row, isFirstSuggested, isAt, isShown, now, top, onShow } = props;
  const { link, spread } = row;
  const state = stateOf(row);
  const hasWalk = spread !== null && spread.sizeMicros > 0;
  return (
    <tr
      className="scanner-line"
      data-link={link.id}
      data-state={state}
      data-walk={hasWalk}
      data-divider={isFirstSuggested}
      style={{ transform: `translateY(${top}px)` }}
    >
      <th scope="row" className="clip">
        <button
          type="button"
          className="scanner-market"
          tabIndex={isAt ? 0 : -1}
          aria-current={isShown}
          title={link.title}
          onClick={(event) => onShow(link.id, event.shiftKey)}
        >
          {link.status === 'suggested' ? (
            <em className="scanner-mark" title="Not confirmed as the same contract">
              suggested
            </em>
          ) : null}
          {link.title}
        </button>
        {spread?.isBehind ? <Behind /> : null}
        <Out spread={spread} />
      </th>
      <Leg listing={spread?.buy ?? ''} micros={spread?.buyMicros ?? -1} name="buy" />
      <Leg listing={spread?.sell ?? ''} micros={spread?.sellMicros ?? -1} name="sell" />
      <Edge spread={spread} />
      <Cell name="size">{hasWalk ? formatSize(spread.sizeMicros) : NONE}</Cell>
      <Cell name="profit">{hasWalk ? profitText(spread.profitMicros) : NONE}</Cell>
      <Cell name="return">{hasWalk ? percentText(spread.returnMicros) : NONE}</Cell>
      <Cell name="year">{spread === null ? NONE : yearText(spread, now)}</Cell>
      <Cell name="closes">{untilText(spread?.closesMs ?? null, now)}</Cell>
      <Cell name="open">
        {spread !== null && spread.openSinceMs > 0 ? formatDuration(now - spread.openSinceMs) : NONE}
      </Cell>
      <Cell name="age">{spread !== null && spread.oldestMs > 0 ? formatAge(now - spread.oldestMs) : NONE}</Cell>
    </tr>
  );
});

function Cell({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <td className="num" data-cell={name}>
      {children}
    </td>
  );
}

/** Cents: what most grids need; a finer price has more. */
const PRICE_DECIMALS = 1;

function Leg({ listing, micros, name }: { readonly listing: string; readonly micros: number; readonly name: string }) {
  return (
    <td className="scanner-leg" data-cell={name}>
      {listing === '' ? <span className="faint">{NONE}</span> : <VenueTag listing={listing} />}
      <span className="num">{formatPrice(micros, 'cents', PRICE_DECIMALS)}</span>
    </td>
  );
}

/** Flashes when it changes; the element stays, so no layout is needed. */
function Edge({ spread }: { readonly spread: SpreadRow | null }) {
  const element = useRef<HTMLTableCellElement>(null);
  const edge = spread === null ? Number.NEGATIVE_INFINITY : edgeMicrosOf(spread);
  const last = useRef(edge);
  useEffect(() => {
    const before = last.current;
    last.current = edge;
    if (before === edge || !Number.isFinite(before) || !Number.isFinite(edge)) return;
    if (document.documentElement.dataset.motion === 'reduced') return;
    const colour = edge > before ? 'var(--flash-add)' : 'var(--flash-pull)';
    element.current?.animate([{ background: colour }, { background: 'transparent' }], FLASH);
  }, [edge]);
  const mark = spread === null ? null : edgeMark(spread);
  const sign =
    spread === null || mark !== null || !Number.isFinite(edge) ? 'none' : spread.sizeMicros > 0 ? 'gain' : 'loss';
  return (
    <td ref={element} className="num scanner-edge" data-cell="edge" data-sign={sign} title={mark?.text}>
      {mark?.sign}
      {edgeText(edge)}
    </td>
  );
}

/** One of its two books is late: its figures are those of a moment ago. */
function Behind() {
  return (
    <span className="scanner-out" data-testid="behind">
      <StateDot state="behind" label={BOOK_REASON_TEXT['feed-behind']} /> behind
    </span>
  );
}

/** The longest animation that the window allows. */
const FLASH: KeyframeAnimationOptions = { duration: 120, easing: 'steps(4, end)' };

function Out({ spread }: { readonly spread: SpreadRow | null }) {
  return spread?.leftOut.map(({ listing, phase, reason }) => {
    const state = bookState(phase, 'stream');
    return (
      <span key={listing} className="scanner-out">
        <StateDot state={state} label={bookStateText(venueIdOf(listing), state, reason)} />
        <VenueTag listing={listing} /> {state}
      </span>
    );
  });
}
