/**
 * One animation frame for everything that is painted in a browser window.
 *
 * Whoever paints asks for a redraw by level; requests merge by the higher level and are done once, in the next frame. A paused
 * ticket collects requests and costs nothing; what happened meanwhile is drawn when it resumes. While there is nothing to draw
 * no frame is asked for. Time comes from the frame, so nothing painted reads a clock.
 */

/** `changes`: what differs from the last drawing. `all`: everything, after a change of size, theme or layout. */
export const REDRAW = { none: 0, changes: 1, all: 2 } as const;
export type Redraw = (typeof REDRAW)[keyof typeof REDRAW];

export interface Drawable {
  /** Draws now; returns what the next frame must draw again because something is still moving. */
  draw(level: Redraw, nowMs: number): Redraw;
}

/** The part of a window that the scheduler needs. */
export interface FrameHost {
  requestAnimationFrame(callback: (nowMs: number) => void): number;
  readonly performance: { now(): number };
  reportError(error: unknown): void;
}

/** A drawable's place in the schedule. */
export interface FrameTicket {
  request(level: Redraw): void;
  /** A paused ticket draws nothing until it is resumed, then everything. */
  setPaused(paused: boolean): void;
  /** Draws within this very turn: after a resize the canvas is empty and must not be shown so. */
  drawNow(): void;
  release(): void;
}

class Ticket implements FrameTicket {
  level: Redraw = REDRAW.none;
  paused = false;
  released = false;
  readonly drawable: Drawable;
  private readonly scheduler: FrameScheduler;

  constructor(drawable: Drawable, scheduler: FrameScheduler) {
    this.drawable = drawable;
    this.scheduler = scheduler;
  }

  request(level: Redraw): void {
    if (level > this.level) this.level = level;
    if (!this.paused && this.level > REDRAW.none) this.scheduler.wake();
  }

  setPaused(paused: boolean): void {
    if (paused === this.paused) return;
    this.paused = paused;
    if (!paused) this.request(REDRAW.all);
  }

  drawNow(): void {
    if (!this.paused && !this.released) this.scheduler.drawTicket(this);
  }

  release(): void {
    this.released = true;
    this.scheduler.drop(this);
  }
}

export class FrameScheduler {
  private readonly host: FrameHost;
  private readonly tickets: Ticket[] = [];
  private waiting = false;
  private readonly tick: (nowMs: number) => void;

  constructor(host: FrameHost) {
    this.host = host;
    this.tick = (nowMs) => this.drawAll(nowMs);
  }

  add(drawable: Drawable): FrameTicket {
    const ticket = new Ticket(drawable, this);
    this.tickets.push(ticket);
    return ticket;
  }

  /** Asks for a frame unless one is on its way. */
  wake(): void {
    if (this.waiting) return;
    this.waiting = true;
    this.host.requestAnimationFrame(this.tick);
  }

  drop(ticket: Ticket): void {
    const at = this.tickets.indexOf(ticket);
    if (at >= 0) this.tickets.splice(at, 1);
  }

  drawTicket(ticket: Ticket, nowMs = this.host.performance.now()): void {
    const level = ticket.level;
    if (level === REDRAW.none) return;
    ticket.level = REDRAW.none;
    try {
      ticket.request(ticket.drawable.draw(level, nowMs));
    } catch (error) {
      // One painter's defect must not stop the others' prices.
      this.host.reportError(error);
    }
  }

  private drawAll(nowMs: number): void {
    this.waiting = false;
    const tickets = this.tickets;
    for (let i = 0; i < tickets.length; i++) {
      const ticket = tickets[i]!;
      if (!ticket.paused) this.drawTicket(ticket, nowMs);
    }
  }
}

const schedulers = new WeakMap<FrameHost, FrameScheduler>();

/** The scheduler of a window: a pane that was moved into a window of its own is drawn by that window's frames. */
export function schedulerOf(host: FrameHost): FrameScheduler {
  let scheduler = schedulers.get(host);
  if (scheduler === undefined) {
    scheduler = new FrameScheduler(host);
    schedulers.set(host, scheduler);
  }
  return scheduler;
}
