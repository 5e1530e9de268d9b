/**
 * Link review: shelves of links on the left, the selected link on the right. Everything works by keyboard; every decision can be
 * undone.
 */
import { Download, RefreshCw, Upload, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { LINK_SHELVES, type LinkCard, type LinkShelf } from '../../../src-shared/contract/window-main.ts';
import type { LinkAction } from '../../../src-shared/domain/link.ts';
import type { ListingId } from '../../../src-shared/domain/listing.ts';
import { linkReviewStore, reviewAll } from '../../stores/link-review-store.ts';
import { linkSearchStore } from '../../stores/link-search-store.ts';
import { linksStore } from '../../stores/links-store.ts';
import { useTarget } from '../../stores/target.ts';
import { formatCount } from '../../text/format.ts';
import { RequestError } from '../../widgets/request-error.tsx';
import type { PaneProps } from '../pane.ts';
import { LinkDetail } from './link-detail.tsx';
import { LinkList } from './link-list.tsx';
import { decideLink, exportLinks, findLinks, importLinks, previewLink } from './link-requests.ts';
import { useLinkCards } from './use-link-cards.ts';
import './links.css';

const SHELF_NAMES: Readonly<Record<LinkShelf, string>> = {
  suggested: 'Suggested',
  vetoed: 'Vetoed',
  confirmed: 'Confirmed',
  rejected: 'Rejected',
};

export function LinksView({ target, visible, setTarget, openMarket }: PaneProps) {
  const review = useStore(linkReviewStore);
  const [shelf, setShelf] = useState(review.shelf);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(review.link);
  // A requested review replaces the earlier selection.
  useEffect(() => {
    if (review.asks === 0) return;
    setShelf(review.shelf);
    setChosen(review.link);
    setText('');
  }, [review.asks, review.shelf, review.link]);
  const { listing } = review;
  const { page, problem, retry } = useLinkCards(shelf, text, listing, visible);
  const cards = page?.cards ?? [];
  const at = Math.max(
    0,
    cards.findIndex(({ link }) => link.id === chosen),
  );
  const card: LinkCard | null = cards[at] ?? null;

  const decide = (action: LinkAction, of: LinkCard): void => {
    // A decided link leaves the shelf; the next one moves under the cursor.
    const next = cards[at + 1] ?? cards[at - 1];
    if (action === 'confirm' || action === 'reject') setChosen(next?.link.id ?? null);
    decideLink(action, of.link, null, () => {
      retry();
      // A pane that showed one of the members shows the link instead.
      const wasShown = of.link.members.some((member) => member.listing === target) || of.link.id === target;
      if (action === 'confirm' && listing !== null && wasShown) setTarget(mergedWith(listing) ?? target);
    });
  };
  const show = (of: LinkCard, inNew: boolean): void => {
    void previewLink(of.link).then(() => (inNew ? openMarket(of.link.id) : setTarget(of.link.id)));
  };
  return (
    <div className="links">
      <div className="links-bar">
        <div className="links-shelves" role="tablist" aria-label="Links by decision">
          {LINK_SHELVES.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={name === shelf}
              onClick={() => {
                setShelf(name);
                setChosen(null);
              }}
            >
              {SHELF_NAMES[name]}
            </button>
          ))}
        </div>
        {listing === null ? null : <OfMarket listing={listing} />}
        <input
          type="search"
          aria-label="Filter links"
          placeholder="Filter by title or id"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Files retry={retry} />
      </div>
      <RequestError what="The links could not be loaded." problem={problem} retry={retry} />
      <SearchLine total={page?.total ?? null} shown={cards.length} />
      {page !== null && cards.length === 0 ? (
        <Empty shelf={shelf} isFiltered={text !== ''} isOfMarket={listing !== null} />
      ) : (
        <div className="links-both">
          <LinkList cards={cards} asks={review.asks} at={at} onAt={setChosen} decide={decide} show={show} />
          {card === null ? null : (
            <LinkDetail key={card.link.id} card={card} visible={visible} decide={decide} show={show} retry={retry} />
          )}
        </div>
      )}
    </div>
  );
}

function Files({ retry }: { readonly retry: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className="links-files">
      <button
        type="button"
        className="icon-button"
        aria-label="Search for links now"
        title="Search for links now"
        onClick={findLinks}
      >
        <RefreshCw size={14} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Export the links file"
        title="Export the links file"
        onClick={exportLinks}
      >
        <Download size={14} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Import a links file"
        title="Import a links file"
        onClick={() => field.current?.click()}
      >
        <Upload size={14} aria-hidden="true" />
      </button>
      <input
        ref={field}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label="Links file"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) void importLinks(file, retry);
        }}
      />
    </div>
  );
}

/** `total` is null while it is unknown. */
function SearchLine({ total, shown }: { readonly total: number | null; readonly shown: number }) {
  const search = useStore(linkSearchStore);
  const listed = total === null ? '' : `${formatCount(total)} ${total === 1 ? 'link' : 'links'}.`;
  const cut = total !== null && total > shown ? ` The first ${formatCount(shown)} are shown.` : '';
  const texts = {
    idle: 'No search yet.',
    searching: `Comparing markets: ${formatCount(search.listings)} read, ${formatCount(search.compared)} pairs compared.`,
    done: `Last search: ${formatCount(search.suggested)} suggested, ${formatCount(search.vetoed)} vetoed.`,
    failed: search.text,
  };
  return (
    <p className="links-line" role="status" data-state={search.state}>
      {listed}
      {cut} {texts[search.state]}
    </p>
  );
}

const TEACHING: Readonly<Record<LinkShelf, string>> = {
  suggested:
    'Markets on different venues that may be the same contract, with the evidence for and against. You confirm or reject each one; nothing is confirmed automatically.',
  vetoed:
    'Markets that look alike but contradict each other in a date, figure or source. They are shown so that you can see why they are not linked.',
  confirmed: 'Confirmed links are shown as one market: one row, one merged ladder, one line of the scanner.',
  rejected: 'Rejected links are kept here and not suggested again.',
};

/** Shows that only the links of one market are listed; a click shows all. */
function OfMarket({ listing }: { readonly listing: ListingId }) {
  const info = useTarget(listing);
  const title = info === null || info.title === '' ? listing : info.title;
  return (
    <button
      type="button"
      className="button links-of"
      title={`Only links of ${title}. Click to show all`}
      aria-label={`Only links of ${title}: show all`}
      onClick={reviewAll}
    >
      <span className="clip">{title}</span>
      <X size={12} aria-hidden="true" />
    </button>
  );
}

/** The confirmed link that a listing belongs to. */
function mergedWith(listing: ListingId): string | null {
  for (const { id, status, members } of linksStore.getState().values()) {
    if (status === 'confirmed' && members.some((member) => member.listing === listing)) return id;
  }
  return null;
}

type EmptyProps = { readonly shelf: LinkShelf; readonly isFiltered: boolean; readonly isOfMarket: boolean };

function Empty({ shelf, isFiltered, isOfMarket }: EmptyProps) {
  const search = useStore(linkSearchStore);
  const isWaiting = search.state === 'searching' && (shelf === 'suggested' || shelf === 'vetoed');
  return (
    <div className="empty">
      <p className="empty-title">
        {isFiltered ? 'No link matches the filter' : isWaiting ? 'Comparing markets' : 'No links here'}
      </p>
      {isOfMarket && !isWaiting ? (
        <>
          <p>This market has no links here.</p>
          <button type="button" className="button" onClick={reviewAll}>
            Show the links of all markets
          </button>
        </>
      ) : null}
      <p>{isFiltered ? 'Try fewer or other words; parts of a market’s id work too.' : TEACHING[shelf]}</p>
    </div>
  );
}
