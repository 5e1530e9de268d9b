/**
 * Decides whose signature opens Kalshi's socket.
 *
 * RSA-PSS, SHA-256, salt as long as the digest, over timestamp + METHOD + path without the query (Kalshi's AsyncAPI
 * document, 2026). The venue's allowed clock skew is unpublished; 30 s here.
 */
import { constants, createPublicKey, generateKeyPair, type KeyObject, randomUUID, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import type { DemoKey, PublicAccessKey } from '../wire/access-key.ts';

const CLOCK_SKEW_MAX_MS = 30_000;
const DEMO_KEY_BITS = 2_048;

export type SignatureProblem = 'headers missing' | 'timestamp is not current' | 'unknown key' | 'signature is wrong';

export class AccessKeys {
  readonly #keys = new Map<string, KeyObject>();

  /** False: no key opens anything, as if all had been revoked. */
  areValid = true;

  /** Throws when a PEM is not a public key. */
  constructor(keys: readonly PublicAccessKey[]) {
    for (const { keyId, publicKeyPem } of keys) this.#keys.set(keyId, createPublicKey(publicKeyPem));
  }

  /** The reason a request is not signed well; undefined when it is. */
  problemOf(headers: IncomingHttpHeaders, method: string, path: string, nowMs: number): SignatureProblem | undefined {
    const keyId = headers['kalshi-access-key'];
    const timestamp = headers['kalshi-access-timestamp'];
    const signature = headers['kalshi-access-signature'];
    if (typeof keyId !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') {
      return 'headers missing';
    }
    const key = this.#keys.get(keyId);
    if (key === undefined || !this.areValid) return 'unknown key';
    if (!/^[0-9]{1,15}$/.test(timestamp) || Math.abs(nowMs - Number(timestamp)) > CLOCK_SKEW_MAX_MS) {
      return 'timestamp is not current';
    }
    const signed = verify(
      'sha256',
      Buffer.from(`${timestamp}${method}${path}`),
      { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
      Buffer.from(signature, 'base64'),
    );
    return signed ? undefined : 'signature is wrong';
  }
}

/** Makes a key pair; takes about a tenth of a second, off the event loop. */
export async function makeDemoKey(): Promise<DemoKey> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: DEMO_KEY_BITS });
  return {
    keyId: randomUUID(),
    privateKeyPem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKeyPkcs1Pem: pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKeyPem: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
