/**
 * What speaks for and against two listings being the same contract, field by field.
 *
 * A field that contradicts is a veto, whatever the texts look like otherwise; a field that one side does not state, or of which
 * something was not understood, is open and for the user to look up. The score only orders suggestions, it decides nothing.
 */
import type { Link } from './link.ts';

/** In the order in which they are read. */
export const EVIDENCE_FIELDS = [
  'subject',
  'outcome',
  'polarity',
  'event',
  'threshold',
  'comparison',
  'date',
  'place',
  'source',
  'texts',
  'category',
] as const;
export type EvidenceField = (typeof EVIDENCE_FIELDS)[number];

export const FIELD_VERDICTS = ['agrees', 'open', 'contradicts'] as const;
export type FieldVerdict = (typeof FIELD_VERDICTS)[number];

export type FieldEvidence = {
  readonly field: EvidenceField;
  readonly verdict: FieldVerdict;
  /** What each listing says, as read; '' where it says nothing. */
  readonly first: string;
  readonly second: string;
  /** One sentence where the two texts do not explain the verdict by themselves, else ''. */
  readonly why: string;
};

export type LinkEvidence = {
  /** Whether the second listing's YES is the first one's YES or its NO. */
  readonly orientation: Link['members'][number]['orientation'];
  /** 0 to 100. */
  readonly score: number;
  /** What the score is held to while fields are open; 100: none is. */
  readonly cap: number;
  readonly fields: readonly FieldEvidence[];
};

/** Two listings that may be the same contract: a link of status `suggested`, and in short why. */
export type LinkSuggestion = {
  readonly link: Link;
  /** 0 to 100. */
  readonly score: number;
  /** How much of what the texts tell they tell both, 0 to 1, rare words counting more. */
  readonly overlap: number;
  /** Fields that contradict, and that are open. */
  readonly vetoes: readonly EvidenceField[];
  readonly open: readonly EvidenceField[];
};

/** The fields that forbid the link; none: the user may confirm it. */
export function vetoesOf(evidence: LinkEvidence): readonly FieldEvidence[] {
  return evidence.fields.filter(({ verdict }) => verdict === 'contradicts');
}
