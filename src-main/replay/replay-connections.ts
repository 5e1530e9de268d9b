/** The connections of a recording at one moment: folded from its events, and as the shortest events that fold to the same. */
import type { SessionEvent } from '../../src-shared/domain/session.ts';
import type { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';

const CHANGES = { connected: 'opened', disconnected: 'closed' } as const;

/** Takes an event; events that are not about a connection change nothing. */
export function takeEvent(table: SubscriptionTable, { kind, venue, connection, listings }: SessionEvent): void {
  if (connection === null || venue === '') return;
  const change = kind === 'connected' || kind === 'disconnected' ? CHANGES[kind] : 'heard';
  table.change(connection, venue, 'stream', change, 'disconnected');
  if (kind === 'handover') table.handOver(connection, listings);
  else if (kind === 'unsubscribed') table.unsubscribe(connection, listings);
  else if (kind === 'subscribed') table.subscribe(connection, listings);
}

/** The shortest events that give the same table again, connections and listings in their order. */
export function eventsOf(table: SubscriptionTable): readonly SessionEvent[] {
  const events: SessionEvent[] = [];
  for (const { connection, venue, state, subscriptions } of table.all()) {
    const say = (kind: SessionEvent['kind'], listings: readonly string[]): number =>
      events.push({ kind, venue, connection, listings, text: '' });
    say(state.isOpen ? 'connected' : 'disconnected', []);
    if (subscriptions.owned.size > 0) say('subscribed', [...subscriptions.owned]);
    if (subscriptions.awaited.size > 0) say('handover', [...subscriptions.awaited]);
  }
  return events;
}
