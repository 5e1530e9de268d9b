/** A silence is counted in looks; a sign of life ends it. */
import { expect, it } from 'vitest';
import { Silence } from '../../../../src-shared/domain/supervision/silence.ts';

it('is too long after more looks than allowed, at every later look, and until a sign of life', () => {
  const silence = new Silence(3);
  const looks = (count: number): readonly boolean[] => Array.from({ length: count }, () => silence.look());
  expect(looks(5)).toEqual([false, false, false, true, true]);
  silence.heard();
  expect(looks(4)).toEqual([false, false, false, true]);
});
