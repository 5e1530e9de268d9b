/** The signature of an upgrade request, checked with the public key as a venue would. */
import { constants, generateKeyPairSync, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { signUpgrade } from '../../../../src-main/feed/signer.ts';
import { kalshi } from '../../../../src-shared/venues/kalshi/index.ts';

it('signs time, method and path with PSS, the salt as long as the digest, and names the key', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const headers = signUpgrade(kalshi.signedUpgrade!, { keyId: 'key-1', privateKey }, 1_775_000_000_000);
  expect(headers['KALSHI-ACCESS-KEY']).toBe('key-1');
  expect(headers['KALSHI-ACCESS-TIMESTAMP']).toBe('1775000000000');
  const signature = Buffer.from(headers['KALSHI-ACCESS-SIGNATURE']!, 'base64');
  const key = {
    key: publicKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
  expect(verify('sha256', Buffer.from('1775000000000GET/trade-api/ws/v2'), key, signature)).toBe(true);
  expect(verify('sha256', Buffer.from('1775000000001GET/trade-api/ws/v2'), key, signature)).toBe(false);
});
