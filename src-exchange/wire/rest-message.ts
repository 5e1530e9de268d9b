/**
 * Decides the shape of a REST request and answer inside the exchange.
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { REST_BODY_BYTES_MAX } from '../model/limits.ts';
import type { FrameContent } from '../model/truth-ledger.ts';

export interface RestRequest {
  readonly method: string;
  /** Decoded path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly remoteAddress: string;
}

export interface RestAnswer {
  readonly status: number;
  /** A string is sent as it is, anything else as JSON. */
  readonly body: unknown;
  /** The books that it holds whole. */
  readonly contents?: readonly FrameContent[];
}

/** 200 with a JSON body. */
export function found(body: unknown): RestAnswer {
  return { status: 200, body };
}

/** A status with {"error": ...}. */
export function failed(status: number, error: unknown): RestAnswer {
  return { status, body: { error } };
}

/** Reads a request whole; undefined when its body is too large. */
export async function readRequest(message: IncomingMessage): Promise<RestRequest | undefined> {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > REST_BODY_BYTES_MAX) return undefined;
    chunks.push(piece);
  }
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
    remoteAddress: message.socket.remoteAddress ?? '',
  };
}

/** The body as it is sent. */
export function bodyText({ body }: RestAnswer): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Writes an answer and ends the response. */
export function writeAnswer(response: ServerResponse, answer: RestAnswer): void {
  const plain = typeof answer.body === 'string';
  const body = bodyText(answer);
  response.writeHead(answer.status, {
    'content-type': plain ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
