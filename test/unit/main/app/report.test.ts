/** The report that the user sends: what is in it, and what must not be. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AppOptions } from '../../../../src-main/app/controllers/app-types.ts';
import { reportText } from '../../../../src-main/app/report.ts';
import { findPaths } from '../../../../src-main/profile/paths.ts';
import { defaultSettings } from '../../../../src-main/profile/settings.ts';
import type { AppHealth, LogEvent } from '../../../../src-shared/domain/health.ts';

const key = { keyId: 'key-id-of-mine', privateKeyPath: 'secret/private.key' };
const paths = findPaths('live', '/home/somebody/crossbook');
const options = {
  version: '1',
  hostName: 'Node',
  mode: 'live',
  paths,
  settings: { ...defaultSettings(), venues: { one: { enabled: true, endpoints: {}, key } } },
} as unknown as AppOptions;
const event: LogEvent = {
  atMs: 0,
  level: 'warn',
  code: 'FEED_KEY',
  venue: 'one',
  connection: null,
  listing: '',
  text: `One's key file ${join(paths.data, 'secret/private.key')} cannot be read (it does not exist).`,
};

test('a report tells what happened without the key, its id or its path', () => {
  const text = reportText(options, { atMs: 0 } as AppHealth, [event]);
  expect(text).toContain("FEED_KEY one: One's key file (its path) cannot be read");
  expect(text).toContain('"key":"set"');
  for (const secret of ['private.key', 'secret/', 'key-id-of-mine']) expect(text).not.toContain(secret);
});
