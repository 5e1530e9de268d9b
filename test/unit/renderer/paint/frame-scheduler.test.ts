/** Checks that painters share one animation frame: requests merge, pause, and never disturb one another. */
import { describe, expect, it } from 'vitest';
import {
  type FrameHost,
  FrameScheduler,
  REDRAW,
  type Redraw,
  schedulerOf,
} from '../../../../src-renderer/paint/frame-scheduler.ts';

/** A window whose frames are triggered by the test. */
class HandFrames implements FrameHost {
  asked = 0;
  readonly errors: unknown[] = [];
  readonly performance = { now: () => this.nowMs };
  private nowMs = 0;
  private callback: ((nowMs: number) => void) | null = null;

  requestAnimationFrame(callback: (nowMs: number) => void): number {
    this.asked++;
    this.callback = callback;
    return this.asked;
  }

  reportError(error: unknown): void {
    this.errors.push(error);
  }

  frame(): void {
    this.nowMs += 16;
    const callback = this.callback;
    this.callback = null;
    callback?.(this.nowMs);
  }
}

const painter = (answers: Redraw[] = []) => {
  const drawn: Redraw[] = [];
  return {
    drawn,
    draw(level: Redraw): Redraw {
      drawn.push(level);
      return answers.shift() ?? REDRAW.none;
    },
  };
};

describe('the frame scheduler', () => {
  it('draws once a frame with the highest level asked for', () => {
    const host = new HandFrames();
    const one = painter();
    const ticket = new FrameScheduler(host).add(one);
    ticket.request(REDRAW.changes);
    ticket.request(REDRAW.all);
    ticket.request(REDRAW.changes);
    expect(host.asked).toBe(1);
    host.frame();
    expect(one.drawn).toEqual([REDRAW.all]);
  });

  it('asks for one frame for several painters and for none when nothing is to be drawn', () => {
    const host = new HandFrames();
    const scheduler = new FrameScheduler(host);
    const tickets = [painter(), painter(), painter()].map((each) => scheduler.add(each));
    expect(host.asked).toBe(0);
    for (const ticket of tickets) ticket.request(REDRAW.changes);
    expect(host.asked).toBe(1);
    host.frame();
    expect(host.asked).toBe(1);
  });

  it('draws again as long as a painter says that something still moves', () => {
    const host = new HandFrames();
    const one = painter([REDRAW.changes, REDRAW.changes, REDRAW.none]);
    new FrameScheduler(host).add(one).request(REDRAW.all);
    for (let i = 0; i < 5; i++) host.frame();
    expect(one.drawn).toEqual([REDRAW.all, REDRAW.changes, REDRAW.changes]);
    expect(host.asked).toBe(3);
  });

  it('leaves a paused painter alone and draws everything once it is resumed', () => {
    const host = new HandFrames();
    const one = painter();
    const ticket = new FrameScheduler(host).add(one);
    ticket.setPaused(true);
    for (let i = 0; i < 100; i++) ticket.request(REDRAW.changes);
    ticket.drawNow();
    expect(host.asked).toBe(0);
    expect(one.drawn).toEqual([]);
    ticket.setPaused(false);
    host.frame();
    expect(one.drawn).toEqual([REDRAW.all]);
  });

  it('does not draw a painter that was paused after it had asked', () => {
    const host = new HandFrames();
    const one = painter();
    const ticket = new FrameScheduler(host).add(one);
    ticket.request(REDRAW.changes);
    ticket.setPaused(true);
    host.frame();
    expect(one.drawn).toEqual([]);
  });

  it('draws within the turn when the canvas has just been emptied, and not twice', () => {
    const host = new HandFrames();
    const one = painter();
    const ticket = new FrameScheduler(host).add(one);
    ticket.request(REDRAW.all);
    ticket.drawNow();
    expect(one.drawn).toEqual([REDRAW.all]);
    host.frame();
    expect(one.drawn).toEqual([REDRAW.all]);
  });

  it('reports what one painter throws and still draws the others', () => {
    const host = new HandFrames();
    const scheduler = new FrameScheduler(host);
    const broken = scheduler.add({
      draw: () => {
        throw new Error('no colour');
      },
    });
    const one = painter();
    const ticket = scheduler.add(one);
    broken.request(REDRAW.changes);
    ticket.request(REDRAW.changes);
    host.frame();
    expect(host.errors).toHaveLength(1);
    expect(one.drawn).toEqual([REDRAW.changes]);
  });

  it('never draws a painter that was released', () => {
    const host = new HandFrames();
    const one = painter();
    const ticket = new FrameScheduler(host).add(one);
    ticket.request(REDRAW.all);
    ticket.release();
    host.frame();
    ticket.drawNow();
    expect(one.drawn).toEqual([]);
  });

  it('still draws the painters that follow one released while the frame is drawn', () => {
    const host = new HandFrames();
    const scheduler = new FrameScheduler(host);
    const first = painter();
    const releasing = scheduler.add({
      draw: () => {
        firstTicket.release();
        releasing.release();
        return REDRAW.changes;
      },
    });
    const firstTicket = scheduler.add(first);
    const second = painter();
    const secondTicket = scheduler.add(second);
    for (const ticket of [releasing, firstTicket, secondTicket]) ticket.request(REDRAW.changes);
    host.frame();
    expect(first.drawn).toEqual([]);
    expect(second.drawn).toEqual([REDRAW.changes]);
    expect(host.asked, 'a released painter asks for no further frame').toBe(1);
  });

  it('is the same one for the same window', () => {
    const host = new HandFrames();
    expect(schedulerOf(host)).toBe(schedulerOf(host));
    expect(schedulerOf(new HandFrames())).not.toBe(schedulerOf(host));
  });
});
