/** Shows the evidence for and against a link: one row per field, its verdict as a word and a mark, not by colour alone. */
import { Check, CircleHelp, X } from 'lucide-react';
import type { FieldEvidence, FieldVerdict, LinkEvidence } from '../../../src-shared/domain/link-evidence.ts';
import type { ListingId } from '../../../src-shared/domain/listing.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';

const WORDS: Readonly<Record<FieldVerdict, string>> = { agrees: 'agrees', open: 'open', contradicts: 'veto' };
const MARKS = { agrees: Check, open: CircleHelp, contradicts: X } as const;

type EvidenceTableProps = {
  readonly evidence: LinkEvidence;
  readonly first: ListingId;
  readonly second: ListingId;
};

export function EvidenceTable({ evidence, first, second }: EvidenceTableProps) {
  return (
    <table className="evidence">
      {evidence.cap === 100 ? null : (
        <caption className="faint">The score is at most {evidence.cap} of 100 while fields are open.</caption>
      )}
      <thead>
        <tr>
          <th>Field</th>
          <th>Verdict</th>
          <th>
            <VenueTag listing={first} />
          </th>
          <th>
            <VenueTag listing={second} />
            {evidence.orientation === 'inverted' ? <span className="link-inverted">inverted</span> : null}
          </th>
        </tr>
      </thead>
      <tbody>
        {vetoesFirst(evidence.fields).map((one) => (
          <Row key={one.field} evidence={one} />
        ))}
      </tbody>
    </table>
  );
}

/** What forbids the link is read first. */
function vetoesFirst(fields: readonly FieldEvidence[]): readonly FieldEvidence[] {
  const isVeto = ({ verdict }: FieldEvidence): number => Number(verdict === 'contradicts');
  return fields.toSorted((a, b) => isVeto(b) - isVeto(a));
}

function Row({ evidence }: { readonly evidence: FieldEvidence }) {
  const { field, verdict, first, second, why } = evidence;
  const Mark = MARKS[verdict];
  return (
    <tr data-field={field} data-verdict={verdict}>
      <th scope="row">{field}</th>
      <td className="evidence-verdict">
        <Mark size={12} aria-hidden="true" /> {WORDS[verdict]}
      </td>
      <td className="selectable">{first === '' ? <span className="faint">not stated</span> : first}</td>
      <td className="selectable">
        {second === '' ? <span className="faint">not stated</span> : second}
        {why === '' ? null : <span className="evidence-why">{why}</span>}
      </td>
    </tr>
  );
}
