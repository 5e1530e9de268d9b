/**
 * Restarts a component that broke: notes the end in its record, and starts it again after the pause of its rule, or not at all when
 * it broke too often. Pauses and counts go by a steady clock: setting the machine's clock neither ends a pause nor forgives a crash.
 */
import { RestartRule, type RestartTiming, THREAD_RESTARTS } from '../../src-shared/domain/supervision/restart-rule.ts';
import { ComponentRecord } from './component-record.ts';

/** How a component ended. `isRestarting` false: it is not started again by itself. `isRequested`: the user asked for a restart. */
export type Loss = { readonly reason: string; readonly isRestarting: boolean; readonly isRequested: boolean };

export class Restarts {
  readonly component: ComponentRecord;
  private readonly start: () => void;
  private readonly rule: RestartRule;
  private timer: NodeJS.Timeout | null = null;

  constructor(start: () => void, timing: RestartTiming = THREAD_RESTARTS, component = new ComponentRecord()) {
    this.start = start;
    this.rule = new RestartRule(timing);
    this.component = component;
  }

  /** Whether it is in the pause before its next start. */
  get isPending(): boolean {
    return this.timer !== null;
  }

  /** It ended for this reason. `text` is what its record says of it. */
  lost(reason: string, text: string): Loss {
    const pauseMs = this.rule.died(performance.now());
    const isRestarting = pauseMs !== null;
    const isRequested = this.component.ended(text, isRestarting);
    if (isRestarting) {
      this.timer = setTimeout(() => {
        this.timer = null;
        this.start();
      }, pauseMs);
    }
    return { reason, isRestarting, isRequested };
  }

  /** It works: the next pause is the first one again. */
  works(): void {
    this.rule.works();
  }

  /** The user requested a start: earlier crashes no longer count. */
  forgive(): void {
    this.rule.forgive();
  }

  /** Gives up the start that is pending. */
  cancel(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
