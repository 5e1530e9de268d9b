/** Where the window opens. */
import { describe, expect, test } from 'vitest';
import { placeOn, windowTitle } from '../../../../../src-main/host/electron/electron-window-options.ts';

const screens = [
  { x: 0, y: 0, width: 1_920, height: 1_080 },
  { x: -1_280, y: 0, width: 1_280, height: 1_024 },
];
const place = { x: 100, y: 100, width: 1_000, height: 700, maximized: false };

describe('the window’s place', () => {
  test('is the remembered one where a screen still is', () => {
    expect(placeOn(screens, place)).toEqual({ x: 100, y: 100, width: 1_000, height: 700 });
    expect(placeOn(screens, { ...place, x: -1_200 })).toMatchObject({ x: -1_200 });
  });

  test.each([
    ['to the right', { x: 1_900 }],
    ['above', { y: -500 }],
    ['below', { y: 1_060 }],
    ['far to the left', { x: -4_000 }],
  ])('keeps only its size when it would be %s of every screen', (_where, change) => {
    expect(placeOn(screens, { ...place, ...change })).toEqual({ width: 1_000, height: 700 });
  });

  test('has a size the first time', () => {
    expect(placeOn(screens, null)).toEqual({ width: 1_440, height: 900 });
  });
});

test('the title tells the modes apart', () => {
  expect([windowTitle('live'), windowTitle('demo'), windowTitle('replay')]).toEqual([
    'Crossbook - LIVE',
    'Crossbook - DEMO',
    'Crossbook - REPLAY',
  ]);
});
