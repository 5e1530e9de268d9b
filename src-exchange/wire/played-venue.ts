/**
 * What a venue signs to be played by the built-in exchange.
 *
 * A venue is a folder of `src-exchange` and a line in `venues.ts`. The exchange keeps the true books and decides what happens; a
 * venue declares which contracts it lists (`ListedVenue`), and publishes what happens in its own protocol, as a server on 127.0.0.1
 * (`open`). It imports `model`, `markets`, `wire`, `ws` and Node, never the app or another venue: the app's decoders are judged by it.
 */
import type { ListedVenue } from '../markets/listed-venue.ts';
import type { QuietMarkets } from '../markets/quiet-markets.ts';
import type { TruthLedger } from '../model/truth-ledger.ts';
import type { WorldSink } from '../model/world-sink.ts';
import type { DemoKey, PublicAccessKey } from './access-key.ts';
import type { ConnectionSet } from './connection-set.ts';
import type { FaultForms } from './fault-forms.ts';
import type { Fault } from './fault-kinds.ts';
import type { BucketOptions } from './rate-limit.ts';
import type { VenueConnection } from './venue-connection.ts';
import type { VenueFaults } from './venue-faults.ts';
import type { VenueServer } from './venue-server.ts';

export interface PlayedVenue extends ListedVenue {
  /** Markets open on the real venue: quiet markets are shared out in this proportion. 0 for a venue without `quiet`. */
  readonly openMarkets: number;
  /** What faults look like here, and which kinds its conversation can have. */
  readonly faults: FaultForms;
  /** Makes the key that opens its socket in the demo. Without it no key is needed. */
  makeKey?(): Promise<DemoKey>;
  /** Makes its feed and its server over the shared world; the server does not listen yet. */
  open(context: VenueContext): OpenVenue;
}

/** What the exchange gives a venue. */
export interface VenueContext {
  /** Ids that are not the contract's are made from it. */
  readonly seed: number;
  readonly startMs: number;
  /** Where to listen; 0: a free port. */
  readonly port: number;
  /** How often a venue that pings does so. */
  readonly heartbeatMs: number;
  /** Takes the place of the venue's own limit of REST requests, if it has one. */
  readonly restLimit: BucketOptions | undefined;
  /** Keys that open its socket; none where `makeKey` is missing. */
  readonly keys: readonly PublicAccessKey[];
  readonly quiet: QuietMarkets;
  /** To be given to the server and to every connection; they act on faults of sockets, frames and REST by themselves. */
  readonly faults: VenueFaults;
  /** Kept where a test checks the app: the feed calls `change` and `learn`, and passes its contents with every frame. */
  readonly ledger: TruthLedger | undefined;
}

/** A venue's feed: learns what happens to its listings, and sends it to the subscribed connections. */
export interface VenueFeed extends WorldSink {
  readonly connections: ConnectionSet<VenueConnection>;
  /** Book-changing messages produced, whether anyone listened or not: the exchange's rate is counted in them. */
  readonly messages: number;
  /** The connections that follow a market's book. */
  followersOf(marketId: string): Iterable<VenueConnection>;
}

export interface OpenVenue {
  readonly feed: VenueFeed;
  readonly server: Pick<VenueServer<VenueConnection>, 'listen' | 'close'>;
  /** Its addresses by the endpoint names that the app's venue of this id has. */
  endpoints(port: number): Readonly<Record<string, string>>;
  /** Hands what was gathered to the sockets. A client that left more unread loses its feed in the venue's manner. */
  flush(unreadBytesMax: number): void;
  /** Begins and ends a fault of one of the kinds in `faults.kinds`, unless the connections or the server act on it already. */
  beginFault?(fault: Fault): void;
  endFault?(fault: Fault): void;
}
