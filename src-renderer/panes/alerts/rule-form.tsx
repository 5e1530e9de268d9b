/** The form of one alert rule. Enter saves it, Escape discards the change. */
import { type ReactNode, useId, useMemo, useState } from 'react';
import {
  ALERT_KINDS,
  ALERT_KINDS_OF_ANY,
  type AlertKind,
  type AlertPrice,
  type AlertSide,
  ANY_MARKET,
  type Crossing,
  WHALE_STEPS_MICROS,
} from '../../../src-shared/domain/alert.ts';
import { dollars } from '../../../src-shared/domain/alert-text.ts';
import { formatMicros } from '../../../src-shared/domain/micros.ts';
import { newRule, putRule } from '../../stores/alerts-store.ts';
import { useMarketOptions } from './market-options.ts';
import { type DraftField, type RuleDraft, readDraft } from './rule-draft.ts';

const KIND_LABEL: Readonly<Record<AlertKind, string>> = {
  price: 'Price',
  spread: 'Spread',
  edge: 'Edge after fees',
  wall: 'Size wall',
  trade: 'Large trade',
  feed: 'Stale or recovering feed',
  resolution: 'Resolution',
};
const PRICE_LABEL: Readonly<Record<AlertPrice, string>> = {
  bid: 'Best bid',
  ask: 'Best ask',
  mid: 'Mid',
  trade: 'Last trade',
};
const CROSSING_LABEL: Readonly<Record<Crossing, string>> = { above: 'at or above', below: 'at or below' };
const SIDE_LABEL: Readonly<Record<AlertSide, string>> = { bid: 'Bid', ask: 'Ask', either: 'Either side' };

type FormProps = {
  readonly draft: RuleDraft;
  readonly onChange: (draft: RuleDraft) => void;
  /** The rule was kept, or the change given up. */
  readonly onDone: () => void;
};

export function RuleForm({ draft, onChange, onDone }: FormProps) {
  const [problem, setProblem] = useState<{ readonly field: DraftField; readonly text: string } | null>(null);
  const more = useMemo(() => [draft.target], [draft.target]);
  const markets = useMarketOptions(more);
  const mayBeAny = ALERT_KINDS_OF_ANY.includes(draft.kind);
  const change = (changes: Partial<RuleDraft>): void => {
    setProblem(null);
    onChange({ ...draft, ...changes });
  };
  const keep = (): void => {
    const read = readDraft(draft);
    if (!read.ok) {
      setProblem(read);
      return;
    }
    const { target, when, ...rest } = read.rule;
    const rule = newRule(target, when, draft.id === null ? rest : { ...rest, id: draft.id });
    if (putRule(rule)) onDone();
  };
  const field = (name: DraftField & keyof RuleDraft, label: string, unit: string): ReactNode => (
    <TextField
      label={label}
      unit={unit}
      value={String(draft[name])}
      isWrong={problem?.field === name}
      onChange={(text) => change({ [name]: text })}
    />
  );
  return (
    <form
      className="rule-form"
      aria-label={draft.id === null ? 'New alert' : 'Edit the alert'}
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <select
        aria-label="Kind of alert"
        value={draft.kind}
        onChange={(event) => change({ kind: event.target.value as AlertKind })}
      >
        {ALERT_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {KIND_LABEL[kind]}
          </option>
        ))}
      </select>
      <select
        aria-label="Market of the alert"
        className="rule-market"
        data-wrong={problem?.field === 'target'}
        value={draft.target}
        onChange={(event) => change({ target: event.target.value })}
      >
        <option value={ANY_MARKET} disabled={!mayBeAny}>
          {mayBeAny ? 'All followed markets' : 'Choose a market'}
        </option>
        {markets.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      {draft.kind === 'price' ? (
        <Choice label="Price" labels={PRICE_LABEL} value={draft.price} onChange={(price) => change({ price })} />
      ) : null}
      {draft.kind === 'edge' ? (
        <>
          {field('cents', 'At least', '¢')}
          {field('hysteresisCents', 'Re-arm after', '¢')}
        </>
      ) : null}
      {draft.kind === 'price' || draft.kind === 'spread' ? (
        <>
          <Choice
            label="Direction"
            labels={CROSSING_LABEL}
            value={draft.crosses}
            onChange={(crosses) => change({ crosses })}
          />
          {field('cents', draft.kind === 'price' ? 'Alert price' : 'Alert spread', '¢')}
          {field('hysteresisCents', 'Re-arm after', '¢')}
        </>
      ) : null}
      {draft.kind === 'wall' ? (
        <>
          <Choice label="Side" labels={SIDE_LABEL} value={draft.side} onChange={(side) => change({ side })} />
          {field('contracts', 'Contracts', '')}
          {field('withinCents', 'Within', '¢ of the best')}
        </>
      ) : null}
      {draft.kind === 'trade' ? (
        <>
          {field('dollars', 'Worth', '$')}
          {WHALE_STEPS_MICROS.map((micros) => (
            <button
              key={micros}
              type="button"
              className="button"
              onClick={() => change({ dollars: formatMicros(micros) })}
            >
              {dollars(micros)}
            </button>
          ))}
        </>
      ) : null}
      {draft.kind === 'feed' ? field('forSeconds', 'For', 's') : null}
      {field('quietSeconds', 'Cooldown', 's')}
      <Check label="Sound" isOn={draft.sound} onChange={(sound) => change({ sound })} />
      <Check label="System notification" isOn={draft.notify} onChange={(notify) => change({ notify })} />
      <span className="rule-form-end">
        {draft.id === null ? null : (
          <button type="button" className="button" onClick={onDone}>
            Cancel
          </button>
        )}
        <button type="submit" className="button button-primary">
          {draft.id === null ? 'Add alert' : 'Save'}
        </button>
      </span>
      {problem === null ? null : (
        <p className="rule-problem" role="alert">
          {problem.text}
        </p>
      )}
    </form>
  );
}

type ChoiceProps<Value extends string> = {
  readonly label: string;
  readonly labels: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
};

function Choice<Value extends string>({ label, labels, value, onChange }: ChoiceProps<Value>) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value as Value)}>
      {Object.entries<string>(labels).map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  );
}

type TextFieldProps = {
  readonly label: string;
  readonly unit: string;
  readonly value: string;
  readonly isWrong: boolean;
  readonly onChange: (text: string) => void;
};

function TextField({ label, unit, value, isWrong, onChange }: TextFieldProps) {
  const id = useId();
  return (
    <span className="rule-field">
      <label htmlFor={id} className="dim">
        {label}
      </label>
      <input
        id={id}
        className="num"
        inputMode="decimal"
        autoComplete="off"
        aria-invalid={isWrong}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className="dim">{unit}</span>
    </span>
  );
}

type CheckProps = { readonly label: string; readonly isOn: boolean; readonly onChange: (isOn: boolean) => void };

function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <label className="rule-check">
      <input type="checkbox" checked={isOn} onChange={() => onChange(!isOn)} /> {label}
    </label>
  );
}
