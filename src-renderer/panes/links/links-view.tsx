/**
 * Link review: shelves of links on the left, the one that is looked at on the right. Everything can be done by keys; every decision
 * can be undone.
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
import { formatCount, formatDuration } from '../../text/format.ts';
import { FailedQuestion } from '../../widgets/failed-question.tsx';
import type { PaneProps } from '../pane.ts';
import { LinkDetail } from './link-detail.tsx';
import { LinkList } from './link-list.tsx';
import { decideLink, exportLinks, findLinks, importLinks, previewLink } from './link-requests.ts';
import { useLinkCards } from './use-link-cards.ts';
import './links.css';

const SHELF_NAMES: Readonly<Record<LinkShelf, string>> = {
  suggested: 'Suggested',
  vetoed: 'With a veto',
  confirmed: 'Confirmed',
  rejected: 'Rejected',
};

export function LinksView({ target, visible, setTarget, openMarket }: PaneProps) {
  const review = useStore(linkReviewStore);
  const [shelf, setShelf] = useState(review.shelf);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(review.link);
  // Who is sent here finds what it is about, whatever was looked at before.
  useEffect(() => {
    if (review.asks === 0) return;
    setShelf(review.shelf);
    setChosen(review.link);
    setText('');
  }, [review.asks, review.shelf, review.link]);
  const { listing } = review;
  const { page, problem, again } = useLinkCards(shelf, text, listing, visible);
  const cards = page?.cards ?? [];
  const at = Math.max(
    0,
    cards.findIndex(({ link }) => link.id === chosen),
  );
  const card: LinkCard | null = cards[at] ?? null;

  const decide = (action: LinkAction, of: LinkCard): void => {
    // What is decided leaves the shelf; the next one moves up under the cursor.
    const next = cards[at + 1] ?? cards[at - 1];
    if (action === 'confirm' || action === 'reject') setChosen(next?.link.id ?? null);
    decideLink(action, of.link, null, () => {
      again();
      // Who came from this market goes back to it, merged.
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
        <div className="links-shelves" role="tablist" aria-label="Links by what was decided">
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
        <Files again={again} />
      </div>
      <FailedQuestion what="The links could not be listed." problem={problem} again={again} />
      <SearchLine total={page?.total ?? null} shown={cards.length} />
      {page !== null && cards.length === 0 ? (
        <Empty shelf={shelf} isFiltered={text !== ''} isOfMarket={listing !== null} />
      ) : (
        <div className="links-both">
          <LinkList cards={cards} asks={review.asks} at={at} onAt={setChosen} decide={decide} show={show} />
          {card === null ? null : (
            <LinkDetail key={card.link.id} card={card} visible={visible} decide={decide} show={show} again={again} />
          )}
        </div>
      )}
    </div>
  );
}

function Files({ again }: { readonly again: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className="links-files">
      <button
        type="button"
        className="icon-button"
        aria-label="Look for links now"
        title="Look for links now"
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
          if (file) void importLinks(file, again);
        }}
      />
    </div>
  );
}

/** `total` is null where it is not known. */
function SearchLine({ total, shown }: { readonly total: number | null; readonly shown: number }) {
  const search = useStore(linkSearchStore);
  const listed =
    total === null
      ? ''
      : total > shown
        ? `${formatCount(total)} here, the first ${formatCount(shown)} are listed.`
        : `${formatCount(total)} here.`;
  const words = {
    idle: 'No search was made yet.',
    searching: `Comparing markets: ${formatCount(search.listings)} read, ${formatCount(search.compared)} pairs compared.`,
    done: `${formatCount(search.suggested)} suggested and ${formatCount(search.vetoed)} with a veto, found in ${formatDuration(search.tookMs)}.`,
    failed: search.text,
  };
  return (
    <p className="links-line" role="status" data-state={search.state}>
      {listed} {words[search.state]}
    </p>
  );
}

const TEACHING: Readonly<Record<LinkShelf, string>> = {
  suggested:
    'Markets of different exchanges that may be the same contract appear here, with what speaks for and against each. You confirm or reject; nothing is confirmed by itself.',
  vetoed:
    'Markets that look alike but contradict each other in a date, a figure, a source: shown so that you can see why they are no link.',
  confirmed: 'What you confirm is shown as one market: one row, one merged ladder, one line of the scanner.',
  rejected: 'What you reject is kept here and not suggested again.',
};

/** The market whose links alone are listed, and the way back to all. */
function OfMarket({ listing }: { readonly listing: ListingId }) {
  const info = useTarget(listing);
  const title = info === null || info.title === '' ? listing : info.title;
  return (
    <button
      type="button"
      className="button links-of"
      title={`Only links of ${title}; click to list all`}
      aria-label={`Only links of ${title}: list all`}
      onClick={reviewAll}
    >
      <span className="clip">{title}</span>
      <X size={12} aria-hidden="true" />
    </button>
  );
}

/** The link that a listing is part of since a person confirmed it. */
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
          <p>This market has none on this shelf.</p>
          <button type="button" className="button" onClick={reviewAll}>
            List the links of all markets
          </button>
        </>
      ) : null}
      <p>{isFiltered ? 'Try fewer or other words; parts of a market’s id work too.' : TEACHING[shelf]}</p>
    </div>
  );
}
