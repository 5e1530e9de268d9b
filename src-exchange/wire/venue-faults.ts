/**
 * Decides what goes wrong on purpose at one venue right now: the switches a test throws, and the faults of a plan that are
 * under way. Sockets, sessions and REST look here; each act on a fault takes a strike of it.
 */

import { Random } from '../model/random.ts';
import type { FrameContent, TruthLedger } from '../model/truth-ledger.ts';
import type { FaultForms } from './fault-forms.ts';
import type { Fault, FaultKind, RestFaultKind } from './fault-kinds.ts';
import { isRestKind } from './fault-kinds.ts';

/** Connections and markets are picked out by the rest of their number, so that a few of many are always meant. */
const CONNECTIONS_APART = 2;
const MARKETS_APART = 8;

export interface ActiveFault {
  readonly fault: Fault;
  readonly random: Random;
  /** Strikes left, for the kinds that are counted. */
  left: number;
}

export class VenueFaults {
  /** New sockets are answered 503. */
  refusing = false;
  /** REST is answered 503 too. */
  refusingRest = false;
  /** Market data is swallowed; heartbeats and acknowledgements go on. */
  silenced = false;
  /** New sockets are never answered. */
  hanging = false;
  /** Nor is anything else. */
  isAway = false;
  /** Notices about markets are swallowed; books go on. */
  mutesNotices = false;
  readonly forms: FaultForms;
  readonly ledger: TruthLedger | undefined;
  /** How often each kind struck. */
  readonly fired = new Map<FaultKind, number>();
  readonly #active = new Set<ActiveFault>();
  readonly #waiting = new Set<() => void>();

  constructor(forms: FaultForms, ledger?: TruthLedger) {
    this.forms = forms;
    this.ledger = ledger;
  }

  get isQuiet(): boolean {
    return this.#active.size === 0 && !this.silenced && !this.mutesNotices;
  }

  active(): Iterable<ActiveFault> {
    return this.#active;
  }

  begin(fault: Fault): ActiveFault {
    const active = { fault, random: new Random(fault.at * 31 + fault.amount), left: fault.amount };
    this.#active.add(active);
    return active;
  }

  end(active: ActiveFault): void {
    this.#active.delete(active);
    this.wake();
  }

  /** Whoever waits for the end of a fault looks again. */
  wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Counts a strike. */
  strike(kind: FaultKind): void {
    this.fired.set(kind, (this.fired.get(kind) ?? 0) + 1);
  }

  /** Takes one of a counted fault's strikes; undefined when none of the kind is under way. */
  take(kind: FaultKind): ActiveFault | undefined {
    for (const active of this.#active) {
      if (active.fault.kind !== kind || active.left <= 0) continue;
      active.left -= 1;
      this.strike(kind);
      return active;
    }
    return undefined;
  }

  /** The REST fault under way. */
  rest(): { readonly kind: RestFaultKind; readonly active: ActiveFault } | undefined {
    for (const active of this.#active) if (isRestKind(active.fault.kind)) return { kind: active.fault.kind, active };
    return undefined;
  }

  /** Resolves when a fault ends. */
  nextEnd(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  /** Frames for these books will not come. Where nothing is numbered the client cannot see it. */
  lost(contents: readonly FrameContent[]): void {
    if (!this.forms.isNumbered) this.ledger?.harmed(contents);
  }
}

/** Whether a fault means this connection. */
export function meansConnection({ connection }: Fault, id: number): boolean {
  return connection === null || id % CONNECTIONS_APART === connection % CONNECTIONS_APART;
}

/** Whether a fault means one of these markets. */
export function meansMarket({ market }: Fault, contents: readonly FrameContent[]): boolean {
  return market === null || contents.some(({ listing }) => listing.ordinal % MARKETS_APART === market % MARKETS_APART);
}
