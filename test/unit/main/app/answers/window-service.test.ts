/** Windows' requests: each is answered, in order, and one window's flood does not hold up the others. */
import { describe, expect, it } from 'vitest';
import { REQUESTS_WAITING_MAX } from '../../../../../src-main/app/answers/request-queue.ts';
import { WindowService } from '../../../../../src-main/app/answers/window-service.ts';
import type { MainToWindow, WindowToMain } from '../../../../../src-shared/contract/window-main.ts';
import { Noted } from '../../../noted.ts';

type Answered = Extract<MainToWindow, { readonly id: number }>;

/** A window's end of main's port, without a wire: what main posts is noted at once. */
class Window {
  readonly answers = new Noted<Answered>();
  unread = 0;
  onMessage: ((data: WindowToMain | Uint8Array<ArrayBuffer>) => void) | null = null;
  onClose: ((reason: string) => void) | null = null;
  private lastId = 0;

  post(message: MainToWindow | Uint8Array<ArrayBuffer>): void {
    if (!(message instanceof Uint8Array) && 'id' in message) this.answers.add(message);
  }

  close(reason = ''): void {
    this.onClose?.(reason);
  }

  pending(): number {
    return this.unread;
  }

  ask(name: 'report' | 'sessions'): number {
    const id = ++this.lastId;
    this.onMessage?.({ kind: 'request', id, name, ask: {} } as WindowToMain);
    return id;
  }
}

/** `report` keeps main busy for a moment, as the real one does. */
function withWindows(): { service: WindowService; flooding: Window; other: Window; reported: () => number } {
  const service = new WindowService();
  let reports = 0;
  service.handle({
    report: () => {
      reports++;
      for (const untilMs = performance.now() + 2; performance.now() < untilMs; );
      return '';
    },
    sessions: () => [],
  });
  const [flooding, other] = [new Window(), new Window()];
  for (const window of [flooding, other]) service.attach(window);
  return { service, flooding, other, reported: () => reports };
}

describe('a window that floods', () => {
  it('does not hold up another one, which is answered after one of its requests at most', async () => {
    const { flooding, other, reported } = withWindows();
    for (let at = 0; at < 10_000; at++) flooding.ask('report');
    other.ask('sessions');
    await other.answers.count(1);
    expect(reported()).toBeLessThanOrEqual(1);
    expect(other.answers.items[0]).toMatchObject({ kind: 'answer', answer: [] });
  });

  it('is told at once what is not taken, and is answered the rest in order', async () => {
    const { flooding } = withWindows();
    for (let at = 0; at < REQUESTS_WAITING_MAX + 3; at++) flooding.ask('report');
    const text = `This window has ${REQUESTS_WAITING_MAX} requests waiting, so this one was not taken. Try again in a moment.`;
    expect(flooding.answers.items).toEqual(
      [1, 2, 3].map((more) => ({ kind: 'failed', id: REQUESTS_WAITING_MAX + more, text })),
    );
    const all = await flooding.answers.count(REQUESTS_WAITING_MAX + 3);
    const ids = all.slice(3).map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: REQUESTS_WAITING_MAX }, (_, at) => at + 1));
    const later = flooding.ask('report');
    expect((await flooding.answers.count(REQUESTS_WAITING_MAX + 4)).at(-1)).toMatchObject({
      kind: 'answer',
      id: later,
    });
  });

  it('gets no more answers while it does not read them, and all of them when it does', async () => {
    const { flooding, other, reported } = withWindows();
    flooding.unread = 1 << 30;
    for (let at = 0; at < 5; at++) flooding.ask('report');
    other.ask('sessions');
    await other.answers.count(1);
    expect(reported()).toBe(0);
    flooding.unread = 0;
    await flooding.answers.count(5);
    expect(reported()).toBe(5);
  });

  it('is not answered any more once it has closed', async () => {
    const { flooding, other, reported } = withWindows();
    for (let at = 0; at < 5; at++) flooding.ask('report');
    flooding.close();
    other.ask('sessions');
    await other.answers.count(1);
    expect(reported()).toBe(0);
    flooding.ask('report');
    expect(flooding.answers.items.at(-1)?.kind).toBe('failed');
  });
});
