/** The alerts pane: form and rules on one side, the log on the other. */
import { useState } from 'react';
import type { AlertRule } from '../../../src-shared/domain/alert.ts';
import { useAlerts } from '../../stores/alerts-store.ts';
import type { PaneProps } from '../pane.ts';
import { AlertLog } from './alert-log.tsx';
import { AlertOutlets } from './alert-outlets.tsx';
import { draftOf, emptyDraft, type RuleDraft } from './rule-draft.ts';
import { RuleForm } from './rule-form.tsx';
import { RuleList } from './rule-list.tsx';
import './alerts.css';

export function AlertsView({ target, setTarget }: PaneProps) {
  const rules = useAlerts((alerts) => alerts.rules);
  const [draft, setDraft] = useState<RuleDraft | null>(null);
  // A new rule starts with the market shown, until the user chooses another.
  const shown = draft ?? emptyDraft(target ?? '');
  const edit = (rule: AlertRule): void => setDraft(draftOf(rule));
  return (
    <div className="alerts">
      <section className="alerts-rules" aria-label="Alert rules">
        <RuleForm draft={shown} onChange={setDraft} onDone={() => setDraft(null)} />
        <RuleList rules={rules} editing={shown.id} onEdit={edit} />
      </section>
      <section className="alerts-log" aria-label="Alert log">
        <AlertOutlets />
        <AlertLog onShow={setTarget} />
      </section>
    </div>
  );
}
