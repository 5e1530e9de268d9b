/**
 * The calculator: what a size costs in one direction, fee by fee. Without a size from the user it takes the largest profitable one.
 */
import { useState } from 'react';
import { type FeeSchedule, feeText } from '../../../src-shared/domain/fees.ts';
import { parseSizeMicros } from '../../../src-shared/domain/micros.ts';
import type { SpreadRow } from '../../../src-shared/domain/spread.ts';
import type { TargetInfo } from '../../stores/target.ts';
import { useLadderFrame } from '../../stores/use-ladder-frame.ts';
import { formatAverage, formatMoney, formatSizeExact, NONE } from '../../text/format.ts';
import { percentText, profitText } from '../../text/spread-text.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';
import { type Account, calculate } from './spread-calculator.ts';

type SpreadCostsProps = { readonly info: TargetInfo; readonly way: SpreadRow; readonly visible: boolean };

export function SpreadCosts({ info, way, visible }: SpreadCostsProps) {
  const [text, setText] = useState('');
  const ladder = useLadderFrame(info, visible);
  // Costs are computed from live levels only.
  const frame = ladder.is === 'live' && ladder.frame.members.length > 0 ? ladder.frame : null;
  const typed = text.trim() === '' ? null : parseSizeMicros(text.trim().replaceAll(',', ''));
  const isWrong = typed !== null && !(typed > 0);
  const largest = way.sizeMicros > 0 ? way.sizeMicros : way.touchSizeMicros;
  const asked = typed === null || isWrong ? largest : typed;
  const memberOf = (listing: string): number => info.members.findIndex((member) => member.listing === listing);
  const fees = info.members.map(({ facts }) => facts?.fees ?? null);
  const reckoned = frame === null ? null : calculate(frame, memberOf(way.buy), memberOf(way.sell), fees, asked);
  // Row and ladder arrive separately: right after a jump they may disagree, and then nothing is shown.
  const isApart = typed === null && way.sizeMicros > 0 && (reckoned?.profitMicros ?? 1) <= 0;
  const result = isApart ? null : reckoned;
  const isShort = result !== null && result.sizeMicros < asked;
  return (
    <div className="spread-costs prices">
      <label>
        Contracts{' '}
        <input
          type="text"
          inputMode="decimal"
          aria-label="Contracts"
          aria-invalid={isWrong}
          placeholder={formatSizeExact(largest)}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="faint">
          {typed === null
            ? way.sizeMicros > 0
              ? 'largest profitable size'
              : 'at the touch'
            : isWrong
              ? 'Not a number'
              : ''}
        </span>
      </label>
      <dl>
        <Leg verb="Buy" listing={way.buy} account={result?.buy ?? null} fees={fees[memberOf(way.buy)] ?? null} />
        <Leg verb="Sell" listing={way.sell} account={result?.sell ?? null} fees={fees[memberOf(way.sell)] ?? null} />
        <dt title="Cost of the contracts bought, plus the opposite outcome where they are sold, plus both fees">
          Tied up
          <span className="num"> {result?.cashMicros == null ? NONE : formatMoney(result.cashMicros)}</span>
        </dt>
        <dd className="num dim">{result?.returnMicros == null ? '' : percentText(result.returnMicros)}</dd>
        <dd className="num dim">Profit</dd>
        <dd className="num spread-profit" data-gain={(result?.profitMicros ?? 0) > 0} data-testid="profit">
          {result?.profitMicros == null ? NONE : profitText(result.profitMicros)}
        </dd>
      </dl>
      {isShort ? (
        <p className="spread-note warn">Both books hold only {formatSizeExact(result.sizeMicros)} contracts.</p>
      ) : null}
    </div>
  );
}

type LegProps = {
  readonly verb: string;
  readonly listing: string;
  readonly account: Account | null;
  readonly fees: FeeSchedule | null;
};

function Leg({ verb, listing, account, fees }: LegProps) {
  return (
    <>
      <dt>
        {verb} on <VenueTag listing={listing} />
      </dt>
      <dd className="num dim">
        {account === null ? NONE : `avg ${formatAverage(account.averageMicros, 'cents', 2)}¢`}
      </dd>
      <dd className="num">{account === null ? NONE : formatMoney(account.amountMicros)}</dd>
      <dd className="num dim" title={feeText(fees)}>
        fee {accountFeeText(account)}
        {fees?.isAssumed ? ' assumed' : ''}
      </dd>
    </>
  );
}

function accountFeeText(account: Account | null): string {
  if (account?.feeMicros == null) return NONE;
  const { feeContractsMicros, feeMicros } = account;
  return feeContractsMicros > 0 ? `${formatSizeExact(feeContractsMicros)} contracts` : formatMoney(feeMicros);
}
