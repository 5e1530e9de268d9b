/** When a part that died is started again. */
import { describe, expect, it } from 'vitest';
import { RestartRule } from '../../../../src-shared/domain/supervision/restart-rule.ts';

const timing = { firstMs: 100, maxMs: 350, windowMs: 1_000, deathsMax: 3 };

describe('the restart rule', () => {
  it('waits longer each time, up to the longest pause, and starts over when the part works', () => {
    const rule = new RestartRule({ ...timing, deathsMax: 10 });
    expect([rule.died(0), rule.died(1), rule.died(2), rule.died(3)]).toEqual([100, 200, 350, 350]);
    rule.works();
    expect(rule.died(4)).toBe(100);
  });

  it('ends after too many deaths in the time, although the component worked in between, until the user asks', () => {
    const rule = new RestartRule(timing);
    for (const atMs of [0, 10, 20]) {
      expect(rule.died(atMs)).not.toBeNull();
      rule.works();
    }
    expect(rule.died(30)).toBeNull();
    rule.forgive();
    expect(rule.died(40)).toBe(100);
  });

  it('counts only the deaths of the last while', () => {
    const rule = new RestartRule(timing);
    for (let death = 0; death < 20; death++) expect(rule.died(death * 400)).not.toBeNull();
  });
});
