/** The filters of the scanner: edge, size, time to close, state, text. They are saved with the pane. */
import type { ReactNode, RefObject } from 'react';
import type { PaneMemory } from '../pane.ts';
import { SCANNER_STATES, type ScannerMemory } from './scanner-rows.ts';

type Choice = { readonly value: number | null; readonly label: string };

const EDGES: readonly Choice[] = [
  { value: null, label: 'Any edge' },
  { value: 1, label: 'earning' },
  { value: 5_000, label: '≥ 0.5¢' },
  { value: 10_000, label: '≥ 1¢' },
  { value: 20_000, label: '≥ 2¢' },
  { value: 50_000, label: '≥ 5¢' },
];
const SIZES: readonly Choice[] = [
  { value: 0, label: 'Any size' },
  { value: 10_000_000, label: '≥ 10' },
  { value: 100_000_000, label: '≥ 100' },
  { value: 1_000_000_000, label: '≥ 1,000' },
  { value: 10_000_000_000, label: '≥ 10,000' },
];
const HOUR_MS = 3_600_000;
const CLOSES: readonly Choice[] = [
  { value: 0, label: 'Any time' },
  { value: HOUR_MS, label: 'Within 1 h' },
  { value: 24 * HOUR_MS, label: 'Within 1 d' },
  { value: 7 * 24 * HOUR_MS, label: 'Within 7 d' },
  { value: 30 * 24 * HOUR_MS, label: 'Within 30 d' },
];

type ScannerFiltersProps = {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly memory: ScannerMemory;
  readonly onChange: (change: PaneMemory) => void;
  readonly children: ReactNode;
};

export function ScannerFilters({ field, memory, onChange, children }: ScannerFiltersProps) {
  return (
    <div className="scanner-filters">
      <input
        ref={field}
        type="search"
        aria-label="Filter links by name"
        placeholder="Filter links"
        autoComplete="off"
        spellCheck={false}
        value={memory.text}
        onChange={(event) => onChange({ text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (memory.text === '') event.currentTarget.blur();
          else onChange({ text: '' });
          event.preventDefault();
        }}
      />
      <Pick label="Minimum edge" choices={EDGES} value={memory.edgeMicros} onPick={(edge) => onChange({ edge })} />
      <Pick label="Minimum size" choices={SIZES} value={memory.sizeMicros} onPick={(size) => onChange({ size })} />
      <Pick label="Closes within" choices={CLOSES} value={memory.withinMs} onPick={(within) => onChange({ within })} />
      <select
        aria-label="State"
        value={memory.state}
        data-set={memory.state !== ''}
        onChange={(event) => onChange({ state: event.target.value })}
      >
        <option value="">Any state</option>
        {SCANNER_STATES.map((state) => (
          <option key={state} value={state}>
            {state}
          </option>
        ))}
      </select>
      {children}
    </div>
  );
}

type PickProps = {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: number | null;
  readonly onPick: (value: number | null) => void;
};

function Pick({ label, choices, value, onPick }: PickProps) {
  const at = Math.max(
    0,
    choices.findIndex((choice) => choice.value === value),
  );
  return (
    <select
      aria-label={label}
      value={at}
      data-set={at > 0}
      onChange={(event) => onPick(choices[Number(event.target.value)]?.value ?? null)}
    >
      {choices.map((choice, index) => (
        <option key={choice.label} value={index}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
