/** The connections of a recording at one moment, folded from its events. */
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
