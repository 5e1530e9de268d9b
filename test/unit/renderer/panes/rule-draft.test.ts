/** The form of an alert rule: what is typed becomes exact millionths, or a sentence about the field. */
import { expect, test } from 'vitest';
import { alertRuleShape } from '../../../../src-main/profile/alert-shape.ts';
import { draftOf, emptyDraft, type RuleDraft, readDraft } from '../../../../src-renderer/panes/alerts/rule-draft.ts';
import { alertRules } from '../../../contract/alert-messages.ts';

const draft = (changes: Partial<RuleDraft>): RuleDraft => ({ ...emptyDraft('one:1'), cents: '45', ...changes });

test.each(alertRules.map((rule) => [rule.when.kind, rule] as const))(
  'a rule of %s goes through the form unchanged',
  (_kind, rule) => {
    const { id, ...rest } = rule;
    expect(readDraft(draftOf(rule))).toEqual({ ok: true, rule: rest });
    expect(alertRuleShape.safeParse({ ...rest, id }).success).toBe(true);
  },
);

test.each([
  [{ cents: '45.55' }, 455_500],
  [{ cents: ' 0.0001 ' }, 1],
  [{ cents: '100' }, 1_000_000],
])('%j is a price of %d millionths', (changes, priceMicros) => {
  expect(readDraft(draft(changes))).toMatchObject({ ok: true, rule: { when: { priceMicros } } });
});

test.each([
  [{ cents: '' }, 'cents'],
  [{ cents: '101' }, 'cents'],
  [{ cents: '-1' }, 'cents'],
  [{ cents: '0.00001' }, 'cents'],
  [{ cents: 'many' }, 'cents'],
  [{ hysteresisCents: '0' }, 'hysteresisCents'],
  [{ target: '' }, 'target'],
  [{ quietSeconds: '0' }, 'quietSeconds'],
  [{ kind: 'trade', dollars: '0' }, 'dollars'],
  [{ kind: 'wall', contracts: 'x' }, 'contracts'],
  [{ kind: 'feed', forSeconds: '1e9' }, 'forSeconds'],
] as const)('%j is refused with a sentence about %s', (changes, field) => {
  const read = readDraft(draft(changes));
  expect(read).toMatchObject({ ok: false, field });
  expect((read as { text: string }).text).toMatch(/\.$/);
});

test('reads figures with separated thousands, and a new form is valid', () => {
  expect(readDraft(draft({ kind: 'trade', dollars: '10,000' }))).toMatchObject({
    rule: { when: { notionalMicros: 10_000_000_000 } },
  });
  for (const kind of ['edge', 'spread', 'wall', 'trade', 'feed', 'resolution'] as const) {
    expect(readDraft(draft({ kind })).ok).toBe(true);
  }
});
