/**
 * The alerts of an app: keeps the rules, and turns what the engine saw into lines of the log and notifications.
 *
 * It runs whether or not a window is open, so nothing is missed with the window closed. A rule that several shards saw at once gives
 * one alert. A replay has a controller of its own, which saves nothing and notifies nobody outside of it.
 */
import type { MainToWindow } from '../../../src-shared/contract/window-main.ts';
import {
  type Alert,
  type AlertMemory,
  type AlertRule,
  type AlertSighting,
  ANY_MARKET,
} from '../../../src-shared/domain/alert.ts';
import { sightingText } from '../../../src-shared/domain/alert-text.ts';
import { ALERT_LOG_MAX } from '../../../src-shared/domain/limits.ts';
import type { Listing, ListingId } from '../../../src-shared/domain/listing.ts';
import { notionalMicros } from '../../../src-shared/domain/micros.ts';
import { Signal } from '../../base/signal.ts';
import type { RequestHandlers } from '../answers/request-handlers.ts';

/** Shows alerts outside of the window. */
export interface AlertNotifier {
  /** `onOpen`: the user clicked it and wants to see the market. */
  show(alert: Alert, onOpen: () => void): void;
}

export type AlertControllerOptions = {
  readonly memory: AlertMemory;
  /** Null: the host cannot notify; the page may. */
  readonly notifier: AlertNotifier | null;
  save(memory: AlertMemory): void;
  push(message: MainToWindow): void;
  listing(id: ListingId): Listing | undefined;
  /** The title of a link, or null when the id is none. */
  linkTitle(id: string): string | null;
  venueName(id: string): string;
};

export class AlertController {
  readonly changed = new Signal<readonly AlertRule[]>();
  private readonly options: AlertControllerOptions;
  private rules: readonly AlertRule[];
  private log: readonly Alert[];
  /** What was cleared last, for a user who clears by mistake. */
  private cleared: readonly Alert[] = [];
  private lastId: number;

  constructor(options: AlertControllerOptions) {
    this.options = options;
    this.rules = options.memory.rules;
    this.log = options.memory.log;
    this.lastId = this.log.reduce((last, { id }) => Math.max(last, id), 0);
  }

  /** All rules, for an engine that knows nothing yet. */
  all(): readonly AlertRule[] {
    return this.rules;
  }

  /** Listings and links that rules are about. */
  targets(): readonly string[] {
    const targets = this.rules.filter(({ enabled }) => enabled).map(({ target }) => target);
    return [...new Set(targets)].filter((target) => target !== ANY_MARKET);
  }

  /** Replaces all rules. */
  setRules(rules: readonly AlertRule[]): void {
    this.rules = rules;
    this.changed.emit(rules);
    this.remember();
  }

  handlers(): Pick<RequestHandlers, 'setAlertRules' | 'acknowledgeAlerts' | 'clearAlerts' | 'restoreAlerts'> {
    return {
      setAlertRules: ({ rules }) => {
        this.setRules(rules);
        return null;
      },
      acknowledgeAlerts: ({ ids }) => {
        const wanted = new Set(ids);
        this.log = this.log.map((alert) =>
          ids.length === 0 || wanted.has(alert.id) ? { ...alert, acknowledged: true } : alert,
        );
        this.remember();
        return null;
      },
      clearAlerts: () => {
        // Clearing an empty log must not lose what can still be restored.
        if (this.log.length > 0) this.cleared = this.log;
        this.log = [];
        this.remember();
        return null;
      },
      restoreAlerts: () => {
        this.log = [...this.cleared, ...this.log].slice(-ALERT_LOG_MAX);
        this.cleared = [];
        this.remember();
        return null;
      },
    };
  }

  /** Sent to every new window. */
  greeting(): Extract<MainToWindow, { kind: 'alerts' }> {
    return { kind: 'alerts', rules: this.rules, log: this.log, notifies: this.options.notifier !== null };
  }

  /** Takes what the engine saw when a rule held. */
  take(sighting: AlertSighting): void {
    const rule = this.rules.find(({ id, enabled }) => id === sighting.rule && enabled);
    if (!rule || this.isRepeat(rule, sighting)) return;
    const alert = this.alertOf(rule, sighting);
    this.log = [...this.log, alert].slice(-ALERT_LOG_MAX);
    this.options.save({ rules: this.rules, log: this.log });
    this.options.push({ kind: 'alert', alert });
    if (!alert.notify) return;
    this.options.notifier?.show(alert, () => this.options.push({ kind: 'open-market', target: alert.target }));
  }

  /** Whether another shard reported the same within the quiet time, by the sightings' own time, which a replay may wind back. */
  private isRepeat(rule: AlertRule, { atMs, listing, venue }: AlertSighting): boolean {
    const title = listing === '' ? this.options.venueName(venue) : null;
    if (title === null) return false;
    const last = this.log.findLast((alert) => alert.rule === rule.id && alert.title === title);
    return last !== undefined && atMs >= last.atMs && atMs - last.atMs < rule.quietMs;
  }

  private alertOf(rule: AlertRule, sighting: AlertSighting): Alert {
    const { listing: id, venue, atMs, priceMicros, sizeMicros } = sighting;
    const listing = id === '' ? undefined : this.options.listing(id);
    const title = this.options.linkTitle(rule.target || id) ?? listing?.title ?? (id || this.options.venueName(venue));
    const isTrade = rule.when.kind === 'trade';
    const notional = isTrade ? notionalMicros(priceMicros, sizeMicros) : 0;
    return {
      id: ++this.lastId,
      rule: rule.id,
      kind: rule.when.kind,
      atMs,
      target: rule.target || id,
      title,
      text: sightingText(rule.when, sighting, notional, listing?.resolution ?? null),
      acknowledged: false,
      sound: rule.sound,
      notify: rule.notify,
    };
  }

  private remember(): void {
    this.options.save({ rules: this.rules, log: this.log });
    this.options.push(this.greeting());
  }
}
