/**
 * One place in a venue's pool: a socket that is opened, kept, and opened again.
 *
 * Its states are words; every change that the engine must know goes out between the frames, in order. Each attempt has a session
 * of its own: nothing said on an earlier socket holds. Silence of any kind of frame makes it `silent`, longer silence replaces
 * the socket. A refusal for good (a bad key) is tried again only at the slowest pace.
 */
import WebSocket from 'ws';
import { CHANNEL } from '../../src-shared/contract/frame-batch.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { ConnectionHealth, ConnectionState } from '../../src-shared/domain/health.ts';
import {
  BACKOFF_MAX_MS,
  CONNECT_TIMEOUT_MS,
  FRAME_BYTES_MAX,
  SILENCE_REPLACE_MS,
  SILENCE_WARN_MS,
  STABLE_AFTER_MS,
} from '../../src-shared/domain/limits.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import type { Session, SessionFault, SessionStep, Venue } from '../../src-shared/venues/venue.ts';
import { Backoff } from './backoff.ts';
import { ByteRate } from './byte-rate.ts';
import type { FeedOutput } from './feed.ts';
import { ReceiveClock } from './receive-clock.ts';
import { SteadyClock } from './steady-clock.ts';
import type { Carried } from './subscription-plan.ts';

const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const NORMAL_CLOSE = 1000;
/** An exchange that does not answer our closing must not hold the socket, or the app's end, for longer. */
const CLOSING_MAX_MS = 1_000;
const TICK_MS = 1_000;

/** Times that tests shorten. */
export type ConnectionTiming = {
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
  readonly silenceWarnMs: number;
  readonly silenceReplaceMs: number;
  readonly tickMs: number;
};

export const CONNECTION_TIMING: ConnectionTiming = {
  backoffFirstMs: 1_000,
  backoffMaxMs: BACKOFF_MAX_MS,
  silenceWarnMs: SILENCE_WARN_MS,
  silenceReplaceMs: SILENCE_REPLACE_MS,
  tickMs: TICK_MS,
};

export type ConnectionOptions = {
  readonly venue: Venue;
  readonly url: string;
  /** Headers of the next upgrade request, made anew each time. */
  readonly headers: () => Record<string, string>;
  readonly output: FeedOutput;
  readonly random: () => number;
  readonly timing?: ConnectionTiming;
  /** Called when the venue refused the connection for good, and when one opened. */
  readonly onRefused?: (text: string) => void;
  readonly onOpened?: (connection: number) => void;
};

export class Connection {
  readonly id: number;
  /** Listings by their first symbol. */
  readonly carried = new Map<string, ListingId>();
  /** All symbols of what is carried, by the first. */
  private readonly symbols = new Map<string, readonly string[]>();
  private readonly options: ConnectionOptions;
  private readonly timing: ConnectionTiming;
  private readonly backoff: Backoff;
  private readonly clock = new ReceiveClock();
  private readonly steady = new SteadyClock();
  private readonly rate = new ByteRate();
  private readonly ticker: NodeJS.Timeout;
  private state: ConnectionState = 'idle';
  private reason = '';
  /** Why the present attempt or socket failed, before its close says less. */
  private failure = '';
  private socket: WebSocket | null = null;
  private session: Session | null = null;
  private timer: NodeJS.Timeout | null = null;
  private openedMs = 0;
  private heardMs = 0;
  private errors = 0;
  private opens = 0;

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.timing = options.timing ?? CONNECTION_TIMING;
    this.id = options.output.nextConnection();
    this.backoff = new Backoff(options.random, this.timing.backoffFirstMs, this.timing.backoffMaxMs);
    // Announced before anything is carried: the engine must know whose symbols these are.
    this.tellEngine('closed', 'no-snapshot-yet');
    this.ticker = setInterval(() => this.onTick(this.steady.now()), this.timing.tickMs);
  }

  get isOpen(): boolean {
    return this.session !== null;
  }

  /** Opens the socket after a delay, so that a pool's connections start one after another. */
  start(delayMs: number): void {
    this.schedule(delayMs, 'idle');
  }

  /** Carries these from now on. */
  add(listings: readonly Carried[]): void {
    const symbols: string[] = [];
    for (const { symbol, listing, all } of listings) {
      this.carried.set(symbol, listing);
      this.symbols.set(symbol, all);
      symbols.push(symbol);
    }
    this.options.output.cover(
      this.id,
      listings.map(({ listing }) => listing),
      [],
    );
    if (this.session) this.follow(this.session.add(symbols, this.steady.now()));
  }

  remove(symbols: readonly string[]): void {
    const listings = symbols.map((symbol) => this.carried.get(symbol)).filter((listing) => listing !== undefined);
    for (const symbol of symbols) {
      this.carried.delete(symbol);
      this.symbols.delete(symbol);
    }
    if (this.session) this.follow(this.session.remove(symbols, this.steady.now()));
    this.options.output.cover(this.id, [], listings);
  }

  control(message: Json): void {
    if (this.session) this.follow(this.session.control(message, this.steady.now()));
  }

  resync(listings: ReadonlySet<ListingId>): void {
    if (!this.session) return;
    const symbols = [...this.carried].filter(([, listing]) => listings.has(listing)).map(([symbol]) => symbol);
    if (symbols.length > 0) this.follow(this.session.resync(symbols, this.steady.now()));
  }

  /** Closes the socket, if there is one, and opens another at once. */
  reconnect(reason: string): void {
    this.drop(reason, 'disconnected');
    this.schedule(0, 'backoff');
  }

  /** Takes its books back, with fresh snapshots, after something else carried them. */
  recover(): void {
    this.options.output.cover(this.id, [...this.carried.values()], []);
    if (this.session) this.follow(this.session.resync([...this.carried.keys()], this.steady.now()));
  }

  /** Says everything again to an engine that was restarted, and asks for every book anew. */
  reseed(): void {
    const wasOpen = this.session !== null;
    this.tellEngine('closed', 'engine-restarted');
    this.options.output.cover(this.id, [...this.carried.values()], []);
    if (!wasOpen) return;
    this.tellEngine('opened', 'none');
    if (this.session) this.follow(this.session.resync([...this.carried.keys()], this.steady.now()));
  }

  /** Ends this place in the pool. */
  stop(): void {
    clearInterval(this.ticker);
    if (this.timer) clearTimeout(this.timer);
    this.drop('closed by Crossbook', 'not-subscribed');
    this.state = 'closed';
  }

  health(): ConnectionHealth {
    const nowMs = this.steady.now();
    return {
      connection: this.id,
      venue: this.options.venue.id,
      transport: 'stream',
      state: this.state,
      reason: this.reason,
      subscribed: this.carried.size,
      delivering: 0,
      frames: this.rate.frames,
      bytes: this.rate.bytes,
      framesPerSecond: this.rate.framesPerSecond,
      bytesPerSecond: this.rate.bytesPerSecond,
      errors: this.errors,
      reconnects: Math.max(0, this.opens - 1),
      gaps: 0,
      lastFrameAgeMs: this.heardMs === 0 ? null : nowMs - this.heardMs,
      openForMs: this.session ? nowMs - this.openedMs : null,
    };
  }

  private schedule(delayMs: number, state: ConnectionState): void {
    this.state = state;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), delayMs);
  }

  private open(): void {
    const { venue, url } = this.options;
    this.state = 'connecting';
    this.failure = '';
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, {
        headers: this.options.headers(),
        perMessageDeflate: false,
        skipUTF8Validation: true,
        maxPayload: FRAME_BYTES_MAX,
        handshakeTimeout: CONNECT_TIMEOUT_MS,
      });
    } catch (error) {
      this.refuse(`${venue.name}'s address ${url} cannot be used: ${messageOf(error)}.`);
      return;
    }
    this.socket = socket;
    socket.on('open', () => this.onOpen(socket));
    socket.on('message', (data, isBinary) => this.onFrame(socket, data as Buffer, isBinary));
    const onControl = (): void => {
      if (socket === this.socket) this.onHeard();
    };
    socket.on('ping', onControl);
    socket.on('pong', onControl);
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      this.onRefusal(socket, response.statusCode ?? 0);
    });
    socket.on('error', (error) => this.onError(socket, error));
    socket.on('close', (code, reason) => this.onClose(socket, code, reason.toString()));
  }

  private onOpen(socket: WebSocket): void {
    if (socket !== this.socket) return;
    const nowMs = this.steady.now();
    this.state = 'open';
    this.reason = '';
    this.openedMs = nowMs;
    this.heardMs = nowMs;
    this.opens++;
    this.session = this.options.venue.createSession((first) => this.symbols.get(first) ?? [first]);
    this.tellEngine('opened', 'none');
    this.log(
      'info',
      'FEED_OPENED',
      `${this.options.venue.name} connection ${this.id} is open; ${this.carried.size} books are being asked for.`,
    );
    this.follow(this.session.open([...this.carried.keys()], nowMs));
    this.options.onOpened?.(this.id);
  }

  private onFrame(socket: WebSocket, data: Buffer, isBinary: boolean): void {
    if (socket !== this.socket) return;
    const clock = this.clock;
    clock.stamp();
    this.rate.add(data.length);
    this.options.output.frame(this.id, isBinary ? CHANNEL.binary : CHANNEL.text, clock.micros, clock.nanos, data);
    this.onHeard();
  }

  private onHeard(): void {
    this.heardMs = this.steady.now();
    if (this.state !== 'silent') return;
    this.state = 'open';
    this.reason = '';
    this.tellEngine('heard', 'none');
  }

  private onRefusal(socket: WebSocket, status: number): void {
    if (socket !== this.socket) return;
    const name = this.options.venue.name;
    if (status === UNAUTHORIZED || status === FORBIDDEN) {
      this.socket = null;
      socket.terminate();
      this.refuse(
        `${name} refused the key (HTTP ${status}). Check the key id, the key file and that both belong to the same environment.`,
      );
      return;
    }
    this.failure = `${name} answered the connection attempt with HTTP ${status}.`;
    socket.terminate();
  }

  private onError(socket: WebSocket, error: Error): void {
    if (socket !== this.socket) return;
    this.errors++;
    if (this.failure === '') this.failure = `${error.message}.`;
  }

  private onClose(socket: WebSocket, code: number, said: string): void {
    if (socket !== this.socket) return;
    const wasOpen = this.session !== null;
    const words = said === '' ? '' : ` "${said}"`;
    this.reason = this.failure || `The exchange closed the connection (code ${code}${words}).`;
    this.release('disconnected');
    const delayMs = this.backoff.nextMs();
    const effect = wasOpen ? ` ${this.carried.size} books are not live until it is back.` : '';
    this.log(
      'warn',
      'FEED_CLOSED',
      `${this.options.venue.name} connection ${this.id}: ${this.reason}${effect} Next attempt in ${(delayMs / 1_000).toFixed(1)} s.`,
    );
    this.schedule(delayMs, 'backoff');
  }

  /** Leaves the present socket, whatever its state. */
  private drop(reason: string, bookReason: BookReason): void {
    this.reason = `${reason}.`;
    const socket = this.socket;
    this.release(bookReason);
    if (!socket) return;
    // A late error of a socket nobody listens to any more must not end the process.
    socket.on('error', () => {});
    if (socket.readyState !== WebSocket.OPEN) {
      socket.terminate();
      return;
    }
    const ending = setTimeout(() => socket.terminate(), CLOSING_MAX_MS);
    socket.on('close', () => clearTimeout(ending));
    socket.close(NORMAL_CLOSE);
  }

  private release(bookReason: BookReason): void {
    const wasOpen = this.session !== null;
    this.socket = null;
    this.session = null;
    if (wasOpen) this.tellEngine('closed', bookReason);
  }

  private refuse(text: string): void {
    this.errors++;
    const first = this.state !== 'refused' && this.reason !== text;
    this.release('disconnected');
    this.schedule(this.timing.backoffMaxMs, 'refused');
    this.reason = text;
    if (first) this.log('error', 'FEED_REFUSED', text);
    this.options.onRefused?.(text);
  }

  private onTick(nowMs: number): void {
    this.rate.observe(nowMs);
    if (!this.session) return;
    this.follow(this.session.tick(nowMs));
    if (!this.session) return;
    if (nowMs - this.openedMs > STABLE_AFTER_MS) this.backoff.reset();
    const silentMs = nowMs - this.heardMs;
    if (silentMs > this.timing.silenceReplaceMs) {
      this.log(
        'warn',
        'FEED_SILENT',
        `${this.options.venue.name} connection ${this.id} said nothing for ${Math.round(silentMs / 1_000)} s and is replaced.`,
      );
      this.reconnect('silent for too long');
    } else if (silentMs > this.timing.silenceWarnMs && this.state === 'open') {
      this.state = 'silent';
      this.reason = 'Nothing was heard for a while; its books are shown as stale.';
      this.tellEngine('silent', 'feed-silent');
    }
  }

  /** Does what a session asks for. */
  private follow(step: SessionStep): void {
    for (const text of step.say) {
      if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(text);
    }
    if (step.fault) this.onFault(step.fault);
  }

  private onFault(fault: SessionFault): void {
    this.errors++;
    this.log(fault.remedy === 'count' ? 'info' : 'warn', `FEED_${fault.code}`, fault.text);
    if (fault.remedy === 'reconnect') {
      this.drop(fault.text.replace(/\.$/, ''), 'disconnected');
      this.schedule(this.backoff.nextMs(), 'backoff');
    } else if (fault.remedy === 'stop') {
      this.drop(fault.text.replace(/\.$/, ''), 'disconnected');
      this.refuse(fault.text);
    } else if (fault.remedy === 'resync' && this.session) {
      const symbols = fault.symbols.length > 0 ? fault.symbols : [...this.carried.keys()];
      this.follow(this.session.resync(symbols, this.steady.now()));
    }
  }

  private tellEngine(change: 'opened' | 'closed' | 'silent' | 'heard', reason: BookReason): void {
    this.options.output.connection(this.id, this.options.venue.id, 'stream', change, reason);
  }

  private log(level: 'info' | 'warn' | 'error', code: string, text: string): void {
    this.options.output.log({ level, code, venue: this.options.venue.id, connection: this.id, listing: '', text });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
