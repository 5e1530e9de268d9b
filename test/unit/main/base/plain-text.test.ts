/** What goes to a terminal. */
import { expect, test } from 'vitest';
import { plainText } from '../../../../src-main/base/plain-text.ts';

test('a name that holds control sequences is shown, and does nothing', () => {
  expect(plainText('a\u001b]52;c;AAAA\u0007b\u009b2Jc\rd\u0000')).toBe(
    'a\ufffd]52;c;AAAA\ufffdb\ufffd2Jc\ufffdd\ufffd',
  );
  expect(plainText('line\n\tindented, in “quotes” ✓\n')).toBe('line\n\tindented, in “quotes” ✓\n');
});
