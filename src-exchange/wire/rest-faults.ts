/**
 * Decides what becomes of a REST answer while a fault concerns REST: another status, another body, compressed, cut, slow, or never.
 */
import type { ServerResponse } from 'node:http';
import type { FaultForms } from './fault-forms.ts';
import { cutBody, packedBody } from './packed-body.ts';
import type { RestAnswer, RestRequest } from './rest-message.ts';
import { bodyText, failed, found, writeAnswer } from './rest-message.ts';
import type { VenueFaults } from './venue-faults.ts';

const LARGE_BODY_BYTES = 12 * 1024 * 1024;
/** A byte that changes nothing, so often that no client's wait for the next one is ever long. */
const DRIP_EVERY_MS = 50;
const RETRY_AFTER_SECONDS = 1;
const SLOW_PIECES = 8;
const SLOW_PIECE_MS = 150;

type RestFault = NonNullable<ReturnType<VenueFaults['rest']>>;

/** Answers of a fault that repeats its first answer. */
export class RestCache {
  readonly #answers = new Map<string, RestAnswer>();

  /** The first answer that this request got; `answer` when there is none yet. */
  first(request: RestRequest, answer: () => RestAnswer): RestAnswer {
    const key = `${request.path}?${request.query}${request.body}`;
    const known = this.#answers.get(key) ?? answer();
    this.#answers.set(key, known);
    return known;
  }

  clear(): void {
    this.#answers.clear();
  }
}

/** Answers a request under the active faults; whole books go to the ledger. */
export async function answerUnderFaults(
  faults: VenueFaults,
  cache: RestCache,
  request: RestRequest,
  answer: (request: RestRequest) => RestAnswer,
  response: ServerResponse,
): Promise<void> {
  const fault = faults.rest();
  if (fault?.kind !== 'rest-stale-book') cache.clear();
  if (fault === undefined && !faults.isAway) {
    write(faults, answer(request), response);
    return;
  }
  if (fault === undefined || faults.isAway || fault.kind === 'rest-timeout') {
    if (fault !== undefined) faults.strike(fault.kind);
    while (faults.isAway || faults.rest()?.kind === 'rest-timeout') await faults.nextEnd();
    response.destroy();
    return;
  }
  if (fault.kind === 'rest-stale-book') {
    if (answer(request).contents === undefined) {
      writeAnswer(response, answer(request));
      return;
    }
    faults.strike(fault.kind);
    // In the ledger once: a book that is sent again is as old as it was.
    writeAnswer(
      response,
      cache.first(request, () => noted(faults, answer(request))),
    );
    return;
  }
  faults.strike(fault.kind);
  switch (fault.kind) {
    case 'rest-slow-body':
      await writeSlowly(response, noted(faults, answer(request)));
      return;
    case 'rest-dripping-body':
      await drip(response, faults);
      return;
    case 'rest-compressed':
      writePacked(response, request, noted(faults, answer(request)), fault);
      return;
    case 'rest-truncated':
      // Not in the ledger: nobody can read it.
      writePacked(response, request, answer(request), fault);
      return;
    case 'rest-retry-after':
      writeBusy(response, fault.active.fault.amount);
      return;
    case 'rest-wrong-type':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Just a moment...</title>');
      return;
    case 'rest-large':
      write(faults, found({ padding: 'x'.repeat(LARGE_BODY_BYTES) }), response);
      return;
    case 'rest-endless-pages':
      write(faults, withoutEnd(faults.forms.cursor, request, answer), response);
      return;
    default:
      write(faults, failed(statusOf(fault.kind, fault.active.fault.amount), 'made up'), response);
  }
}

function statusOf(kind: string, amount: number): number {
  return kind === 'rest-5xx' ? amount : Number(kind.slice('rest-'.length));
}

function write(faults: VenueFaults, answer: RestAnswer, response: ServerResponse): void {
  writeAnswer(response, noted(faults, answer));
}

/** The answer, with its books in the ledger. */
function noted(faults: VenueFaults, answer: RestAnswer): RestAnswer {
  if (answer.contents !== undefined) faults.ledger?.sent(bodyText(answer), answer.contents, 0);
  return answer;
}

/** White space without end, as long as the fault lasts. */
async function drip(response: ServerResponse, faults: VenueFaults): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  while (faults.rest()?.kind === 'rest-dripping-body' && !response.destroyed) {
    response.write(' ');
    await new Promise((resolve) => setTimeout(resolve, DRIP_EVERY_MS));
  }
  response.destroy();
}

/** Compressed as the client wishes, and perhaps without its end. */
function writePacked(
  response: ServerResponse,
  request: RestRequest,
  answer: RestAnswer,
  { kind, active }: RestFault,
): void {
  const packed = packedBody(bodyText(answer), request.headers, active.random.below(8));
  if (packed === undefined) {
    writeAnswer(response, answer);
    return;
  }
  const { encoding, bytes } = kind === 'rest-truncated' ? cutBody(packed) : packed;
  const headers = { 'content-type': 'application/json', 'content-encoding': encoding, 'content-length': bytes.length };
  response.writeHead(answer.status, headers);
  response.end(bytes);
}

/** Too many requests, with the time to wait in seconds or as a date. */
function writeBusy(response: ServerResponse, amount: number): void {
  const until = new Date(Date.now() + RETRY_AFTER_SECONDS * 1_000).toUTCString();
  response.writeHead(429, { 'retry-after': amount % 2 === 0 ? until : String(RETRY_AFTER_SECONDS) });
  response.end('too many requests');
}

async function writeSlowly(response: ServerResponse, answer: RestAnswer): Promise<void> {
  const body = Buffer.from(bodyText(answer));
  response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': body.length });
  const piece = Math.ceil(body.length / SLOW_PIECES);
  for (let at = 0; at < body.length && !response.destroyed; at += piece) {
    response.write(body.subarray(at, at + piece));
    await new Promise((resolve) => setTimeout(resolve, SLOW_PIECE_MS));
  }
  response.end();
}

/** The first page again and again, each with a cursor of its own. */
function withoutEnd(
  cursor: FaultForms['cursor'],
  request: RestRequest,
  answer: (request: RestRequest) => RestAnswer,
): RestAnswer {
  const query = new URLSearchParams(request.query);
  const asked = query.get(cursor.asked) ?? '';
  query.delete(cursor.asked);
  const given = answer({ ...request, query });
  if (typeof given.body !== 'object' || given.body === null || Array.isArray(given.body)) return given;
  return { ...given, body: { ...given.body, [cursor.given]: `${asked}+` } };
}
