/**
 * Decides when the faults of a plan begin and end, by the exchange's events, and what each begins with.
 *
 * What concerns frames and answers is left to those who send them; here is what concerns sockets, markets and clocks. Faults of
 * the program and its surroundings are only announced.
 */

import type { KalshiConnection } from '../kalshi/connection.ts';
import type { VenueName } from '../model/listing.ts';
import { Random } from '../model/random.ts';
import type { ConnectionSet, DisconnectOptions } from '../wire/connection-set.ts';
import { type Fault, type FaultKind, type FaultPlan, isProcessKind } from '../wire/fault-plan.ts';
import type { VenueConnection } from '../wire/venue-connection.ts';
import { type ActiveFault, meansConnection, type VenueFaults } from '../wire/venue-faults.ts';

const BURST_FACTOR = 10;
const ABNORMAL_CLOSE = 1006;
const POLICY_CLOSE = 1008;
const KEEPS_GOING: readonly FaultKind[] = ['delay', 'jitter', 'slow-writer'];

/** What the desk moves; the exchange has the hands for it. */
export interface FaultHands {
  readonly faults: Readonly<Record<VenueName, VenueFaults>>;
  readonly polymarket: ConnectionSet<VenueConnection>;
  readonly kalshi: ConnectionSet<KalshiConnection>;
  setRateFactor(factor: number): void;
  setClockOffset(offsetMs: number): void;
  setKeysValid(valid: boolean): void;
  /** Something happens to one of the venue's open markets, chosen by the number. */
  happen(what: 'crossed-burst' | 'grid-change' | 'resolved' | 'empty-end', venue: VenueName, choice: number): void;
}

type Running = { readonly fault: Fault; readonly active: ActiveFault; readonly endEvent: number };

export class FaultDesk {
  readonly #hands: FaultHands;
  #plan: FaultPlan | undefined;
  #startEvent = 0;
  #next = 0;
  #nextEvent = Number.POSITIVE_INFINITY;
  #running: Running[] = [];
  #due: Fault[] = [];
  #pace = new Random(1);

  constructor(hands: FaultHands) {
    this.#hands = hands;
  }

  /** True when nothing of the plan is left. */
  get isOver(): boolean {
    return this.#plan === undefined;
  }

  start(plan: FaultPlan, event: number): void {
    this.#plan = plan;
    this.#startEvent = event;
    this.#next = 0;
    this.#pace = new Random(plan.seed);
    this.#nextEvent = event;
  }

  /** Process faults that began since the last call. */
  takeDue(): readonly Fault[] {
    const due = this.#due;
    this.#due = [];
    return due;
  }

  /** Called at every event. */
  step(event: number): void {
    if (event < this.#nextEvent) return;
    const plan = this.#plan;
    if (plan === undefined) return;
    const at = event - this.#startEvent;
    for (const running of this.#running) if (running.endEvent <= at || at >= plan.events) this.#end(running);
    this.#running = this.#running.filter(({ endEvent }) => endEvent > at && at < plan.events);
    for (; this.#next < plan.faults.length && plan.faults[this.#next]!.at <= at; this.#next += 1) {
      this.#begin(plan.faults[this.#next]!, at);
    }
    if (at >= plan.events) this.#finish();
    else this.#nextEvent = this.#startEvent + this.#nextTime(plan, at);
  }

  /** Called before every flush: paces that change all the time. */
  pace(): void {
    for (const { fault } of this.#running) {
      if (!KEEPS_GOING.includes(fault.kind)) continue;
      for (const connection of this.#chosen(fault)) this.#slow(fault, connection);
    }
  }

  #nextTime(plan: FaultPlan, at: number): number {
    let next = Math.min(plan.events, plan.faults[this.#next]?.at ?? plan.events);
    for (const { endEvent } of this.#running) next = Math.min(next, endEvent);
    return Math.max(next, at + 1);
  }

  #finish(): void {
    this.#plan = undefined;
    this.#nextEvent = Number.POSITIVE_INFINITY;
    this.#hands.setClockOffset(0);
    for (const connections of [this.#hands.polymarket, this.#hands.kalshi]) {
      for (const connection of connections.all()) connection.releaseHeld();
    }
  }

  #begin(fault: Fault, at: number): void {
    const { hands, faults } = { hands: this.#hands, faults: this.#hands.faults[fault.venue] };
    this.#running.push({ fault, active: faults.begin(fault), endEvent: at + fault.events });
    if (isProcessKind(fault.kind)) this.#due.push(fault);
    switch (fault.kind) {
      case 'close':
      case 'reset':
        this.#disconnect(fault, fault.kind === 'reset' ? { reset: true } : closing(fault.amount));
        break;
      case 'half-open':
        for (const connection of this.#struck(fault)) connection.mute();
        break;
      case 'never-answers':
        faults.hanging = true;
        break;
      case 'network-away':
        this.#networkAway(fault, true);
        break;
      case 'slow-reader':
        for (const connection of this.#struck(fault)) connection.setReading(false);
        break;
      case 'delay':
      case 'jitter':
      case 'slow-writer':
        for (const connection of this.#struck(fault)) this.#slow(fault, connection);
        break;
      case 'lost-seq':
      case 'seq-restart':
        this.#disturbNumbers(fault);
        break;
      case 'error-code':
        for (const connection of this.#struck(fault)) {
          connection.sendAnswer(`{"id":0,"type":"error","msg":{"code":${fault.amount},"msg":"made up"}}`);
        }
        break;
      case 'key-revoked':
        hands.setKeysValid(false);
        this.#disconnect(fault, { code: POLICY_CLOSE, reason: 'credentials revoked' });
        faults.strike(fault.kind);
        break;
      case 'burst':
        hands.setRateFactor(BURST_FACTOR);
        faults.strike(fault.kind);
        break;
      case 'crossed-burst':
      case 'grid-change':
      case 'resolved':
      case 'empty-end':
        hands.happen(fault.kind, fault.venue, fault.market ?? fault.amount);
        faults.strike(fault.kind);
        break;
      case 'clock-step':
      case 'clock-skew':
        hands.setClockOffset(fault.amount);
        faults.strike(fault.kind);
        break;
    }
  }

  #end({ fault, active }: Running): void {
    const faults = this.#hands.faults[fault.venue];
    if (fault.kind === 'never-answers') faults.hanging = false;
    else if (fault.kind === 'network-away') this.#networkAway(fault, false);
    else if (fault.kind === 'slow-reader') for (const connection of this.#chosen(fault)) connection.setReading(true);
    else if (KEEPS_GOING.includes(fault.kind)) for (const connection of this.#chosen(fault)) connection.setPace();
    else if (fault.kind === 'key-revoked') this.#hands.setKeysValid(true);
    else if (fault.kind === 'burst') this.#hands.setRateFactor(1);
    // A step stays until the plan is over; a skew is put right again.
    else if (fault.kind === 'clock-skew') this.#hands.setClockOffset(0);
    // Last: who waits for the end must find everything as it was.
    faults.end(active);
  }

  #slow(fault: Fault, connection: VenueConnection): void {
    if (fault.kind === 'slow-writer') connection.setPace(0, fault.amount);
    else if (connection.holdUntilMs <= performance.now()) {
      connection.flush();
      connection.setPace(fault.kind === 'delay' ? fault.amount : 1 + this.#pace.below(fault.amount));
    }
  }

  #disturbNumbers(fault: Fault): void {
    for (const connection of this.#hands.kalshi.all()) {
      if (!meansConnection(fault, connection.id)) continue;
      for (const subscription of connection.subscriptions.values()) {
        this.#hands.faults.kalshi.strike(fault.kind);
        if (fault.kind === 'seq-restart') subscription.restartSeq();
        else for (let i = 0; i < fault.amount; i += 1) subscription.nextSeq();
      }
    }
  }

  #disconnect(fault: Fault, how: DisconnectOptions): void {
    for (const connection of this.#struck(fault)) connection.end(how);
  }

  #networkAway(fault: Fault, away: boolean): void {
    for (const venue of ['polymarket', 'kalshi'] as const) {
      const faults = this.#hands.faults[venue];
      faults.hanging = away;
      faults.isAway = away;
      const everywhere: Fault = { ...fault, venue, connection: null };
      if (away) for (const connection of this.#struck(everywhere)) connection.mute();
      else faults.wake();
    }
  }

  /** The connections a fault means, each counted as struck. */
  #struck(fault: Fault): VenueConnection[] {
    const chosen = this.#chosen(fault);
    for (const _ of chosen) this.#hands.faults[fault.venue].strike(fault.kind);
    return chosen;
  }

  #chosen(fault: Fault): VenueConnection[] {
    const connections = fault.venue === 'polymarket' ? this.#hands.polymarket : this.#hands.kalshi;
    return [...connections.all()].filter(({ id }) => meansConnection(fault, id));
  }
}

function closing(code: number): DisconnectOptions {
  return code === ABNORMAL_CLOSE ? {} : { code, reason: 'as planned' };
}
