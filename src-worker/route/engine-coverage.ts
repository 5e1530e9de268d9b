/**
 * The engine's coverage: what the shards counted, with what connections are said to carry and no shard keeps a book of.
 *
 * The shards' reports are up to a second old, and what is carried changes between them: a surplus counts only when it is there twice.
 */
import type { VenueCoverage } from '../../src-shared/domain/coverage.ts';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import type { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import { mergeCoverage } from '../derive/market-activity.ts';

export class EngineCoverage {
  private readonly surplus = new Map<VenueId, number>();

  /** Once a second. */
  of(lists: readonly (readonly VenueCoverage[])[], table: SubscriptionTable): readonly VenueCoverage[] {
    const carried = new Map<VenueId, number>();
    for (const { venue, subscriptions } of table.all()) {
      carried.set(venue, (carried.get(venue) ?? 0) + subscriptions.owned.size);
    }
    return mergeCoverage(lists).map((coverage) => {
      const { venue, subscribed, closed, extra } = coverage;
      const surplus = Math.max(0, (carried.get(venue) ?? 0) - subscribed - closed);
      const lasting = Math.min(surplus, this.surplus.get(venue) ?? 0);
      this.surplus.set(venue, surplus);
      return { ...coverage, extra: extra + lasting };
    });
  }
}
