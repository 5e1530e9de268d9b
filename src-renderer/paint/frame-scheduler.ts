/**
 * Schedules one animation frame for everything that is painted in a browser window.
 *
 * A painter requests a redraw by level; requests merge to the highest level and are drawn once, in the next frame. A paused
 * ticket collects requests without drawing, and draws everything when it is resumed. No frame is requested while there is
 * nothing to draw. The time comes from the frame, so no painter reads a clock.
 */

/** `changes`: what differs from the last drawing. `all`: everything, after the size, theme or layout changed. */
export const REDRAW = { none: 0, changes: 1, all: 2 } as const;
export type Redraw = (typeof REDRAW)[keyof typeof REDRAW];

export interface Drawable {
  /** Draws now; returns what the next frame must draw again because an animation is still running. */
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
  /** A paused ticket draws nothing until it is resumed; then it draws everything. */
  setPaused(paused: boolean): void;
  /** Draws immediately: a resize empties the canvas, which must not become visible. */
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
    if (!this.paused && !this.released && this.level > REDRAW.none) this.scheduler.wake();
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
  /** A set: a ticket released while the others are drawn leaves without moving one of them past its turn. */
  private readonly tickets = new Set<Ticket>();
  private waiting = false;
  private readonly tick: (nowMs: number) => void;

  constructor(host: FrameHost) {
    this.host = host;
    this.tick = (nowMs) => this.drawAll(nowMs);
  }

  add(drawable: Drawable): FrameTicket {
    const ticket = new Ticket(drawable, this);
    this.tickets.add(ticket);
    return ticket;
  }

  /** Requests a frame unless one is already requested. */
  wake(): void {
    if (this.waiting) return;
    this.waiting = true;
    this.host.requestAnimationFrame(this.tick);
  }

  drop(ticket: Ticket): void {
    this.tickets.delete(ticket);
  }

  drawTicket(ticket: Ticket, nowMs = this.host.performance.now()): void {
    const level = ticket.level;
    if (level === REDRAW.none) return;
    ticket.level = REDRAW.none;
    try {
      ticket.request(ticket.drawable.draw(level, nowMs));
    } catch (error) {
      // A painter that throws must not stop the others from drawing.
      this.host.reportError(error);
    }
  }

  private drawAll(nowMs: number): void {
    this.waiting = false;
    for (const ticket of this.tickets) if (!ticket.paused) this.drawTicket(ticket, nowMs);
  }
}

const schedulers = new WeakMap<FrameHost, FrameScheduler>();

/** Returns the scheduler of a browser window. A pane moved into its own window is drawn by that window's frames. */
export function schedulerOf(host: FrameHost): FrameScheduler {
  let scheduler = schedulers.get(host);
  if (scheduler === undefined) {
    scheduler = new FrameScheduler(host);
    schedulers.set(host, scheduler);
  }
  return scheduler;
}
