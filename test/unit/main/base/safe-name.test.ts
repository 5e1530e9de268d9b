/** Names from a recording become names of files. */
import { expect, test } from 'vitest';
import { SafeNames, safeName } from '../../../../src-main/base/safe-name.ts';

test('a name has no separators and leads nowhere', () => {
  for (const name of ['../../../victim/cron_quotes_M', 'a\\b', 'a:b', '/etc/passwd', 'a\u0000b', '..'])
    expect(safeName(`${name}.csv`)).toMatch(/^[A-Za-z0-9._-]+$/);
  expect(safeName('x'.repeat(1_000)).length).toBe(150);
});

test('two names that would be one file are told apart, also where the case of letters does not count', () => {
  const names = new SafeNames();
  expect(['a:b', 'a/b', 'A_B', 'a_b-2', 'c'].map((name) => names.of(name))).toEqual([
    'a_b',
    'a_b-2',
    'A_B-3',
    'a_b-2-2',
    'c',
  ]);
});
