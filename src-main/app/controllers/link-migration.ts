/**
 * Migrates what the user keeps about links that ended: rows of the watchlist go to the link's successor, and alerts where they mean the
 * same there; the log says so. When such a link exists again (a decision was undone), it gets back what is still as it was left.
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

export type LinkMigrationOptions = {
  /** The facts of a market that is followed. */
  readonly listing: (id: ListingId) => Listing | undefined;
  readonly links: LinkTable;
  readonly watchlist: Pick<WatchlistController, 'get' | 'set'>;
  readonly alerts: Pick<AlertController, 'all' | 'setRules'>;
  readonly log: EventLog;
};

/** What the user keeps. */
type Kept = { readonly watchlist: Watchlist; readonly rules: readonly AlertRule[] };

/** What migrated from one link to its successor. */
type Migrated = {
  readonly successor: string;
  readonly hasRow: boolean;
  /** The successor had a row of its own. */
  readonly hadOwnRow: boolean;
  /** Ids. */
  readonly rules: ReadonlySet<string>;
};

export class LinkMigration {
  private readonly options: LinkMigrationOptions;
  /** By link, the oldest first. */
  private readonly migrated = new Map<string, Migrated>();

  constructor(options: LinkMigrationOptions) {
    this.options = options;
  }

  /** Takes the links that ended by a change, and those that the change brought back. */
  take(ended: readonly EndedLink[]): void {
    const { watchlist, alerts, links, log } = this.options;
    const before: Kept = { watchlist: watchlist.get(), rules: alerts.all() };
    let kept = before;
    for (const [id, migrated] of this.migrated) {
      if (!links.get(id)) continue;
      kept = givenBack(id, migrated, kept);
      this.migrated.delete(id);
    }
    for (const end of ended) this.migrated.set(end.link.id, migratedOf(end, kept));
    for (const id of this.migrated.keys()) if (this.migrated.size > LINK_UNDO_MAX) this.migrated.delete(id);
    const texts = ended.flatMap((end) => this.textOf(end, kept));
    const after = texts.length > 0 ? moved(ended, kept) : kept;
    if (after === before) return;
    watchlist.set(after.watchlist);
    alerts.setRules(after.rules);
    for (const text of texts) log.note('info', 'LINK_ENDED', text);
  }

  /** A sentence for a link that the user keeps something about. */
  private textOf(end: EndedLink, { watchlist, rules }: Kept): readonly string[] {
    const { link, successor } = end;
    const isWatched = watchlist.includes(link.id);
    const own = rules.filter(({ target }) => target === link.id);
    if (!isWatched && own.length === 0) return [];
    const { links, listing } = this.options;
    const title = links.get(successor)?.title ?? listing(successor)?.title ?? successor;
    const moving = own.filter(({ when }) => meansTheSame(when, end)).length;
    const subjects = [...(isWatched ? ['its watchlist row'] : []), ...(moving > 0 ? [alertCount(moving)] : [])];
    const verb = subjects.length > 1 || moving > 1 ? 'have' : 'has';
    const staying = own.length - moving;
    const texts = [
      ...(subjects.length > 0 ? [`${subjects.join(' and ')} ${verb} moved to "${title}"`] : []),
      ...(staying > 0 ? [`${alertCount(staying)} would mean something else there and can no longer fire`] : []),
    ];
    return [`The link "${link.title}" no longer exists: ${texts.join('; ')}.`];
  }
}

function migratedOf(end: EndedLink, { watchlist, rules }: Kept): Migrated {
  const { link, successor } = end;
  const own = rules.filter(({ target, when }) => target === link.id && meansTheSame(when, end));
  return {
    successor,
    hasRow: watchlist.includes(link.id),
    hadOwnRow: watchlist.includes(successor),
    rules: new Set(own.map(({ id }) => id)),
  };
}

/** What the user changed or removed since stays so. */
function givenBack(link: string, { successor, hasRow, hadOwnRow, rules }: Migrated, kept: Kept): Kept {
  const rows = hadOwnRow ? [link, successor] : [link];
  return {
    watchlist: hasRow ? kept.watchlist.flatMap((id) => (id === successor ? rows : [id])) : kept.watchlist,
    rules: kept.rules.map((rule) =>
      rule.target === successor && rules.has(rule.id) ? { ...rule, target: link } : rule,
    ),
  };
}

function moved(ended: readonly EndedLink[], { watchlist, rules }: Kept): Kept {
  const byId = new Map(ended.map((end) => [end.link.id, end]));
  return {
    // The successor may have a row of its own.
    watchlist: [...new Set(watchlist.map((id) => byId.get(id)?.successor ?? id))],
    rules: rules.map((rule) => {
      const end = byId.get(rule.target);
      return end && meansTheSame(rule.when, end) ? { ...rule, target: end.successor } : rule;
    }),
  };
}

/** Whether an alert about the successor means what it meant about the link: an edge needs two venues, an inverted price is another one. */
function meansTheSame(when: AlertCondition, { link, successor, orientation }: EndedLink): boolean {
  const isLink = successor !== link.members[0]?.listing;
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

function alertCount(count: number): string {
  return count === 1 ? 'one alert' : `${count} alerts`;
}
