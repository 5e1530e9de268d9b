/** The alert rules: on or off, edit, delete. Arrows move, Enter edits, Del deletes. */
import { BellRing, MonitorUp, Trash2, Volume2 } from 'lucide-react';
import { type KeyboardEvent, useMemo } from 'react';
import type { AlertRule } from '../../../src-shared/domain/alert.ts';
import { conditionText } from '../../../src-shared/domain/alert-text.ts';
import { putRule, removeRule } from '../../stores/alerts-store.ts';
import { useTargetTitles } from './market-options.ts';
import { moveFocus } from './move-focus.ts';

type RuleListProps = {
  readonly rules: readonly AlertRule[];
  /** The rule that is in the form. */
  readonly editing: string | null;
  readonly onEdit: (rule: AlertRule) => void;
};

export function RuleList({ rules, editing, onEdit }: RuleListProps) {
  const targets = useMemo(() => [...new Set(rules.map(({ target }) => target))].filter((id) => id !== ''), [rules]);
  const titleOf = useTargetTitles(targets);
  if (rules.length === 0) return <Teach />;
  return (
    <ul className="rules" aria-label="Rules">
      {rules.map((rule) => (
        <li key={rule.id} className="rule" data-off={!rule.enabled} data-at={rule.id === editing}>
          <input
            type="checkbox"
            aria-label={`${conditionText(rule.when)}: on`}
            checked={rule.enabled}
            onChange={() => putRule({ ...rule, enabled: !rule.enabled })}
          />
          <button
            type="button"
            className="rule-words"
            data-list-row=""
            title="Edit this alert"
            onClick={() => onEdit(rule)}
            onKeyDown={(event) => onKey(event, rule)}
          >
            <span>{conditionText(rule.when)}</span>
            <span className="clip dim">{titleOf(rule.target)}</span>
          </button>
          <span className="rule-marks faint">
            {rule.sound ? <Volume2 size={12} aria-label="with sound" /> : null}
            {rule.notify ? <MonitorUp size={12} aria-label="as a system notification" /> : null}
          </span>
          <button
            type="button"
            className="icon-button"
            aria-label={`Delete ${conditionText(rule.when)}`}
            title="Delete (Del)"
            onClick={() => removeRule(rule.id)}
          >
            <Trash2 size={13} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function onKey(event: KeyboardEvent<HTMLElement>, rule: AlertRule): void {
  if (event.key === 'Delete') {
    event.preventDefault();
    removeRule(rule.id);
  } else moveFocus(event, '.rule-words');
}

function Teach() {
  return (
    <div className="empty">
      <p className="empty-title">
        <BellRing size={14} aria-hidden="true" /> No alerts yet
      </p>
      <p>
        Set one above, or point at a price in a ladder and press A or the right mouse button. Alerts also fire while
        this window is hidden or closed, as long as Crossbook is running.
      </p>
    </div>
  );
}
