/** What a window says to main is believed only after it was checked. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWindowMessage } from '../../../../../src-main/app/answers/window-messages.ts';
import { windowToMain } from '../../../../contract/messages.ts';

const request = (name: string, ask: unknown, id: unknown = 7): unknown => ({ kind: 'request', id, name, ask });

describe('a window’s message', () => {
  test.each(windowToMain.request.map((message) => [message.name, message]))(
    'of the kind %s is taken',
    (_name, message) => {
      expect(readWindowMessage(message)).toEqual({ ok: true, message });
    },
  );

  test.each([
    ['search', { text: 'x'.repeat(501), venues: [], limit: 10 }],
    ['search', { text: '', venues: [], limit: 0 }],
    ['search', { text: '', venues: [], limit: 1e9 }],
    ['search', { text: '', venues: [], limit: 1.5 }],
    ['search', { text: '', venues: 'all', limit: 10 }],
    ['listings', { ids: Array.from({ length: 2_001 }, String) }],
    ['listings', { ids: [''] }],
    ['listings', { ids: ['x'.repeat(301)] }],
    ['setWatchlist', { watchlist: [7] }],
    ['setPreferences', { preferences: { theme: 'pink' } }],
    ['setPreferences', { preferences: { keyId: 'x' } }],
    ['show', {}],
    ['reconnect', { connection: -1 }],
    ['restartPart', { now: true }],
    ['report', null],
  ])('%s with %j is answered with a sentence', (name, ask) => {
    const answer = readWindowMessage(request(name, ask));
    expect(answer).toMatchObject({ ok: false, id: 7 });
    expect((answer as { text: string }).text).toContain(name);
  });

  test.each([
    [request('eval', {})],
    [request('__proto__', {})],
    [request('toString', {})],
    [request('report', {}, -1)],
    [request('report', {}, 'x')],
    [{ kind: 'hello' }],
    [{ ...(request('report', {}) as object), more: 1 }],
    [new Uint8Array([1])],
  ])('%j cannot be answered and says what it was', (data) => {
    expect(readWindowMessage(data)).toMatchObject({ ok: false, id: null, text: expect.stringContaining('unknown') });
  });

  test('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (data, ask) => {
        readWindowMessage(data);
        for (const { name } of windowToMain.request) readWindowMessage(request(name, ask));
      }),
      { numRuns: 300 },
    );
  });
});
