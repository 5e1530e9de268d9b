/** The venues at work: opened once, told what the engine reports about their connections, closed together. */
import type { EngineToMain } from '../../../src-shared/contract/main-engine.ts';
import type { RequestHandlers } from '../answers/request-handlers.ts';
import { type OpenVenues, openVenues, type VenueService } from './venue-service.ts';

const REASON = 'requested by the user';

export class VenueRegistry {
  private services: readonly VenueService[] = [];
  private isClosed = false;

  /** None until they are open. */
  all(): readonly VenueService[] {
    return this.services;
  }

  /** Opens them and starts discovery and cross-checks. False when they were closed meanwhile. */
  async open(options: OpenVenues): Promise<boolean> {
    this.services = await openVenues(options);
    // Closed while the keys were read: what was opened since must not stay.
    if (this.isClosed) {
      this.close();
      return false;
    }
    for (const { discoverer, checker } of this.services) {
      discoverer.start();
      checker.start();
    }
    return true;
  }

  close(): void {
    this.isClosed = true;
    for (const { discoverer, feed, rest, checker } of this.services) {
      discoverer.stop();
      checker.stop();
      feed.stop();
      rest.close();
    }
  }

  /** A new engine knows nothing: requests a snapshot of every book. */
  reseed(): void {
    for (const { feed } of this.services) feed.reseed();
  }

  engineMessage(message: EngineToMain): void {
    for (const { feed } of this.services) {
      switch (message.kind) {
        case 'control':
          feed.control(message.connection, message.message);
          break;
        case 'resync':
          feed.resync(message.connection, message.listings);
          break;
        case 'taken-over':
          feed.took(message.connection, message.listings);
          break;
        case 'replace':
          feed.reconnect(message.connection, `snapshots did not come (${message.reason})`);
          break;
      }
    }
  }

  handlers(): Pick<RequestHandlers, 'reconnect'> {
    return {
      reconnect: ({ connection }) => {
        this.replace(connection);
        return null;
      },
    };
  }

  /** Without a gap where the connection is open; one that is not is opened at once. Throws a sentence when it cannot be. */
  private replace(connection: number): void {
    for (const { feed } of this.services) {
      const replacing = feed.replace(connection, REASON);
      if (replacing === null) continue;
      if (replacing === 'busy') {
        throw new Error('Too many connections are already being replaced. Try again in half a minute.');
      }
      if (replacing === 'closed') feed.reconnect(connection, REASON);
      return;
    }
    throw new Error(`Connection ${connection} no longer exists, so it cannot be replaced.`);
  }
}
