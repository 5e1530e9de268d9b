/**
 * Decides nothing by itself: holds the open connections of one venue and does the same to all of them.
 */
import type { Fault } from './fault-kinds.ts';
import type { VenueConnection } from './venue-connection.ts';
import { meansConnection } from './venue-faults.ts';

export interface DisconnectOptions {
  /** A close frame with this code; without it the socket just ends (the client sees 1006). */
  readonly code?: number;
  readonly reason?: string;
  /** A TCP reset instead. */
  readonly reset?: boolean;
  /** Only the connection with this id. */
  readonly connection?: number;
}

export class ConnectionSet<Connection extends VenueConnection> {
  readonly #open = new Map<number, Connection>();
  #lastId = 0;
  #framesOfClosed = 0;

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  add(connection: Connection): void {
    this.#open.set(connection.id, connection);
  }

  remove(connection: Connection): void {
    if (this.#open.delete(connection.id)) this.#framesOfClosed += connection.framesSent;
  }

  get size(): number {
    return this.#open.size;
  }

  get framesSent(): number {
    let frames = this.#framesOfClosed;
    for (const connection of this.#open.values()) frames += connection.framesSent;
    return frames;
  }

  ids(): number[] {
    return [...this.#open.keys()];
  }

  all(): IterableIterator<Connection> {
    return this.#open.values();
  }

  /** Hands what was gathered to the sockets; a client that left more unread is cut off. */
  flush(unreadBytesMax: number): void {
    for (const connection of this.#open.values()) {
      connection.flush();
      if (connection.unreadBytes > unreadBytesMax) connection.end({});
    }
  }

  /** The connections that a fault means. */
  meant(fault: Fault): Connection[] {
    return [...this.#open.values()].filter(({ id }) => meansConnection(fault, id));
  }

  /** The connections that a fault means, each counted as struck. */
  struck(fault: Fault): Connection[] {
    const meant = this.meant(fault);
    for (const { faults } of meant) faults.strike(fault.kind);
    return meant;
  }

  disconnect(options: DisconnectOptions): void {
    for (const connection of this.#chosen(options.connection)) connection.end(options);
  }

  dropNext(count: number, connection?: number): void {
    for (const one of this.#chosen(connection)) one.dropNext(count);
  }

  inject(data: string | Uint8Array): void {
    for (const connection of this.#open.values()) connection.inject(data);
  }

  #chosen(connection: number | undefined): Connection[] {
    const all = [...this.#open.values()];
    return connection === undefined ? all : all.filter((one) => one.id === connection);
  }
}
