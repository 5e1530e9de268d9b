/** Keys that open a venue's socket, as they are handed out. */

export interface PublicAccessKey {
  readonly keyId: string;
  readonly publicKeyPem: string;
}

/** A pair made for the demo, the private half in both forms in which keys are handed out. */
export interface DemoKey extends PublicAccessKey {
  /** "BEGIN PRIVATE KEY" */
  readonly privateKeyPem: string;
  /** "BEGIN RSA PRIVATE KEY" */
  readonly privateKeyPkcs1Pem: string;
}
