/** The signature of an upgrade request, checked with the public key as a venue would. */
import { constants, generateKeyPairSync, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { signUpgrade } from '../../../../src-main/feed/signer.ts';
import { keyed } from '../../../venues/roles.ts';

it('signs time, method and path with PSS, the salt as long as the digest, and names the key', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const headers = signUpgrade(keyed.venue.signedUpgrade!, { keyId: 'key-1', privateKey }, 1_775_000_000_000);
  expect(headers[keyed.access.key]).toBe('key-1');
  expect(headers[keyed.access.timestamp]).toBe('1775000000000');
  const signature = Buffer.from(headers[keyed.access.signature]!, 'base64');
  const key = {
    key: publicKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
  expect(verify('sha256', Buffer.from(keyed.access.signed(1_775_000_000_000)), key, signature)).toBe(true);
  expect(verify('sha256', Buffer.from(keyed.access.signed(1_775_000_000_001)), key, signature)).toBe(false);
});
