/** Which channels of a file are a session's. */
import { expect, test } from 'vitest';
import { sessionChannel } from '../../../../src-main/session/mcap-read.ts';

const NONE = new Map<string, string>();

test('a connection is known by a number that a batch of frames can hold', () => {
  expect(sessionChannel('frames/venue/4294967295/text', NONE)).toMatchObject({ connection: 4_294_967_295 });
  for (const number of ['4294967296', '9999999999', '-1', '']) {
    expect(sessionChannel(`frames/venue/${number}/text`, NONE)).toEqual({ carries: 'unknown' });
  }
});
