/** Fuzzes what a window sends to main: every request gets one answer, whatever is in it, and nothing wrong reaches a handler. */
import fc from 'fast-check';
import type { WindowPort } from '../../../src-main/app/answers/request-handlers.ts';
import { readWindowMessage } from '../../../src-main/app/answers/window-messages.ts';
import { WindowService } from '../../../src-main/app/answers/window-service.ts';
import type { MainToWindow } from '../../../src-shared/contract/window-main.ts';
import type { Json } from '../../../src-shared/domain/notice.ts';
import { windowToMain } from '../../contract/messages.ts';
import { propertySubject } from './property-subject.ts';
import { twisted } from './twisted.ts';

const requests = windowToMain.request as unknown as readonly Json[];
const message: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...requests).chain(twisted) },
  { weight: 1, arbitrary: fc.constantFrom(...requests) },
  { weight: 1, arbitrary: fc.anything() },
);

export const MESSAGE_SUBJECT = propertySubject({
  name: 'window messages',
  weight: 20,
  values: fc.array(message, { minLength: 1, maxLength: 30 }),
  async check(messages, count) {
    const answered: MainToWindow[] = [];
    const handled: string[] = [];
    const port: WindowPort = {
      post: (data) => {
        if (!(data instanceof Uint8Array)) answered.push(data);
      },
      onMessage: null,
      onClose: null,
      close: () => {},
      pending: () => 0,
    };
    const service = new WindowService();
    service.attach(port);
    const good = messages.map((data) => readWindowMessage(data));
    // The handlers of the app are not here: each request is refused in a sentence, or was wrong before.
    for (const data of messages) port.onMessage?.(data as never);
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (answered.length >= good.filter((read) => read.ok || read.id !== null).length) resolve();
        else setImmediate(look);
      };
      look();
    });
    const expected = good.flatMap((read) => (read.ok ? [read.message.id] : read.id === null ? [] : [read.id]));
    const ids = answered.map((answer) => ('id' in answer ? answer.id : null));
    if (ids.length !== expected.length || ids.some((id, at) => id !== expected[at])) throw new Error('another answer');
    for (const read of good) {
      count(read.ok ? 'taken' : read.id === null ? 'unknown' : 'refused');
      if (read.ok && !readWindowMessage(JSON.parse(JSON.stringify(read.message))).ok)
        throw new Error(`${read.message.name} is not taken again`);
    }
    if (handled.length > 0) throw new Error('a handler was called');
  },
  show: (messages) => messages.map(String).length,
});
