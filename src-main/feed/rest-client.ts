/**
 * Asks one venue over HTTP: within its rate limits, with time limits, a size limit, retries where they help, and a circuit breaker.
 *
 * Only 429, 5xx and broken connections are tried again. Five failures in a row of one path open its circuit for half a minute:
 * what is down is not hammered, the caller learns at once, and the venue's other paths go on being asked. A venue that asks to be left
 * alone (Retry-After) gets no request of that bucket until then.
 */
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhen,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';
import { Agent, request } from 'undici';
import {
  BACKOFF_FIRST_MS,
  BACKOFF_MAX_MS,
  BREAKER_FAILURES,
  BREAKER_OPEN_MS,
  LARGE_RESPONSE_BYTES_MAX,
  RESPONSE_BYTES_MAX,
  REST_ANSWER_TIMEOUT_MS,
  REST_CONNECT_TIMEOUT_MS,
  REST_LARGE_ANSWER_TIMEOUT_MS,
  REST_PATHS_MAX,
  REST_READ_TIMEOUT_MS,
  REST_RETRIES,
} from '../../src-shared/domain/limits.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import type { RestRequest, Venue } from '../../src-shared/venues/venue.ts';
import { ComponentRecord } from '../base/component-record.ts';
import { TokenBucket } from './rate-limit.ts';
import { refusalText, refusesCaller } from './refusal.ts';
import { ACCEPT_ENCODING, BodyError, readBody } from './rest-body.ts';
import { retryAfterMs } from './retry-after.ts';

const USER_AGENT = 'Crossbook/0.1 (+desktop order-book monitor)';
const NOT_FOUND = 404;
const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;
/** Bad request, not found, conflict, gone, unprocessable. A key or a limit that is in the way may change meanwhile. */
const REFUSALS: readonly number[] = [400, 404, 409, 410, 422];
const SAMPLE_LENGTH = 160;

/** A request that failed for good; the message is one sentence. */
export class RestError extends Error {
  override readonly name = 'RestError';
  /** HTTP status; 0 when no answer came, -1 when it is not worth asking again at once. */
  readonly status: number;

  constructor(text: string, status: number) {
    super(text);
    this.status = status;
  }

  /** The venue understood, and will not answer this request whenever it is made: it is wrong, or what it is about is gone. */
  get isRefusal(): boolean {
    return REFUSALS.includes(this.status);
  }

  get retryable(): boolean {
    return this.status === 0 || this.status === TOO_MANY_REQUESTS || this.status >= SERVER_ERROR;
  }
}

export type RestAnswer = { readonly bytes: Uint8Array; readonly dateHeader: string | null };

type Answer = Awaited<ReturnType<typeof request>>;

export type RestTiming = {
  readonly retries: number;
  readonly firstDelayMs: number;
  readonly connectMs: number;
  /** Without a byte for so long the answer is given up. */
  readonly readMs: number;
  /** The whole answer, of a request and of one for a whole list, takes no longer. */
  readonly answerMs?: number;
  readonly largeAnswerMs?: number;
  /** How long the circuit stays open. */
  readonly breakerOpenMs?: number;
};

const DEFAULT_TIMING: RestTiming = {
  retries: REST_RETRIES,
  firstDelayMs: BACKOFF_FIRST_MS,
  connectMs: REST_CONNECT_TIMEOUT_MS,
  readMs: REST_READ_TIMEOUT_MS,
};

export class RestClient {
  /** Idle until the first request; failing while a path is left alone, or the last request of all failed. */
  readonly component = new ComponentRecord('idle');
  private readonly venue: Venue;
  private readonly endpoints: Readonly<Record<string, string>>;
  private readonly agent: Agent;
  private readonly buckets: ReadonlyMap<string, TokenBucket>;
  /** One a path: a broken list of markets must not stop the polled books. */
  private readonly policies = new Map<string, IPolicy>();
  /** Paths whose circuit is open. */
  private readonly open = new Set<string>();
  private readonly timing: RestTiming;
  private readonly closing = new AbortController();

  constructor(venue: Venue, endpoints: Readonly<Record<string, string>>, timing: RestTiming = DEFAULT_TIMING) {
    this.venue = venue;
    this.endpoints = endpoints;
    this.timing = timing;
    this.agent = new Agent({
      connect: { timeout: timing.connectMs },
      headersTimeout: timing.readMs,
      bodyTimeout: timing.readMs,
      connections: 8,
    });
    this.buckets = new Map(Object.entries(venue.rateLimits).map(([name, limit]) => [name, new TokenBucket(limit)]));
  }

  /** The answer's bytes. Throws RestError. */
  async fetch(ask: RestRequest): Promise<RestAnswer> {
    try {
      const answer = await this.policyOf(ask).execute(() => this.once(ask), this.closing.signal);
      if (this.open.size === 0 && !this.isHeld) this.component.enter('running');
      return answer;
    } catch (error) {
      if (error instanceof RestError) {
        if (!this.closing.signal.aborted) this.component.failed(error.message, 'failing');
        throw error;
      }
      if (error instanceof BrokenCircuitError) {
        throw new RestError(
          `${this.venue.name} failed ${BREAKER_FAILURES} times in a row to answer ${ask.path}, which is left alone for a while.`,
          0,
        );
      }
      throw new RestError(`${this.venue.name} could not be asked: ${messageOf(error)}.`, 0);
    }
  }

  /** The answer as JSON. Throws RestError, also for a body that is not JSON. */
  async fetchJson(ask: RestRequest): Promise<Json> {
    const { bytes } = await this.fetch(ask);
    try {
      return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as Json;
    } catch {
      throw new RestError(`${this.venue.name} answered ${ask.path} with something that is not JSON.`, -1);
    }
  }

  /** Paths that are left alone for a while, because they failed again and again. */
  get leftAlone(): readonly string[] {
    return [...this.open];
  }

  /** Whether this would take nothing from anybody: nobody else needs its rate limit now, and its path answers. */
  isFree({ bucket, path, route = path }: RestRequest): boolean {
    return !this.open.has(route) && (this.buckets.get(bucket)?.isFree ?? true);
  }

  /** Forgets what failed, at the user's request: the next request of each path is made. */
  retry(): void {
    this.policies.clear();
    this.open.clear();
    for (const bucket of this.buckets.values()) bucket.release();
  }

  close(): void {
    this.closing.abort(new RestError('The app is closing.', -1));
    void this.agent.destroy();
  }

  /** The venue asked for no requests for a while, of one of its buckets at least. */
  private get isHeld(): boolean {
    return [...this.buckets.values()].some(({ isHeld }) => isHeld);
  }

  private policyOf({ endpoint, path, route = path }: RestRequest): IPolicy {
    // A path with an id has a route; should a venue forget it, an endpoint's paths share one.
    const own = `${endpoint} ${route}`;
    const key = this.policies.has(own) || this.policies.size < REST_PATHS_MAX ? own : endpoint;
    let policy = this.policies.get(key);
    if (!policy) {
      policy = this.makePolicy(key);
      this.policies.set(key, policy);
    }
    return policy;
  }

  private makePolicy(key: string): IPolicy {
    const { timing } = this;
    const worthRetrying = handleWhen((error) => error instanceof RestError && error.retryable);
    const breaker = circuitBreaker(worthRetrying, {
      halfOpenAfter: timing.breakerOpenMs ?? BREAKER_OPEN_MS,
      breaker: new ConsecutiveBreaker(BREAKER_FAILURES),
    });
    const backoff = new ExponentialBackoff({
      initialDelay: timing.firstDelayMs,
      maxDelay: BACKOFF_MAX_MS,
      generator: fullJitterGenerator,
    });
    const policy = wrap(retry(worthRetrying, { maxAttempts: timing.retries, backoff }), breaker);
    breaker.onStateChange((state) => {
      // One that was forgotten speaks of requests that nobody waits for.
      if (this.policies.get(key) === policy) this.onCircuit(key, state);
    });
    return policy;
  }

  private onCircuit(key: string, state: CircuitState): void {
    const path = key.slice(key.indexOf(' ') + 1);
    if (state === CircuitState.Closed) this.open.delete(path);
    else if (state === CircuitState.Open) {
      this.open.add(path);
      this.component.restarts++;
    }
    if (this.open.size > 0) this.component.enter('failing');
  }

  private async once(ask: RestRequest): Promise<RestAnswer> {
    const bucket = this.buckets.get(ask.bucket);
    if (bucket) await bucket.take(this.closing.signal);
    const url = this.urlOf(ask);
    const { answerMs = REST_ANSWER_TIMEOUT_MS, largeAnswerMs = REST_LARGE_ANSWER_TIMEOUT_MS } = this.timing;
    const limitMs = ask.isLarge ? largeAnswerMs : answerMs;
    const late = AbortSignal.timeout(limitMs);
    try {
      return await this.exchange(ask, url, AbortSignal.any([this.closing.signal, late]));
    } catch (error) {
      if (!late.aborted || this.closing.signal.aborted) throw error;
      const seconds = Math.round(limitMs / 1_000);
      throw new RestError(`${this.venue.name} did not finish its answer to ${ask.path} within ${seconds} s.`, -1);
    }
  }

  /** Sends the request and reads the whole answer. */
  private async exchange(ask: RestRequest, url: string, signal: AbortSignal): Promise<RestAnswer> {
    let answer: Answer;
    try {
      answer = await request(url, {
        method: ask.method,
        headers: {
          accept: 'application/json',
          'accept-encoding': ACCEPT_ENCODING,
          'user-agent': USER_AGENT,
          ...(ask.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: ask.body === undefined ? null : JSON.stringify(ask.body),
        dispatcher: this.agent,
        signal,
      });
    } catch (error) {
      throw new RestError(`${this.venue.name} did not answer ${ask.path}: ${messageOf(error)}.`, 0);
    }
    const { statusCode, headers } = answer;
    const bytes = await this.read(ask, answer);
    if (statusCode === NOT_FOUND && ask.mayBeMissing) return { bytes: Buffer.from('null'), dateHeader: null };
    if (statusCode < 200 || statusCode > 299) {
      const said = Buffer.from(bytes.subarray(0, SAMPLE_LENGTH)).toString('utf8').replace(/\s+/g, ' ');
      const text = `${this.venue.name} answered ${ask.path} with HTTP ${statusCode}: ${said}`;
      const meaning = refusesCaller(statusCode) ? ` ${refusalText(this.venue.name, statusCode, false)}` : '';
      throw new RestError(`${text}${meaning}${this.obey(ask, headers)}`, statusCode);
    }
    const { date } = headers;
    return { bytes, dateHeader: typeof date === 'string' ? date : null };
  }

  /** Makes no request of this bucket for as long as the venue asks; returns that in words, or ''. */
  private obey({ bucket }: RestRequest, headers: Answer['headers']): string {
    const waitMs = retryAfterMs(headers, Date.now());
    if (waitMs === 0) return '';
    this.buckets.get(bucket)?.hold(waitMs);
    const text = `It asks for no request for ${Math.ceil(waitMs / 1_000)} s`;
    this.component.failed(
      `${this.venue.name} is busy. ${text}, and gets none; books that are polled grow older.`,
      'failing',
    );
    return `. ${text}.`;
  }

  private async read(ask: RestRequest, { body, headers, statusCode }: Answer): Promise<Uint8Array> {
    const bytesMax = ask.isLarge ? LARGE_RESPONSE_BYTES_MAX : RESPONSE_BYTES_MAX;
    const { name } = this.venue;
    try {
      return await readBody(body, headers['content-encoding'], bytesMax);
    } catch (error) {
      // What is left of it goes unread; its own error says nothing more.
      body.on('error', () => {}).destroy();
      // The status says enough where the body of a refusal cannot be read.
      if (error instanceof BodyError && statusCode > 299) return Buffer.alloc(0);
      if (error instanceof BodyError)
        throw new RestError(`${name} answered ${ask.path} with ${error.message}.`, error.problem === 'limit' ? -1 : 0);
      throw new RestError(`${name}'s answer to ${ask.path} broke off: ${messageOf(error)}.`, 0);
    }
  }

  private urlOf(ask: RestRequest): string {
    const base = this.endpoints[ask.endpoint];
    if (base === undefined) throw new RestError(`No address is set for ${this.venue.name}'s ${ask.endpoint}.`, -1);
    const query = ask.query
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`)
      .join('&');
    return `${base}${ask.path}${query === '' ? '' : `?${query}`}`;
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`.replace(/\.$/, '');
}
