/** The command line of `crossbook verify`. */
import { describe, expect, test } from 'vitest';
import { helpText, readCommand } from '../../../../src-main/command/command-line.ts';
import { UsageError } from '../../../../src-main/command/usage-error.ts';
import type { Venue } from '../../../../src-shared/venues/venue.ts';

const venues = ['one', 'two'].map((id) => ({ id, name: id, signedUpgrade: null }) as unknown as Venue);
const read = (...args: string[]) => readCommand(['verify', ...args], venues);

describe('crossbook verify', () => {
  test('takes files in any place among its options', () => {
    expect(read('a.gz')).toEqual({ command: 'verify', json: false, files: ['a.gz'], venue: null, booksAt: null });
    expect(read('b', '--json', 'a', '--venue', 'two', '--books-at', '1000', '--', '--c')).toEqual({
      command: 'verify',
      json: true,
      files: ['b', 'a', '--c'],
      venue: 'two',
      booksAt: 1_000,
    });
    expect(read('--help')).toEqual({ command: 'help', json: false, of: 'verify' });
  });

  test.each([
    [[], 'name at least one recording'],
    [[''], 'is empty'],
    [['a', '--venue', 'three'], "--venue is one or two, not 'three'"],
    [['a', '--books-at', '0'], '--books-at is a whole number from 1'],
    [['a', '--books-at', '1e3'], '--books-at'],
    [['a', '--books-at'], '--books-at'],
    [['a', '--frob'], "'--frob'"],
    [['a', '--rate', '5'], "'--rate'"],
  ])('says in one sentence what is wrong with %j', (args, words) => {
    expect(() => read(...args)).toThrow(UsageError);
    expect(() => read(...args)).toThrow(words);
    expect(() => read(...args)).toThrow(/^[^\n]+\.$/);
  });

  test('is the only command that takes files', () => {
    expect(() => readCommand(['doctor', 'a'], venues)).toThrow(UsageError);
  });

  test('is explained by the help', () => {
    const help = helpText('1.2.3', venues, 'verify');
    for (const word of ['crossbook verify', '--venue <id>', 'one, two', '--books-at <n>']) expect(help).toContain(word);
  });
});
