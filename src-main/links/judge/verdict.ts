/** What a judge of one field decides, with its reason. */
import type { EvidenceField, FieldEvidence, FieldVerdict } from '../../../src-shared/domain/link-evidence.ts';

export type Verdict = readonly [verdict: FieldVerdict, why: string];

/** What is found of two listings, field by field, and whether one asks the other's opposite. */
export class Findings {
  readonly fields: FieldEvidence[] = [];
  turned = false;

  add(field: EvidenceField, [verdict, why]: Verdict, first: string, second: string): void {
    this.fields.push({ field, verdict, first, second, why });
  }
}
