/** Which addresses may leave the app for the user's browser. */
import { describe, expect, test } from 'vitest';
import { mayOpen, venueDomains } from '../../../../../src-main/app/answers/external-links.ts';
import { VENUES } from '../../../../../src-shared/venues/index.ts';
import type { Venue } from '../../../../../src-shared/venues/venue.ts';

const venue = {
  environments: {
    production: { rest: 'https://api.one.example/v1', ws: 'wss://ws.one.example' },
    demo: { rest: 'https://demo.one.test', local: 'http://127.0.0.1:1', bare: 'http://localhost:1' },
  },
} as unknown as Venue;

const domains = venueDomains([venue]);

describe('an address outside', () => {
  test('may be on the venues’ own domains alone', () => {
    expect([...domains].sort()).toEqual(['one.example', 'one.test']);
  });

  test.each([['https://one.example/'], ['https://www.one.example/event/x?y#z'], ['https://one.test/']])(
    'may be %s',
    (url) => {
      expect(mayOpen(url, domains)).toBe(true);
    },
  );

  test.each([
    ['http://one.example/'],
    ['https://one.example.evil.example/'],
    ['https://evilone.example/'],
    ['https://user@one.example/'],
    ['https://one.example:8443/'],
    ['https://127.0.0.1/'],
    ['file:///etc/passwd'],
    ['javascript:alert(1)'],
    ['one.example'],
    [''],
  ])('may not be %s', (url) => {
    expect(mayOpen(url, domains)).toBe(false);
  });

  test('may be a market’s page of every venue there is', () => {
    expect(venueDomains(VENUES).size).toBeGreaterThanOrEqual(VENUES.length);
  });
});
