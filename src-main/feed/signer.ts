/** Signs the upgrade request of venues that ask for it. The private key stays a KeyObject and is never written anywhere. */
import { constants, type KeyObject, sign } from 'node:crypto';
import type { SignedUpgrade } from '../../src-shared/venues/venue.ts';

export type UpgradeKey = { readonly keyId: string; readonly privateKey: KeyObject };

/** Headers for the upgrade request made at this time. */
export function signUpgrade(upgrade: SignedUpgrade, key: UpgradeKey, nowMs: number): Record<string, string> {
  const signature = sign('sha256', Buffer.from(upgrade.message(nowMs)), {
    key: key.privateKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
  return { ...upgrade.headers(key.keyId, nowMs, signature.toString('base64')) };
}
