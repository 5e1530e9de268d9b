/** What cross-checks need of the app: the markets followed, their books, and the engine's verdicts. */
import type { BookDump, EngineToMain, MainToEngine } from '../../../src-shared/contract/main-engine.ts';
import type { CheckVerdict } from '../../../src-shared/domain/cross-check.ts';
import { instrumentOf } from '../../../src-shared/domain/instrument.ts';
import type { Listing, ListingId } from '../../../src-shared/domain/listing.ts';
import type { CheckSource } from '../../feed/cross-checker.ts';
import { EngineRequests } from '../engine/engine-requests.ts';

export type CrossCheckServiceOptions = {
  listings(): readonly Listing[];
  dump(listings: readonly ListingId[]): Promise<readonly BookDump[]>;
  post(message: MainToEngine): void;
};

export class CrossCheckService implements CheckSource {
  private readonly options: CrossCheckServiceOptions;
  private readonly requests = new EngineRequests<CheckVerdict>();

  constructor(options: CrossCheckServiceOptions) {
    this.options = options;
  }

  listings(): readonly Listing[] {
    return this.options.listings();
  }

  dump(listings: readonly ListingId[]): Promise<readonly BookDump[]> {
    return this.options.dump(listings);
  }

  compare(listing: Listing, updates: number, answer: string): Promise<CheckVerdict> {
    const instrument = instrumentOf(listing);
    return this.requests.request((id) => this.options.post({ kind: 'check', id, instrument, updates, answer }));
  }

  take({ id, verdict }: Extract<EngineToMain, { kind: 'checked' }>): void {
    this.requests.answer(id, verdict);
  }

  refuseAll(reason: string): void {
    this.requests.rejectAll(reason);
  }
}
