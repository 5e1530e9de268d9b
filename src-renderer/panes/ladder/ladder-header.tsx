/** The header of a ladder: market, outcome shown, grouping, centring and options. */
import { Crosshair, Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { SuggestedLinks } from '../../widgets/suggested-links.tsx';
import { LadderOptions, type LadderOptionsProps } from './ladder-options.tsx';

export type LadderHeaderProps = {
  readonly title: string;
  /** What the ladder shows, for what is suggested about it. */
  readonly target: string;
  /** A link that nobody has confirmed. */
  readonly isSuggested: boolean;
  readonly outcomes: readonly [string, string];
  readonly mirrored: boolean;
  readonly onMirrored: (mirrored: boolean) => void;
  readonly groupLabel: string;
  /** Null at the end of the list. */
  readonly onFiner: (() => void) | null;
  readonly onCoarser: (() => void) | null;
  readonly follows: boolean;
  readonly onRecentre: () => void;
  readonly options: LadderOptionsProps;
};

export function LadderHeader(props: LadderHeaderProps): ReactNode {
  const { mirrored, outcomes, onMirrored } = props;
  return (
    <header className="ladder-header">
      <h2 className="ladder-title" title={props.title}>
        {props.title}
        {props.isSuggested ? (
          <span className="ladder-suggested" title="Not confirmed as the same contract">
            SUGGESTED
          </span>
        ) : null}
      </h2>
      <SuggestedLinks target={props.target} />
      <div className="ladder-controls">
        <fieldset className="ladder-segments" aria-label="Outcome shown">
          <Segment label="YES" title={`Show ${outcomes[0]} (V)`} on={!mirrored} onPress={() => onMirrored(false)} />
          <Segment label="NO" title={`Show ${outcomes[1]} (V)`} on={mirrored} onPress={() => onMirrored(true)} />
        </fieldset>
        <fieldset className="ladder-segments" aria-label="Grouping">
          <button type="button" aria-label="Finer rows" title="Finer rows ( [ )" {...press(props.onFiner)}>
            <Minus size={12} aria-hidden />
          </button>
          <output className="ladder-group" title="Price step of a row">
            {props.groupLabel}
          </output>
          <button type="button" aria-label="Coarser rows" title="Coarser rows ( ] )" {...press(props.onCoarser)}>
            <Plus size={12} aria-hidden />
          </button>
        </fieldset>
        <button
          type="button"
          className="ladder-centre"
          aria-pressed={props.follows}
          title={props.follows ? 'Following the touch' : 'Centre on the touch (Space)'}
          onClick={props.onRecentre}
        >
          <Crosshair size={13} aria-hidden />
          <span>Centre</span>
        </button>
        <LadderOptions {...props.options} />
      </div>
    </header>
  );
}

type SegmentProps = {
  readonly label: string;
  readonly title: string;
  readonly on: boolean;
  readonly onPress: () => void;
};

function Segment({ label, title, on, onPress }: SegmentProps): ReactNode {
  return (
    <button type="button" aria-pressed={on} title={title} onClick={onPress}>
      {label}
    </button>
  );
}

const press = (onPress: (() => void) | null): { disabled: boolean; onClick: () => void } => ({
  disabled: onPress === null,
  onClick: () => onPress?.(),
});
