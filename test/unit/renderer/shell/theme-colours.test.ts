/** Which colours of the theme may be mistaken for each other. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../../../src-renderer/shell/theme.css', import.meta.url), 'utf8');
const STATES = ['--error', '--warn', '--ok', '--state-synced', '--state-polled', '--state-recovering', '--state-stale'];
/** Apart enough to be told from each other at the size of a tab's mark. */
const HUE_DEGREES = 25;
/** Below it a colour reads as grey. */
const GREY_SATURATION = 0.25;

function colour(theme: string, name: string): { readonly hue: number; readonly saturation: number } {
  const blocks = css.split('\n:root').filter((block) => block.startsWith(`[data-theme="${theme}"] {`));
  const hex = blocks.map((block) => new RegExp(`${name}: #([0-9a-f]{6})`).exec(block)?.[1]).find(Boolean);
  if (hex === undefined) throw new Error(`${theme} has no ${name}`);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const span = most - least;
  const turn =
    most === red ? (green - blue) / span : most === green ? 2 + (blue - red) / span : 4 + (red - green) / span;
  return { hue: span === 0 ? 0 : (turn * 60 + 360) % 360, saturation: span / (1 - Math.abs(most + least - 1) || 1) };
}

describe.each(['dark', 'light'])('the %s theme', (theme) => {
  test('gives the channel of every new pane no colour', () => {
    expect(colour(theme, '--channel-a').saturation).toBeLessThan(GREY_SATURATION);
  });

  test.each(['--channel-b', '--channel-c'])('has no state that looks like %s', (name) => {
    const { hue } = colour(theme, name);
    for (const state of STATES) {
      const apart = Math.abs(hue - colour(theme, state).hue);
      expect(Math.min(apart, 360 - apart), state).toBeGreaterThan(HUE_DEGREES);
    }
  });
});
