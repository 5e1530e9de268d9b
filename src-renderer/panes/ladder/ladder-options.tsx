/** The options of a ladder: price unit (one for the whole window), columns and their order, row height. */
import { ArrowUp, SlidersHorizontal } from 'lucide-react';
import type { FocusEvent, ReactNode } from 'react';
import type { PriceUnit } from '../../text/format.ts';
import type { ColumnKind } from './paint/ladder-columns.ts';

export type LadderOptionsProps = {
  readonly unit: PriceUnit;
  readonly onUnit: (unit: PriceUnit) => void;
  readonly dense: boolean;
  readonly onDense: (dense: boolean) => void;
  readonly hidden: ReadonlySet<ColumnKind>;
  readonly onHidden: (hidden: ReadonlySet<ColumnKind>) => void;
  /** From the price outwards. */
  readonly order: readonly ColumnKind[];
  readonly onOrder: (order: readonly ColumnKind[]) => void;
  readonly severalVenues: boolean;
};

const UNITS: readonly (readonly [unit: PriceUnit, label: string])[] = [
  ['cents', 'Cents'],
  ['probability', 'Probability'],
  ['odds', 'Decimal odds'],
];

const COLUMN_LABELS: Readonly<Record<ColumnKind, string>> = {
  member: 'Size by venue',
  total: 'Total size',
  cum: 'Cumulative size',
};

export function LadderOptions(props: LadderOptionsProps): ReactNode {
  const { unit, onUnit, dense, onDense } = props;
  return (
    <details className="ladder-options" onBlur={closeWhenLeft}>
      <summary aria-label="Ladder options" title="Columns, unit, row height">
        <SlidersHorizontal size={13} aria-hidden />
      </summary>
      <div className="ladder-options-panel">
        <fieldset>
          <legend>Price unit, in every pane (U)</legend>
          {UNITS.map(([each, label]) => (
            <label key={each}>
              <input type="radio" checked={each === unit} onChange={() => onUnit(each)} />
              {label}
            </label>
          ))}
        </fieldset>
        <Columns {...props} />
        <fieldset>
          <legend>Rows</legend>
          <label>
            <input type="checkbox" checked={dense} onChange={() => onDense(!dense)} />
            Dense rows
          </label>
        </fieldset>
      </div>
    </details>
  );
}

function Columns({ hidden, onHidden, order, onOrder, severalVenues }: LadderOptionsProps): ReactNode {
  // One venue is its own total: there is only its size, which always stays.
  const shown = severalVenues ? order : order.filter((kind) => kind !== 'total');
  const toggle = (kind: ColumnKind): void => {
    const next = new Set(hidden);
    if (!next.delete(kind)) next.add(kind);
    onHidden(next);
  };
  const moveIn = (kind: ColumnKind): void => {
    const before = shown[shown.indexOf(kind) - 1];
    if (before === undefined) return;
    const rest = order.filter((each) => each !== kind);
    onOrder(rest.toSpliced(rest.indexOf(before), 0, kind));
  };
  return (
    <fieldset>
      <legend>Columns, from the price outwards</legend>
      {shown.map((kind, at) => (
        <div className="ladder-option" key={kind}>
          <label>
            <input
              type="checkbox"
              checked={!hidden.has(kind) || (kind === 'member' && !severalVenues)}
              disabled={kind === 'member' && !severalVenues}
              onChange={() => toggle(kind)}
            />
            {COLUMN_LABELS[kind]}
          </label>
          <button
            type="button"
            aria-label={`${COLUMN_LABELS[kind]}: closer to the price`}
            title="Closer to the price"
            disabled={at === 0}
            onClick={() => moveIn(kind)}
          >
            <ArrowUp size={12} aria-hidden />
          </button>
        </div>
      ))}
    </fieldset>
  );
}

function closeWhenLeft(event: FocusEvent<HTMLDetailsElement>): void {
  const { currentTarget, relatedTarget } = event;
  // A press on a label moves the focus nowhere for a moment; only a real other place closes the panel.
  if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) currentTarget.open = false;
}
