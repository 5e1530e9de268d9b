/**
 * Decides when a window's requests are answered: in their order, one a turn of main's, and the windows in rotation, so that however many
 * one window sends, the others wait for one of them at most.
 *
 * A window that sends more than anyone needs is told so at once, and one that does not read its answers gets no more until it does.
 */
import type { WindowPort } from './request-handlers.ts';

/** A window that opens sends some twenty at once; beyond this something is wrong with it. */
export const REQUESTS_WAITING_MAX = 500;
/** Requests of a window that are being answered at once: each may hold a part of the catalogue or of a session. */
const REQUESTS_RUNNING_MAX = 16;
/** Bytes of answers that a window has not read yet: twice the largest one. */
const UNREAD_BYTES_MAX = 8 << 20;
const LOOK_AGAIN_MS = 50;

type Line = { readonly waiting: unknown[]; running: number };

export class RequestQueue {
  private readonly answer: (window: WindowPort, request: unknown) => Promise<void>;
  /** The window whose turn is next comes first. */
  private readonly lines = new Map<WindowPort, Line>();
  private isScheduled = false;

  /** `answer` never rejects. */
  constructor(answer: (window: WindowPort, request: unknown) => Promise<void>) {
    this.answer = answer;
  }

  open(window: WindowPort): void {
    this.lines.set(window, { waiting: [], running: 0 });
  }

  /** What the window still waits for is not answered any more. */
  close(window: WindowPort): void {
    this.lines.delete(window);
  }

  /** False: too many are waiting, and this one is not taken. */
  add(window: WindowPort, request: unknown): boolean {
    const line = this.lines.get(window);
    if (!line || line.waiting.length >= REQUESTS_WAITING_MAX) return false;
    line.waiting.push(request);
    this.schedule();
    return true;
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.turn();
    });
  }

  /** Answers one request of the first window that may have one. */
  private turn(): void {
    let isUnread = false;
    for (const [window, line] of this.lines) {
      if (line.waiting.length === 0 || line.running >= REQUESTS_RUNNING_MAX) continue;
      if (window.pending() > UNREAD_BYTES_MAX) {
        isUnread = true;
        continue;
      }
      this.lines.delete(window);
      this.lines.set(window, line);
      line.running++;
      void this.answer(window, line.waiting.shift()).finally(() => {
        line.running--;
        this.schedule();
      });
      this.schedule();
      return;
    }
    if (isUnread) setTimeout(() => this.schedule(), LOOK_AGAIN_MS).unref();
  }
}
