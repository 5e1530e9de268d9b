/** Environment variables in settings. */
import { describe, expect, test } from 'vitest';
import { substitute } from '../../../../src-main/base/substitution.ts';

const environment = { HOME: '/home/me', EMPTY: '', PORT: '8080' };

function fill(value: unknown): { value: unknown; problems: string[] } {
  const problems: string[] = [];
  return { value: substitute(value, environment, problems), problems };
}

describe('a setting', () => {
  test.each([
    [`\${HOME}/key.pem`, '/home/me/key.pem'],
    [`http://127.0.0.1:\${PORT}/\${HOME}`, 'http://127.0.0.1:8080//home/me'],
    [`\${NONE:-default}`, 'default'],
    [`\${EMPTY:-default}`, 'default'],
    [`\${NONE:-}`, ''],
    [`\${PORT:-1}`, '8080'],
    [`\${PORT:?must be set}`, '8080'],
    [`plain $HOME $ {HOME} \${} \${1X}`, `plain $HOME $ {HOME} \${} \${1X}`],
  ])('of %j becomes %j', (given, expected) => {
    expect(fill(given)).toEqual({ value: expected, problems: [] });
  });

  test('is filled in wherever it stands', () => {
    const given = { a: [`\${PORT}`, 1, null, true], b: { c: `\${PORT}` } };
    expect(fill(given).value).toEqual({ a: ['8080', 1, null, true], b: { c: '8080' } });
  });

  test('whose variable is missing is taken out, and said', () => {
    expect(fill({ a: { b: `\${NONE}`, c: 1 }, d: [`\${NONE:?ask the desk}`, 'x'] })).toEqual({
      value: { a: { c: 1 }, d: ['x'] },
      problems: [
        'a.b needs the environment variable NONE: it is not set.',
        'd[0] needs the environment variable NONE: ask the desk.',
      ],
    });
  });

  test('does not fill in what a variable holds', () => {
    const problems: string[] = [];
    expect(substitute(`\${A}`, { A: `\${B}`, B: 'secret' }, problems)).toBe(`\${B}`);
    expect(problems).toEqual([]);
  });
});
