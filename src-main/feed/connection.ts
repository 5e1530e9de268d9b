/**
 * One place in a venue's pool: a socket that is opened, kept, and opened again.
 *
 * Its states are words; every change that the engine must know goes out between the frames, in order. Each attempt has a session
 * of its own: nothing said on an earlier socket holds. Silence makes it `silent`, longer silence replaces the socket; an answer to a
 * heartbeat may not break it (Venue.heartbeatAnswer). A refusal for good (a bad key) is tried again only at the slowest pace.
 */
import WebSocket from 'ws';
import { CHANNEL } from '../../src-shared/contract/frame-batch.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { ConnectionHealth, ConnectionState } from '../../src-shared/domain/health.ts';
import { CONNECT_TIMEOUT_MS, FRAME_BYTES_MAX, STABLE_AFTER_MS } from '../../src-shared/domain/limits.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import type { Session, SessionFault, SessionStep } from '../../src-shared/venues/venue.ts';
import { Backoff } from './backoff.ts';
import { ByteRate } from './byte-rate.ts';
import { Cargo } from './cargo.ts';
import { CONNECTION_TIMING, type ConnectionOptions, type ConnectionTiming } from './connection-options.ts';
import { endSocket } from './end-socket.ts';
import { ReceiveClock } from './receive-clock.ts';
import { SteadyClock } from './steady-clock.ts';
import type { Carried } from './subscription-plan.ts';

const UNAUTHORIZED_OR_FORBIDDEN = [401, 403];

export class Connection {
  readonly id: number;
  private readonly cargo = new Cargo();
  /** Its books are passing to another connection. */
  isDraining = false;
  /** Markets that ended while it carried them, since its socket opened: what a venue may go on to send. */
  expired = 0;
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

  get isSilent(): boolean {
    return this.state === 'silent';
  }

  get openForMs(): number | null {
    return this.session ? this.steady.now() - this.openedMs : null;
  }

  /** Listings by their first symbol, those that are still to pass to it among them. */
  get carried(): ReadonlyMap<string, ListingId> {
    return this.cargo.listings;
  }

  /** What it carries, without what is still to pass to it. */
  get covered(): readonly ListingId[] {
    return [...this.cargo.owned];
  }

  /** Opens the socket after a delay, so that a pool's connections start one after another. */
  start(delayMs: number): void {
    this.schedule(delayMs, 'idle');
  }

  /** Carries these from now on. */
  add(listings: readonly Carried[]): void {
    const symbols = this.cargo.add(listings);
    this.options.output.cover(
      this.id,
      listings.map(({ listing }) => listing),
      [],
    );
    if (this.session) this.follow(this.session.add(symbols, this.steady.now()));
  }

  /** Is to carry these, each from its first snapshot here. To be said before it starts. */
  inherit(listings: readonly Carried[]): void {
    this.cargo.addAwaited(listings);
  }

  /** These passed to it. */
  took(listings: readonly ListingId[]): void {
    this.cargo.subscribe(listings.filter((listing) => this.cargo.awaited.has(listing)));
  }

  /** These passed to another connection: nothing is said of them any more. */
  letGo(listings: readonly ListingId[]): void {
    this.cargo.remove(this.cargo.firstOf(new Set(listings)));
  }

  /** Carries what has not passed to it as it is: those books recover. */
  takeRest(): void {
    const rest = [...this.cargo.awaited];
    this.cargo.subscribe(rest);
    this.options.output.cover(this.id, rest, []);
    this.resync(new Set(rest));
  }

  /** Asks for the snapshots of what has not passed to it. */
  askAgain(): void {
    this.resync(this.cargo.awaited);
  }

  remove(symbols: readonly string[]): void {
    const listings = this.cargo.remove(symbols);
    if (this.session) this.follow(this.session.remove(symbols, this.steady.now()));
    this.options.output.cover(this.id, [], listings);
  }

  control(message: Json): void {
    if (this.session) this.follow(this.session.control(message, this.steady.now()));
  }

  resync(listings: ReadonlySet<ListingId>): void {
    if (!this.session) return;
    const symbols = this.cargo.firstOf(listings);
    if (symbols.length > 0) this.follow(this.session.resync(symbols, this.steady.now()));
  }

  /** Closes the socket, if any, and opens another at once. */
  reconnect(reason: string): void {
    this.drop(reason, 'disconnected');
    this.schedule(0, 'backoff');
  }

  /** Takes its books back, with fresh snapshots, after something else carried them. */
  recover(): void {
    this.options.output.cover(this.id, this.covered, []);
    this.askAll();
  }

  /** Says everything again to an engine that was restarted, and asks for every book anew. */
  reseed(): void {
    const wasOpen = this.session !== null;
    this.tellEngine('closed', 'engine-restarted');
    this.options.output.cover(this.id, this.covered, []);
    if (!wasOpen) return;
    this.tellEngine('opened', 'none');
    this.tellAwaited();
    this.askAll();
  }

  /** Ends this place in the pool. */
  stop(): void {
    clearInterval(this.ticker);
    if (this.timer) clearTimeout(this.timer);
    this.drop('closed by Crossbook', 'not-subscribed');
    this.state = 'closed';
    this.options.output.gone(this.id);
  }

  health(): ConnectionHealth {
    const nowMs = this.steady.now();
    return {
      connection: this.id,
      venue: this.options.venue.id,
      transport: 'stream',
      state: this.isDraining && this.state === 'open' ? 'draining' : this.state,
      reason: this.reason,
      subscribed: this.cargo.listings.size,
      delivering: 0,
      frames: this.rate.frames,
      bytes: this.rate.bytes,
      framesPerSecond: this.rate.framesPerSecond,
      bytesPerSecond: this.rate.bytesPerSecond,
      errors: this.errors,
      reconnects: Math.max(0, this.opens - 1),
      gaps: 0,
      lastFrameAgeMs: this.heardMs === 0 ? null : nowMs - this.heardMs,
      openForMs: this.openForMs,
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
    } catch {
      // Not said which it is: an address may hold what is nobody's business.
      this.refuse(`${venue.name}'s address of the stream cannot be used; correct it in settings.json.`);
      return;
    }
    this.socket = socket;
    socket.on('open', () => this.onOpen(socket));
    socket.on('message', (data, isBinary) => this.onFrame(socket, data as Buffer, isBinary));
    const onControl = (): void => {
      if (socket === this.socket && venue.heartbeatAnswer === null) this.onHeard();
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
    this.expired = 0;
    this.session = this.options.venue.createSession((first) => this.cargo.allOf(first));
    this.tellEngine('opened', 'none');
    this.tellAwaited();
    this.log(
      'info',
      'FEED_OPENED',
      `${this.options.venue.name} connection ${this.id} is open; ${this.cargo.listings.size} books were requested.`,
    );
    this.follow(this.session.open(this.cargo.first, nowMs));
    this.options.onOpened?.(this.id);
  }

  private onFrame(socket: WebSocket, data: Buffer, isBinary: boolean): void {
    if (socket !== this.socket) return;
    const { clock, options } = this;
    clock.stamp();
    this.rate.add(data.length);
    options.output.frame(this.id, isBinary ? CHANNEL.binary : CHANNEL.text, clock.micros, clock.nanos, data);
    const answer = options.venue.heartbeatAnswer;
    if (data.length !== answer?.length || data.toString() !== answer) this.onHeard();
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
    const { name } = this.options.venue;
    if (UNAUTHORIZED_OR_FORBIDDEN.includes(status)) {
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
    const effect = wasOpen ? ` ${this.cargo.listings.size} books are not live until it is back.` : '';
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
    if (socket) endSocket(socket);
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
    this.options.onRefused?.(text, this.id);
  }

  private onTick(nowMs: number): void {
    this.rate.observe(nowMs);
    if (this.session) this.follow(this.session.tick(nowMs));
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
      this.options.onSilent?.();
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
      const symbols = fault.symbols.length > 0 ? fault.symbols : this.cargo.first;
      this.follow(this.session.resync(symbols, this.steady.now()));
    }
  }

  private askAll(): void {
    if (this.session) this.follow(this.session.resync(this.cargo.first, this.steady.now()));
  }

  private tellAwaited(): void {
    const { awaited } = this.cargo;
    if (awaited.size > 0) this.options.output.handOver(this.id, [...awaited]);
  }

  private tellEngine(change: 'opened' | 'closed' | 'silent' | 'heard', reason: BookReason): void {
    this.options.output.connection(this.id, this.options.venue.id, 'stream', change, reason);
  }

  private log(level: 'info' | 'warn' | 'error', code: string, text: string): void {
    this.options.output.log({ level, code, venue: this.options.venue.id, connection: this.id, listing: '', text });
  }
}
