/**
 * Puts an alert desk into an app: what it must know of the markets' names, the windows that it serves, and what it remembers.
 *
 * A replay has the person's rules to begin with; what fires or is changed there stays there.
 */
import type { AlertRule } from '../../../src-shared/domain/alert.ts';
import type { Listing, ListingId } from '../../../src-shared/domain/listing.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import type { LinkBook } from '../../links/link-book.ts';
import type { WindowDesk } from '../answers/window-desk.ts';
import { AlertDesk } from './alert-desk.ts';
import type { AppOptions } from './app-types.ts';

type Surroundings = {
  readonly app: AppOptions;
  readonly isReplay: boolean;
  /** The facts of a market that is followed. */
  readonly listing: (id: ListingId) => Listing | undefined;
  readonly links: LinkBook;
  readonly desk: WindowDesk;
};

export function openAlerts(around: Surroundings, onRules: (rules: readonly AlertRule[]) => void): AlertDesk {
  const { app, isReplay, listing, links, desk } = around;
  const { rules, log } = app.state.get().alerts;
  const alerts = new AlertDesk({
    memory: { rules, log: isReplay ? [] : log },
    notifier: isReplay ? null : (app.notifier ?? null),
    save: isReplay ? () => {} : (memory) => app.state.update({ alerts: memory }),
    onRules,
    push: (message) => desk.push(message),
    listing,
    linkTitle: (id) => links.get(id)?.title ?? null,
    venueName: (id) => VENUES.find((venue) => venue.id === id)?.name ?? id,
  });
  desk.handle(alerts.actions());
  desk.greet(() => alerts.greeting());
  return alerts;
}
