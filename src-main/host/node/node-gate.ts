/**
 * Who may talk to the Node host.
 *
 * Any page in any browser of this machine can send requests to a loopback port, and a name that an attacker owns can be made
 * to point at it. So: the Host must be ours (against such names), a socket's Origin must be the page's own (against other
 * pages), and a socket must present the token that only the address we gave out carries (against everybody else). There is no
 * cookie, because a browser would send it for any page.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export const SUBPROTOCOL = 'crossbook';

/** Ports a window may ask for. */
export const PORT_NAMES = ['main', 'engine'] as const;
export type PortName = (typeof PORT_NAMES)[number];

/** `/port/main`, or `/port/main/SESSION` with a session's id. */
const PORT_PATH = /^\/port\/([a-z]+)(?:\/([A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}))?$/;

export type GateRules = {
  /** The port that is listened on. */
  readonly port: number;
  readonly token: string;
  /** The development server's origin, whose page may connect too; null outside development. */
  readonly devOrigin: string | null;
};

export type SocketVerdict =
  /** `session`: the recording whose replay the window shows; null: the live app. */
  | { readonly admitted: true; readonly name: PortName; readonly session: string | null }
  | { readonly admitted: false; readonly status: 400 | 401 | 403 | 404 };

/** 256 random bits, as text that may stand in a URL and in a subprotocol. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether the request was meant for us, whatever it asks. */
export function isOurHost(headers: IncomingHttpHeaders, rules: GateRules): boolean {
  return headers.host === `127.0.0.1:${rules.port}` || headers.host === `localhost:${rules.port}`;
}

/** Judges a WebSocket handshake. */
export function judgeSocket(url: string, headers: IncomingHttpHeaders, rules: GateRules): SocketVerdict {
  if (!isOurHost(headers, rules)) return { admitted: false, status: 403 };
  const isOwnPage = headers.origin === `http://${headers.host}`;
  const isDevPage = rules.devOrigin !== null && headers.origin === rules.devOrigin;
  if (!isOwnPage && !isDevPage) return { admitted: false, status: 403 };
  const [, path = '', session = null] = PORT_PATH.exec(url) ?? [];
  const name = PORT_NAMES.find((candidate) => candidate === path);
  if (!name) return { admitted: false, status: 404 };
  const [protocol, token, ...more] = (headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim());
  if (protocol !== SUBPROTOCOL || more.length > 0) return { admitted: false, status: 400 };
  return isSameSecret(token ?? '', rules.token) ? { admitted: true, name, session } : { admitted: false, status: 401 };
}

/** Compares in a time that tells nothing, of lengths neither. */
function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
