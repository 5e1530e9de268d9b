/**
 * Holds the alert rules, the alert log and what is unseen.
 *
 * A change of the rules shows at once and is sent to main as the whole list. Main answers every change with its own list, so a refusal shows.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Alert, type AlertCondition, type AlertRule, RULE_DEFAULTS } from '../../src-shared/domain/alert.ts';
import { conditionText } from '../../src-shared/domain/alert-text.ts';
import { ALERT_LOG_MAX, ALERT_RULES_MAX } from '../../src-shared/domain/limits.ts';
import { toast } from './toasts-store.ts';

export type Alerts = {
  readonly rules: readonly AlertRule[];
  /** Oldest first. */
  readonly log: readonly Alert[];
  /** True when the host shows system notifications. */
  readonly hostNotifies: boolean;
};

export const alertsStore = createStore<Alerts>(() => ({ rules: [], log: [], hostNotifies: false }));

type Ask = {
  setAlertRules(rules: readonly AlertRule[]): Promise<unknown>;
  acknowledgeAlerts(ids: readonly number[]): Promise<unknown>;
  clearAlerts(): Promise<unknown>;
  restoreAlerts(): Promise<unknown>;
};

let ask: Ask | null = null;
const listeners = new Set<(alert: Alert) => void>();

/** Sets where changes are sent. */
export function askAlertsWith(given: Ask): void {
  ask = given;
}

/** Calls the listener with every alert that is given from now on. */
export function onAlert(listener: (alert: Alert) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Main's rules and log. */
export function loadAlerts(rules: readonly AlertRule[], log: readonly Alert[], hostNotifies: boolean): void {
  alertsStore.setState({ rules, log, hostNotifies });
}

/** An alert has just been given. */
export function takeAlert(alert: Alert): void {
  alertsStore.setState({ log: [...alertsStore.getState().log, alert].slice(-ALERT_LOG_MAX) });
  for (const listener of listeners) listener(alert);
}

/** Puts a rule at the end, or in the place of the one with its id. */
export function putRule(rule: AlertRule, at?: number): boolean {
  const { rules } = alertsStore.getState();
  const known = rules.findIndex(({ id }) => id === rule.id);
  if (known < 0 && rules.length >= ALERT_RULES_MAX) {
    toast('warn', `At most ${ALERT_RULES_MAX} alert rules can exist. Delete one first.`);
    return false;
  }
  change(known < 0 ? rules.toSpliced(at ?? rules.length, 0, rule) : rules.with(known, rule));
  return true;
}

/** Removes a rule and offers to put it back. */
export function removeRule(id: string): void {
  const { rules } = alertsStore.getState();
  const at = rules.findIndex((rule) => rule.id === id);
  const rule = rules[at];
  if (rule === undefined) return;
  change(rules.toSpliced(at, 1));
  toast('info', `Alert “${conditionText(rule.when)}” deleted.`, {
    label: 'Undo',
    run: () => void putRule(rule, at),
  });
}

/** Sets an alert and offers to undo it. */
export function setAlert(target: string, when: AlertCondition): void {
  const rule = newRule(target, when);
  if (!putRule(rule)) return;
  toast('info', `Alert set: ${conditionText(when)}.`, { label: 'Undo', run: () => takeBack(rule.id) });
}

function takeBack(id: string): void {
  change(alertsStore.getState().rules.filter((rule) => rule.id !== id));
}

/** A rule with a new id. */
export function newRule(target: string, when: AlertCondition, changes: Partial<AlertRule> = {}): AlertRule {
  return { id: crypto.randomUUID(), target, when, ...RULE_DEFAULTS, ...changes };
}

/** Marks these alerts as seen; an empty list marks all. */
export function acknowledge(ids: readonly number[]): void {
  ask?.acknowledgeAlerts(ids).catch(fail);
}

/** Clears the log and offers to bring it back. */
export function clearLog(): void {
  ask?.clearAlerts().then(() => toast('info', 'Alert log cleared.', { label: 'Undo', run: restoreLog }), fail);
}

function restoreLog(): void {
  ask?.restoreAlerts().catch(fail);
}

function change(rules: readonly AlertRule[]): void {
  const before = alertsStore.getState().rules;
  alertsStore.setState({ rules });
  ask?.setAlertRules(rules).catch((error: Error) => {
    if (alertsStore.getState().rules === rules) alertsStore.setState({ rules: before });
    fail(error);
  });
}

function fail(error: Error): void {
  toast('error', `The alerts were not saved: ${error.message}`);
}

export function useAlerts<T>(read: (alerts: Alerts) => T): T {
  return useStore(alertsStore, read);
}

/** The number of unseen alerts. */
export function countNew({ log }: Alerts): number {
  let count = 0;
  for (const alert of log) if (!alert.acknowledged) count++;
  return count;
}
