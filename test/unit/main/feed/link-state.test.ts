/** The states of a connection: which may follow which, and what the engine is told. */
import { expect, test } from 'vitest';
import { engineChange, type LinkState, mayFollow } from '../../../../src-main/feed/link-state.ts';

const NAMES = ['idle', 'connecting', 'open', 'silent', 'backoff', 'refused', 'closed'] as const;
const state = (name: LinkState['name']): LinkState => ({ name }) as LinkState;

test('a socket opens only from a pause, and goes live only from connecting', () => {
  expect(NAMES.filter((from) => mayFollow(from, 'connecting'))).toEqual(['idle', 'backoff', 'refused']);
  expect(NAMES.filter((from) => mayFollow(from, 'open'))).toEqual(['connecting', 'silent']);
  expect(NAMES.filter((from) => mayFollow(from, 'silent'))).toEqual(['open']);
});

test('every state may be closed, and nothing follows closed', () => {
  expect(NAMES.filter((from) => !mayFollow(from, 'closed'))).toEqual(['closed']);
  expect(NAMES.filter((to) => mayFollow('closed', to))).toEqual([]);
});

test('the engine is told of every change between live and not live, of silence and its end, and of nothing else', () => {
  const told = NAMES.flatMap((from) =>
    NAMES.filter((to) => mayFollow(from, to)).map((to) => [from, to, engineChange(state(from), state(to))] as const),
  ).filter(([, , change]) => change !== null);
  expect(told).toEqual([
    ['connecting', 'open', 'opened'],
    ['open', 'silent', 'silent'],
    ...(['backoff', 'refused', 'closed'] as const).map((to) => ['open', to, 'closed']),
    ['silent', 'open', 'heard'],
    ...(['backoff', 'refused', 'closed'] as const).map((to) => ['silent', to, 'closed']),
  ]);
});
