/**
 * Decides when the faults of a plan begin and end, by the exchange's events, and what each begins with.
 *
 * Connections act on faults of frames, servers on faults of REST answers, and venues on faults of their conversation; this class
 * acts on faults of sockets, markets and clocks. It only announces faults of the program and its surroundings.
 */

import type { VenueId } from '../model/contract-plan.ts';
import { Random } from '../model/random.ts';
import type { ConnectionSet, DisconnectOptions } from '../wire/connection-set.ts';
import { type Fault, type FaultKind, type FaultPlan, isProcessKind } from '../wire/fault-kinds.ts';
import type { OpenVenue } from '../wire/played-venue.ts';
import type { VenueConnection } from '../wire/venue-connection.ts';
import type { ActiveFault, VenueFaults } from '../wire/venue-faults.ts';

const BURST_FACTOR = 10;
const ABNORMAL_CLOSE = 1006;
const KEEPS_GOING: readonly FaultKind[] = ['delay', 'jitter', 'slow-writer'];

/** What faults act on. */
export interface FaultTargets {
  readonly venues: ReadonlyMap<VenueId, { readonly faults: VenueFaults; readonly open: OpenVenue }>;
  setRateFactor(factor: number): void;
  setClockOffset(offsetMs: number): void;
  /** Something happens to one of the venue's open markets, chosen by the number. */
  happen(what: 'crossed-burst' | 'grid-change' | 'resolved' | 'empty-end', venue: VenueId, choice: number): void;
}

type Running = { readonly fault: Fault; readonly active: ActiveFault; readonly endEvent: number };

export class FaultController {
  readonly #targets: FaultTargets;
  #plan: FaultPlan | undefined;
  #startEvent = 0;
  #next = 0;
  #nextEvent = Number.POSITIVE_INFINITY;
  #running: Running[] = [];
  #due: Fault[] = [];
  #pace = new Random(1);

  constructor(targets: FaultTargets) {
    this.#targets = targets;
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
    this.#targets.setClockOffset(0);
    for (const { open } of this.#targets.venues.values()) {
      for (const connection of open.feed.connections.all()) connection.releaseHeld();
    }
  }

  #begin(fault: Fault, at: number): void {
    const venue = this.#targets.venues.get(fault.venue);
    if (venue === undefined) throw new Error(`no venue ${fault.venue} is played`);
    const { faults, open } = venue;
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
      case 'burst':
        this.#targets.setRateFactor(BURST_FACTOR);
        faults.strike(fault.kind);
        break;
      case 'crossed-burst':
      case 'grid-change':
      case 'resolved':
      case 'empty-end':
        this.#targets.happen(fault.kind, fault.venue, fault.market ?? fault.amount);
        faults.strike(fault.kind);
        break;
      case 'clock-step':
      case 'clock-skew':
        this.#targets.setClockOffset(fault.amount);
        faults.strike(fault.kind);
        break;
      default:
        open.beginFault?.(fault);
    }
  }

  #end({ fault, active }: Running): void {
    const venue = this.#targets.venues.get(fault.venue);
    if (venue === undefined) return;
    const { faults, open } = venue;
    if (fault.kind === 'never-answers') faults.hanging = false;
    else if (fault.kind === 'network-away') this.#networkAway(fault, false);
    else if (fault.kind === 'slow-reader') for (const connection of this.#chosen(fault)) connection.setReading(true);
    else if (KEEPS_GOING.includes(fault.kind)) for (const connection of this.#chosen(fault)) connection.setPace();
    else if (fault.kind === 'burst') this.#targets.setRateFactor(1);
    // A step stays until the plan is over; a skew is put right again.
    else if (fault.kind === 'clock-skew') this.#targets.setClockOffset(0);
    else open.endFault?.(fault);
    // Last: whatever waits for the end of the fault must find everything restored.
    faults.end(active);
  }

  #slow(fault: Fault, connection: VenueConnection): void {
    if (fault.kind === 'slow-writer') connection.setPace(0, fault.amount);
    else if (connection.holdUntilMs <= performance.now()) {
      connection.flush();
      connection.setPace(fault.kind === 'delay' ? fault.amount : 1 + this.#pace.below(fault.amount));
    }
  }

  #disconnect(fault: Fault, how: DisconnectOptions): void {
    for (const connection of this.#struck(fault)) connection.end(how);
  }

  #networkAway(fault: Fault, away: boolean): void {
    for (const [venue, { faults, open }] of this.#targets.venues) {
      faults.hanging = away;
      faults.isAway = away;
      const everywhere: Fault = { ...fault, venue, connection: null };
      if (away) for (const connection of open.feed.connections.struck(everywhere)) connection.mute();
      else faults.wake();
    }
  }

  #struck(fault: Fault): VenueConnection[] {
    return this.#connections(fault)?.struck(fault) ?? [];
  }

  #chosen(fault: Fault): VenueConnection[] {
    return this.#connections(fault)?.meant(fault) ?? [];
  }

  #connections({ venue }: Fault): ConnectionSet<VenueConnection> | undefined {
    return this.#targets.venues.get(venue)?.open.feed.connections;
  }
}

function closing(code: number): DisconnectOptions {
  return code === ABNORMAL_CLOSE ? {} : { code, reason: 'as planned' };
}
