/** Shows that links are suggested for a market, as a link to their review. Empty when there are none. */
import { Link2 } from 'lucide-react';
import { reviewLinks } from '../stores/link-review-store.ts';
import { useSuggestedLinks } from './use-suggested-links.ts';

export function SuggestedLinks({ target }: { readonly target: string | null }) {
  const count = useSuggestedLinks(target);
  return count === 0 ? null : (
    <button
      type="button"
      className="suggested-links"
      title="May be the same contract on another venue: review the evidence (K)"
      onClick={() => reviewLinks(target)}
    >
      <Link2 size={12} aria-hidden="true" />
      {suggestedText(count)}
    </button>
  );
}

/** "1 suggested link" */
export function suggestedText(count: number): string {
  return `${count} suggested ${count === 1 ? 'link' : 'links'}`;
}
