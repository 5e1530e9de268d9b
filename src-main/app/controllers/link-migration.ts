/**
 * What a person keeps about links that ended goes on with their heirs, and the log says so: rows of the watchlist, and alerts where they
 * mean the same there. When such a link is there again (a decision was undone), it has back what is still as it was left.
 */
import type { Watchlist } from '../../../src-shared/contract/window-main.ts';
import type { AlertCondition, AlertRule } from '../../../src-shared/domain/alert.ts';
import type { EndedLink } from '../../../src-shared/domain/ended-link.ts';
import { LINK_UNDO_MAX } from '../../../src-shared/domain/limits.ts';
import type { Listing, ListingId } from '../../../src-shared/domain/listing.ts';
import type { LinkTable } from '../../links/link-table.ts';
import type { AlertController } from './alert-controller.ts';
import type { EventLog } from './event-log.ts';
import type { WatchlistController } from './watchlist-controller.ts';

type Surroundings = {
  /** The facts of a market that is followed. */
  readonly listing: (id: ListingId) => Listing | undefined;
  readonly links: LinkTable;
  readonly watchlist: Pick<WatchlistController, 'get' | 'set'>;
  readonly alerts: Pick<AlertController, 'all' | 'setRules'>;
  readonly log: EventLog;
};

/** Takes links that ended, whenever links changed. Which books are followed must be looked at after it. */
export function migrateEndedLinks(around: Surroundings): (ended: readonly EndedLink[]) => void {
  const { listing, links, watchlist: watched, alerts, log } = around;
  const titleOf = (id: string): string => links.get(id)?.title ?? listing(id)?.title ?? id;
  /** By link, the oldest first. */
  const passed = new Map<string, Passed>();
  return (ended) => {
    const back = [...passed.keys()].filter((id) => links.get(id));
    const before = { watchlist: watched.get(), rules: alerts.all() };
    const kept = back.reduce((having, id) => giveBack(id, passed.get(id)!, having), before);
    for (const id of back) passed.delete(id);
    const { watchlist, rules, texts } = inherit(ended, kept, titleOf);
    for (const end of ended) passed.set(end.link.id, passedOf(end, kept));
    for (const id of passed.keys()) if (passed.size > LINK_UNDO_MAX) passed.delete(id);
    if (texts.length === 0 && kept === before) return;
    watched.set(watchlist);
    alerts.setRules(rules);
    for (const text of texts) {
      log.add({ level: 'info', code: 'LINK_ENDED', venue: '', connection: null, listing: '', text });
    }
  };
}

type Kept = { readonly watchlist: Watchlist; readonly rules: readonly AlertRule[] };

/** What an heir was left. */
type Passed = {
  readonly heir: string;
  readonly hasRow: boolean;
  /** The heir had a row of its own. */
  readonly hadOwnRow: boolean;
  /** Ids. */
  readonly rules: ReadonlySet<string>;
};

function passedOf(end: EndedLink, { watchlist, rules }: Kept): Passed {
  const { link, heir } = end;
  const own = rules.filter(({ target, when }) => target === link.id && meansTheSame(when, end));
  return {
    heir,
    hasRow: watchlist.includes(link.id),
    hadOwnRow: watchlist.includes(heir),
    rules: new Set(own.map(({ id }) => id)),
  };
}

/** What a person changed or removed since stays so. */
function giveBack(link: string, { heir, hasRow, hadOwnRow, rules }: Passed, kept: Kept): Kept {
  const rows = hadOwnRow ? [link, heir] : [link];
  return {
    watchlist: hasRow ? kept.watchlist.flatMap((id) => (id === heir ? rows : [id])) : kept.watchlist,
    rules: kept.rules.map((rule) => (rule.target === heir && rules.has(rule.id) ? { ...rule, target: link } : rule)),
  };
}

/** `titleOf` names an heir. One sentence for every link that something was kept about. */
function inherit(
  ended: readonly EndedLink[],
  { watchlist, rules }: Kept,
  titleOf: (id: string) => string,
): Kept & { readonly texts: readonly string[] } {
  const byId = new Map(ended.map((end) => [end.link.id, end]));
  const texts: string[] = [];
  for (const end of ended) {
    const isWatched = watchlist.includes(end.link.id);
    const own = rules.filter(({ target }) => target === end.link.id);
    const moved = own.filter(({ when }) => meansTheSame(when, end)).length;
    if (isWatched || own.length > 0) texts.push(textOf(end, titleOf(end.heir), isWatched, moved, own.length - moved));
  }
  return {
    // The heir may have a row of its own.
    watchlist: [...new Set(watchlist.map((id) => byId.get(id)?.heir ?? id))],
    rules: rules.map((rule) => {
      const end = byId.get(rule.target);
      return end && meansTheSame(rule.when, end) ? { ...rule, target: end.heir } : rule;
    }),
    texts,
  };
}

/** Whether an alert tells of the heir what it told of the link: an edge needs two venues, and a price turned round is another one. */
function meansTheSame(when: AlertCondition, { link, heir, orientation }: EndedLink): boolean {
  const isLink = heir !== link.members[0]?.listing;
  switch (when.kind) {
    case 'edge':
      return isLink;
    case 'spread':
      return isLink || when.widthMicros >= 0;
    case 'price':
    case 'wall':
    case 'trade':
      return orientation === 'same';
    case 'feed':
    case 'resolution':
      return true;
  }
}

function textOf({ link }: EndedLink, heir: string, isWatched: boolean, moved: number, left: number): string {
  const goesOn = [...(isWatched ? ['its row of the watchlist'] : []), ...(moved > 0 ? [alerts(moved)] : [])];
  const is = goesOn.length > 1 || moved > 1 ? 'are' : 'is';
  const texts = [
    ...(goesOn.length > 0 ? [`${goesOn.join(' and ')} ${is} of "${heir}" now`] : []),
    ...(left > 0 ? [`${alerts(left)} would mean something else there and cannot fire any more`] : []),
  ];
  return `The link "${link.title}" is no longer there: ${texts.join('; ')}.`;
}

function alerts(count: number): string {
  return count === 1 ? 'one alert' : `${count} alerts`;
}
