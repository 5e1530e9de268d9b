/**
 * One link: the actions on it, the evidence field by field, and each listing with its live touch and its rules, with the words that
 * the others lack marked.
 */
import { useCallback, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { LinkCard } from '../../../src-shared/contract/window-main.ts';
import type { Link, LinkAction } from '../../../src-shared/domain/link.ts';
import type { ListingId } from '../../../src-shared/domain/listing.ts';
import { appStore } from '../../stores/app-store.ts';
import { mainClient, quotes, shown } from '../../stores/clients.ts';
import { listingsStore, needListings, readListings } from '../../stores/listings-store.ts';
import { useMainRequest } from '../../stores/main-request.ts';
import { resolveTarget, type TargetInfo } from '../../stores/target.ts';
import { RequestError } from '../../widgets/request-error.tsx';
import { useTimes } from '../../widgets/use-times.ts';
import { EvidenceTable } from './evidence-table.tsx';
import { decideLink } from './link-requests.ts';
import { MemberCard } from './member-card.tsx';

type LinkDetailProps = {
  readonly card: LinkCard;
  readonly visible: boolean;
  readonly decide: (action: LinkAction, card: LinkCard) => void;
  readonly show: (card: LinkCard, inNew: boolean) => void;
  readonly retry: () => void;
};

const NO_LISTINGS: readonly ListingId[] = [];

export function LinkDetail({ card, visible, decide, show, retry }: LinkDetailProps) {
  const { link } = card;
  const isVetoed = link.status === 'suggested' && card.vetoes.length > 0;
  const info = useLink(link);
  // A link whose markets are gone has no evidence; its cards show that.
  const evidence = useMainRequest(useCallback(() => mainClient.request('linkEvidence', { link: link.id }), [link]));
  const ids = useMemo(() => link.members.map(({ listing }) => listing), [link]);
  const watched = visible ? ids : NO_LISTINGS;
  // Both books are subscribed while the link is shown, also when neither is on the watchlist.
  useEffect(() => shown.add(watched), [watched]);
  useEffect(() => quotes.want(watched), [watched]);
  // Decisions rest on the rules, so the current ones are loaded.
  useEffect(() => readListings(watched), [watched]);
  const { members } = info;
  return (
    <article className="link-detail" aria-label={link.title}>
      <h2 className="selectable">
        {link.title}{' '}
        <span className="link-status" data-status={isVetoed ? 'vetoed' : link.status}>
          {isVetoed ? 'VETO' : link.status.toUpperCase()}
        </span>
      </h2>
      <Actions card={card} decide={decide} show={show} />
      <Decisions link={link} />
      {link.disagreement === undefined ? null : <Disagreement info={info} />}
      <RequestError what="The evidence could not be loaded." problem={evidence.problem} retry={evidence.retry} />
      {evidence.value?.map((one, index) => (
        <EvidenceTable key={ids[index + 1]} evidence={one} first={ids[0] ?? ''} second={ids[index + 1] ?? ''} />
      ))}
      <div className="link-members">
        {members.map((member) => (
          <MemberCard
            key={member.listing}
            member={member}
            info={info}
            others={members.filter((other) => other !== member)}
            onSplit={members.length > 2 ? () => decideLink('split', link, member.listing, retry) : null}
          />
        ))}
      </div>
    </article>
  );
}

/** The link with its listings' facts. Links on a shelf are not in the window's store until they are shown. */
function useLink(link: Link): TargetInfo {
  const listings = useStore(listingsStore);
  const venues = useStore(appStore, (app) => app.venues);
  useEffect(() => needListings(link.members.map(({ listing }) => listing)), [link]);
  return useMemo(() => resolveTarget(link.id, new Map([[link.id, link]]), listings, venues), [link, listings, venues]);
}

function Actions({ card, decide, show }: Pick<LinkDetailProps, 'card' | 'decide' | 'show'>) {
  const { vetoes } = card;
  const { status } = card.link;
  return (
    <div className="link-actions">
      {status === 'confirmed' ? null : (
        <button type="button" className="button" title="Confirm (C)" onClick={() => decide('confirm', card)}>
          {vetoes.length > 0 ? 'Confirm anyway' : 'Confirm'}
          <kbd>C</kbd>
        </button>
      )}
      {status === 'rejected' ? null : (
        <button type="button" className="button" title="Reject (X)" onClick={() => decide('reject', card)}>
          Reject
          <kbd>X</kbd>
        </button>
      )}
      <button
        type="button"
        className="button"
        title="Invert the second listing (F)"
        onClick={() => decide('flip', card)}
      >
        Flip
        <kbd>F</kbd>
      </button>
      {status === 'confirmed' ? (
        <button
          type="button"
          className="button"
          title="Remove the last listing (S)"
          onClick={() => decide('split', card)}
        >
          Split
          <kbd>S</kbd>
        </button>
      ) : null}
      <button
        type="button"
        className="button"
        title="Show the merged ladder (Enter)"
        onClick={(event) => show(card, event.shiftKey)}
      >
        {status === 'confirmed' ? 'Show ladder' : 'Preview ladder'}
        <kbd>⏎</kbd>
      </button>
    </div>
  );
}

const DONE: Readonly<Record<LinkAction, string>> = {
  confirm: 'confirmed',
  reject: 'rejected',
  flip: 'inverted',
  split: 'split',
};

function Decisions({ link }: { readonly link: Link }) {
  const { decisions = [] } = link;
  const times = useTimes();
  if (decisions.length === 0) return <p className="dim">No decision yet</p>;
  return (
    <ul className="link-decisions">
      {decisions.map(({ action, by, atMs }) => (
        <li key={`${action} ${atMs}`}>
          {DONE[action]} by {by}
          {atMs === 0 ? '' : `, ${times.day(atMs)}`}
        </li>
      ))}
    </ul>
  );
}

function Disagreement({ info }: { readonly info: TargetInfo }) {
  const { link, members } = info;
  const results = link?.disagreement?.results ?? [];
  const name = (id: ListingId): string => members.find(({ listing }) => listing === id)?.venue?.name ?? id;
  return (
    <p className="link-disagreement" role="alert">
      The venues resolved this differently:{' '}
      {results.map(({ listing, resolution }) => `${name(listing)} ${resolution.toUpperCase()}`).join(', ')}. They were
      not the same contract; review similar links.
    </p>
  );
}
