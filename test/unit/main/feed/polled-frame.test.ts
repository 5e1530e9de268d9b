/** What a polled book is handed on and recorded as. */
import { expect, it } from 'vitest';
import { polledFrame } from '../../../../src-main/feed/polled-frame.ts';
import { unkeyed } from '../../../venues/roles.ts';

const rest = { fetch: async () => ({ bytes: Buffer.from('{"bids":[]}'), dateHeader: null }) };

it('hands an answer on as it came where it names its books', async () => {
  expect(Buffer.from(await polledFrame(unkeyed.venue, rest, ['a', 'b'])).toString()).toBe('{"bids":[]}');
});

it('puts the symbol that was requested before an answer that names none', async () => {
  const venue = { ...unkeyed.venue, poll: { ...unkeyed.venue.poll, max: 1, isNameless: true } as const };
  const frame = Buffer.from(await polledFrame(venue, rest, ['a"b'])).toString();
  expect(JSON.parse(frame)).toEqual({ asked: 'a"b', answer: { bids: [] } });
});
