/** The links of a shelf as a list operated by keyboard: arrows, C confirm, X reject, F flip, S split, Enter shows the ladder. */
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { LinkCard } from '../../../src-shared/contract/window-main.ts';
import type { LinkAction } from '../../../src-shared/domain/link.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';

type LinkListProps = {
  readonly cards: readonly LinkCard[];
  readonly at: number;
  /** Grows with every request for a review: the list then takes the focus, so that its keys work. */
  readonly asks: number;
  readonly onAt: (link: string) => void;
  readonly decide: (action: LinkAction, card: LinkCard) => void;
  readonly show: (card: LinkCard, inNew: boolean) => void;
};

const ACTIONS: Readonly<Record<string, LinkAction>> = { c: 'confirm', x: 'reject', f: 'flip', s: 'split' };

export function LinkList({ cards, at, asks, onAt, decide, show }: LinkListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  useEffect(() => {
    if (asks > 0) list.current?.focus();
  }, [asks]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const card = cards[at];
    if (card === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -cards.length, End: cards.length }[
      event.key
    ];
    const action = ACTIONS[event.key.toLowerCase()];
    if (step !== undefined) onAt(cards[Math.min(cards.length - 1, Math.max(0, at + step))]!.link.id);
    else if (action !== undefined) decide(action, card);
    else if (event.key === 'Enter') show(card, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={list}
      className="links-list"
      role="listbox"
      aria-label="Links"
      aria-activedescendant={cards[at] === undefined ? undefined : `link-option-${at}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {cards.map((card, index) => (
        <Card key={card.link.id} id={`link-option-${index}`} card={card} isAt={index === at} onAt={onAt} />
      ))}
    </div>
  );
}

type CardProps = {
  readonly id: string;
  readonly card: LinkCard;
  readonly isAt: boolean;
  readonly onAt: (link: string) => void;
};

function Card({ id, card, isAt, onAt }: CardProps) {
  const { link, score, vetoes, open } = card;
  return (
    <div
      id={id}
      role="option"
      aria-selected={isAt}
      tabIndex={-1}
      className="link-card"
      data-link={link.id}
      onMouseDown={() => onAt(link.id)}
    >
      <span className="link-title" title={link.title}>
        {link.title}
      </span>
      <span className="link-facts">
        {link.members.map(({ listing, orientation }) => (
          <span key={listing}>
            <VenueTag listing={listing} />
            {orientation === 'inverted' ? <span className="link-inverted">inverted</span> : null}
          </span>
        ))}
        {score === null ? null : <span className="num">{score} of 100</span>}
        {vetoes.length > 0 ? <span className="link-veto">veto: {vetoes.join(', ')}</span> : null}
        {vetoes.length === 0 && open.length > 0 ? <span className="link-open">open: {open.join(', ')}</span> : null}
        {link.disagreement === undefined ? null : <span className="link-veto">resolved differently</span>}
      </span>
    </div>
  );
}
