/**
 * One place in a venue's pool: a socket that is opened, kept, and opened again.
 *
 * It is always in one of the states of link-state.ts; `enter` is the one place where the state changes and where the engine is told, in
 * order with the frames. Each attempt has a session of its own: nothing said on an earlier socket holds. A silent socket is replaced after
 * a while; an answer to a heartbeat may not break the silence (Venue.silence).
 */
import WebSocket from 'ws';
import { CHANNEL } from '../../src-shared/contract/frame-batch.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { ConnectionHealth } from '../../src-shared/domain/health.ts';
import { STABLE_AFTER_MS } from '../../src-shared/domain/limits.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import { Backoff } from '../../src-shared/domain/supervision/backoff.ts';
import type { Session, SessionFault, SessionStep } from '../../src-shared/venues/venue.ts';
import { ByteRate } from './byte-rate.ts';
import { type ConnectionOptions, type ConnectionTiming, timingOf } from './connection-options.ts';
import { endSocket } from './end-socket.ts';
import type { ConnectionChange } from './feed-output.ts';
import { KnownFrames } from './known-frames.ts';
import { engineChange, isLive, type LinkState, mayFollow, type PausedState, socketOf } from './link-state.ts';
import { openSocket } from './open-socket.ts';
import { ReceiveClock } from './receive-clock.ts';
import { refusalText, refusesCaller } from './refusal.ts';
import { SteadyClock } from './steady-clock.ts';
import type { NamedListing } from './subscription-plan.ts';
import { SymbolSubscriptions } from './symbol-subscriptions.ts';

export class Connection {
  readonly id: number;
  private readonly subscriptions = new SymbolSubscriptions();
  private readonly options: ConnectionOptions;
  private readonly timing: ConnectionTiming;
  private readonly backoff: Backoff;
  private readonly clock = new ReceiveClock();
  private readonly steady = new SteadyClock();
  private readonly rate = new ByteRate();
  private readonly ticker: NodeJS.Timeout;
  private state: LinkState = { name: 'idle', reason: '', timer: null };
  private receivedMs = 0;
  private readonly known: KnownFrames;
  private isKeySent = false;
  private errors = 0;
  private opens = 0;

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.timing = options.timing ?? timingOf(options.venue);
    this.known = new KnownFrames(options.venue);
    this.id = options.output.nextConnection();
    this.backoff = new Backoff(this.timing.backoffFirstMs, this.timing.backoffMaxMs, options.random);
    // Announced before anything is subscribed: the engine must know whose symbols these are.
    this.tellEngine('closed', 'no-snapshot-yet');
    this.ticker = setInterval(() => this.onTick(this.steady.now()), this.timing.tickMs);
  }

  get isOpen(): boolean {
    return isLive(this.state);
  }

  get isSilent(): boolean {
    return this.state.name === 'silent';
  }

  get openForMs(): number | null {
    return isLive(this.state) ? this.steady.now() - this.state.openedMs : null;
  }

  /** Listings by their first symbol, owned and awaited. */
  get subscribed(): ReadonlyMap<string, ListingId> {
    return this.subscriptions.listings;
  }

  /** Listings whose books change by this connection's frames. */
  get owned(): readonly ListingId[] {
    return [...this.subscriptions.owned];
  }

  /** Markets that ended since its socket opened. */
  get expired(): number {
    return isLive(this.state) ? this.state.expired : 0;
  }

  /** Opens the socket after a delay, so that a pool's connections start one after another. */
  start(delayMs: number): void {
    this.pause('idle', '', delayMs);
  }

  /** Subscribes to these and owns them. */
  add(listings: readonly NamedListing[]): void {
    const symbols = this.subscriptions.add(listings);
    this.options.output.cover(
      this.id,
      listings.map(({ listing }) => listing),
      [],
    );
    this.ask((session, nowMs) => session.add(symbols, nowMs));
  }

  /** Will take these over, each with its first snapshot here. To be called before it starts. */
  awaitHandOver(listings: readonly NamedListing[]): void {
    this.subscriptions.addAwaited(listings);
  }

  /** It has taken these over. */
  tookOver(listings: readonly ListingId[]): void {
    this.subscriptions.subscribe(listings.filter((listing) => this.subscriptions.awaited.has(listing)));
  }

  /** Another connection has taken these over: the engine knows. */
  handedOver(listings: readonly ListingId[]): void {
    this.subscriptions.remove(this.subscriptions.firstOf(new Set(listings)));
  }

  /** Takes over what it still awaits without a snapshot: those books recover. */
  takeOverRest(): void {
    const rest = [...this.subscriptions.awaited];
    this.subscriptions.subscribe(rest);
    this.options.output.cover(this.id, rest, []);
    this.resync(new Set(rest));
  }

  /** Requests the snapshots of what it still awaits. */
  resyncAwaited(): void {
    this.resync(this.subscriptions.awaited);
  }

  remove(symbols: readonly string[]): void {
    const listings = this.subscriptions.remove(symbols);
    this.ask((session, nowMs) => session.remove(symbols, nowMs));
    this.options.output.cover(this.id, [], listings);
  }

  /** So many of its markets have ended. */
  noteExpired(markets: number): void {
    if (isLive(this.state)) this.state.expired += markets;
  }

  control(message: Json): void {
    this.ask((session, nowMs) => session.control(message, nowMs));
  }

  resync(listings: ReadonlySet<ListingId>): void {
    const symbols = this.subscriptions.firstOf(listings);
    if (symbols.length > 0) this.ask((session, nowMs) => session.resync(symbols, nowMs));
  }

  /** Closes the socket, if any, and opens another at once. */
  reconnect(reason: string): void {
    this.drop(() => this.pause('backoff', `${reason}.`, 0));
  }

  /** Owns its books again, with fresh snapshots, after another connection owned them. */
  recover(): void {
    this.options.output.cover(this.id, this.owned, []);
    this.resyncAll();
  }

  /** Tells a restarted engine everything again, and requests every book again. */
  reseed(): void {
    this.tellEngine('closed', 'engine-restarted');
    this.options.output.cover(this.id, this.owned, []);
    if (!this.isOpen) return;
    this.tellEngine('opened', 'none');
    this.resyncAll();
  }

  /** Ends this place in the pool. */
  stop(): void {
    if (this.state.name === 'closed') return;
    clearInterval(this.ticker);
    this.drop(() => this.enter({ name: 'closed', reason: 'closed by Crossbook.' }, 'not-subscribed'));
    this.options.output.gone(this.id);
  }

  health(): ConnectionHealth {
    const nowMs = this.steady.now();
    return {
      connection: this.id,
      venue: this.options.venue.id,
      transport: 'stream',
      state: this.state.name,
      reason: this.state.reason,
      subscribed: this.subscribed.size,
      delivering: 0,
      frames: this.rate.frames,
      bytes: this.rate.bytes,
      framesPerSecond: this.rate.framesPerSecond,
      bytesPerSecond: this.rate.bytesPerSecond,
      errors: this.errors,
      reconnects: Math.max(0, this.opens - 1),
      gaps: 0,
      lagMs: null,
      isBehind: false,
      lastFrameAgeMs: this.receivedMs === 0 ? null : nowMs - this.receivedMs,
      openForMs: this.openForMs,
    };
  }

  /** The one place where the state changes. `bookReason`: what books are told when the socket is lost. */
  private enter(next: LinkState, bookReason: BookReason = 'disconnected'): void {
    const last = this.state;
    if (!mayFollow(last.name, next.name)) throw new Error(`a connection that is ${last.name} cannot be ${next.name}`);
    if ('timer' in last && last.timer) clearTimeout(last.timer);
    this.state = next;
    const change = engineChange(last, next);
    if (change !== null) this.tellEngine(change, REASONS[change] ?? bookReason);
  }

  /** Waits without a socket, and opens one after the delay. */
  private pause(name: PausedState['name'], reason: string, delayMs: number): void {
    this.enter({ name, reason, timer: setTimeout(() => this.open(), delayMs) });
  }

  private open(): void {
    const { venue, url, headers } = this.options;
    let socket: WebSocket;
    try {
      const sent = headers();
      this.isKeySent = Object.keys(sent).length > 0;
      socket = openSocket(url, sent, {
        isCurrent: (one) => socketOf(this.state) === one,
        onOpen: (one) => this.onOpen(one),
        onFrame: (data, isBinary) => this.onFrame(data, isBinary),
        onControl: () => this.known.areControlsLife && this.onReceived(),
        onRefusal: (one, status, retryAfterMs) => this.onRefusal(one, status, retryAfterMs),
        onError: (error) => this.onError(error),
        onClose: (code, reason) => this.onClose(code, reason),
      });
    } catch {
      // The error is not shown: an address may hold a secret.
      this.refuse(`${venue.name}'s address of the stream cannot be used; correct it in settings.json.`);
      return;
    }
    this.enter({ name: 'connecting', reason: this.state.reason, socket, failure: '', retryAfterMs: 0 });
  }

  private onOpen(socket: WebSocket): void {
    const nowMs = this.steady.now();
    this.receivedMs = nowMs;
    this.opens++;
    const session = this.options.venue.createSession((first) => this.subscriptions.allOf(first));
    this.enter({ name: 'open', reason: '', socket, failure: '', session, openedMs: nowMs, expired: 0 });
    this.log('info', 'FEED_OPENED', `${this.name} is open; ${this.subscribed.size} books were requested.`);
    this.follow(session.open(this.subscriptions.first, nowMs));
    this.options.onOpened?.(this.id);
  }

  private onFrame(data: Buffer, isBinary: boolean): void {
    const { clock, options } = this;
    clock.stamp();
    this.rate.add(data.length);
    options.output.frame(this.id, isBinary ? CHANNEL.binary : CHANNEL.text, clock.micros, clock.nanos, data);
    if (this.known.isLife(data)) this.onReceived();
    this.known.forSession(data, (message) => this.control(message));
  }

  private onReceived(): void {
    this.receivedMs = this.steady.now();
    if (this.state.name === 'silent') this.enter({ ...this.state, name: 'open', reason: '' });
  }

  private onRefusal(socket: WebSocket, status: number, retryAfterMs: number): void {
    const { name } = this.options.venue;
    if (this.state.name === 'connecting') this.state.retryAfterMs = retryAfterMs;
    if (refusesCaller(status)) this.refuse(refusalText(name, status, this.isKeySent));
    else this.noteFailure(`${name} answered the connection attempt with HTTP ${status}.`);
    socket.terminate();
  }

  private onError(error: Error): void {
    this.errors++;
    this.noteFailure(`${error.message}.`);
  }

  /** The first failure of a socket says most. */
  private noteFailure(text: string): void {
    if ('failure' in this.state) this.state.failure ||= text;
  }

  private onClose(code: number, said: string): void {
    const words = said === '' ? '' : ` "${said}"`;
    const failure = 'failure' in this.state ? this.state.failure : '';
    const reason = failure || `The exchange closed the connection (code ${code}${words}).`;
    const effect = this.isOpen ? ` ${this.subscribed.size} books are not live until it is back.` : '';
    const delayMs = Math.max(this.backoff.nextMs(), this.retryAfterMs);
    this.pause('backoff', reason, delayMs);
    const next = `Next attempt in ${(delayMs / 1_000).toFixed(1)} s.`;
    this.log('warn', 'FEED_CLOSED', `${this.name}: ${reason}${effect} ${next}`);
  }

  /** Leaves the present socket, whatever its state, by entering another state. */
  private drop(enterNext: () => void): void {
    const socket = socketOf(this.state);
    enterNext();
    if (socket) endSocket(socket);
  }

  /** The venue refused: the next attempt is made at the slowest pace. */
  private refuse(text: string, isLogged = this.state.reason === text): void {
    this.errors++;
    this.pause('refused', text, Math.max(this.timing.backoffMaxMs, this.retryAfterMs));
    if (!isLogged) this.log('error', 'FEED_REFUSED', text);
    this.options.onRefused?.(text, this.id);
  }

  private onTick(nowMs: number): void {
    this.rate.observe(nowMs);
    this.ask((session) => session.tick(nowMs));
    if (!isLive(this.state)) return;
    if (nowMs - this.state.openedMs > STABLE_AFTER_MS) this.backoff.reset();
    const silentMs = nowMs - this.receivedMs;
    if (silentMs > this.timing.silenceReplaceMs) {
      const seconds = Math.round(silentMs / 1_000);
      this.log('warn', 'FEED_SILENT', `${this.name} received nothing for ${seconds} s and is replaced.`);
      this.reconnect('silent for too long');
    } else if (silentMs > this.timing.silenceWarnMs && this.state.name === 'open') {
      const reason = 'Nothing was received for a while; its books are shown as stale.';
      this.enter({ ...this.state, name: 'silent', reason });
      this.options.onSilent?.();
    }
  }

  /** Has the session of the open socket say something. Without one there is nothing to say: it opens with everything. */
  private ask(step: (session: Session, nowMs: number) => SessionStep): void {
    if (isLive(this.state)) this.follow(step(this.state.session, this.steady.now()));
  }

  /** Does what a session asks for. */
  private follow(step: SessionStep): void {
    const socket = socketOf(this.state);
    for (const text of step.say) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    }
    if (step.fault) this.onFault(step.fault);
  }

  private onFault(fault: SessionFault): void {
    this.errors++;
    this.log(fault.remedy === 'count' ? 'info' : 'warn', `FEED_${fault.code}`, fault.text);
    const reason = `${fault.text.replace(/\.$/, '')}.`;
    if (fault.remedy === 'reconnect') this.drop(() => this.pause('backoff', reason, this.backoff.nextMs()));
    else if (fault.remedy === 'stop') this.drop(() => this.refuse(fault.text, true));
    else if (fault.remedy === 'resync') {
      const symbols = fault.symbols.length > 0 ? fault.symbols : this.subscriptions.first;
      this.ask((session, nowMs) => session.resync(symbols, nowMs));
    }
  }

  private resyncAll(): void {
    this.ask((session, nowMs) => session.resync(this.subscriptions.first, nowMs));
  }

  /** Tells the engine of a change; with an open connection, also what it will take over. */
  private tellEngine(change: ConnectionChange, reason: BookReason): void {
    const { output, venue } = this.options;
    output.connection(this.id, venue.id, 'stream', change, reason);
    const { awaited } = this.subscriptions;
    if (change === 'opened' && awaited.size > 0) output.handOver(this.id, [...awaited]);
  }

  /** How long the venue asked to be left alone as it refused the present attempt. */
  private get retryAfterMs(): number {
    return this.state.name === 'connecting' ? this.state.retryAfterMs : 0;
  }

  private get name(): string {
    return `${this.options.venue.name} connection ${this.id}`;
  }

  private log(level: 'info' | 'warn' | 'error', code: string, text: string): void {
    this.options.output.log({ level, code, venue: this.options.venue.id, connection: this.id, listing: '', text });
  }
}

/** Why books change with a connection, where the change itself says it. */
const REASONS: Partial<Readonly<Record<ConnectionChange, BookReason>>> = {
  opened: 'none',
  heard: 'none',
  silent: 'feed-silent',
};
