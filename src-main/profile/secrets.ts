/**
 * A venue's private key: from the PEM file every time, or from the system's own vault where the host has one.
 *
 * Nothing here stores a key in the clear, and no key text is ever part of a message. Every failure is one sentence: what is
 * wrong, what it means for the books, what to do.
 */

import { createPrivateKey, type KeyObject } from 'node:crypto';
import { open, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { errorText } from '../base/error-text.ts';
import { makeFolder } from '../base/make-folder.ts';
import { readRegular } from '../base/open-regular.ts';
import { resolvePath } from './paths.ts';
import type { VenueSettings } from './settings.ts';

/** A 16,384-bit RSA key is 13 KB of PEM. */
const KEY_FILE_BYTES_MAX = 64 << 10;

export type KeyProblem = 'unset' | 'missing' | 'unreadable' | 'not-pem' | 'encrypted' | 'not-rsa';

export type KeyResult =
  /** `warning`: a sentence when others can read the file, or ''. */
  | { readonly ok: true; readonly keyId: string; readonly key: KeyObject; readonly warning: string }
  /** `unset` is no fault: nobody gave a key. */
  | { readonly ok: false; readonly problem: KeyProblem; readonly text: string };

/** Encrypts with the system's own vault (Electron's safeStorage). */
export interface Vault {
  encrypt(text: string): Buffer;
  /** Throws when the bytes were not encrypted here. */
  decrypt(bytes: Buffer): string;
}

export type KeySource = {
  readonly venue: Pick<Venue, 'id' | 'name'>;
  readonly settings: VenueSettings | undefined;
  /** The folder a relative path of the settings starts at. */
  readonly folder: string;
  /** Where the vault's bytes are kept; null on a host without a vault. */
  readonly vault: { readonly vault: Vault; readonly folder: string } | null;
};

/** Reads and checks a venue's key. Never rejects. */
export async function loadKey(source: KeySource): Promise<KeyResult> {
  const name = source.venue.name;
  const given = source.settings?.key;
  if (!given) {
    return refuse('unset', `No key is set for ${name}, so its books are polled, not streamed.`);
  }
  const path = resolvePath(given.privateKeyPath, source.folder);
  const read = await readKeyFile(path);
  if (read.ok) {
    const checked = readPem(read.pem, name, given.keyId, path);
    if (!checked.ok) return checked;
    if (source.vault) await store(source, read.pem);
    const warning = `${name}'s key file ${path} can be read by every user of this machine. Make it yours alone: chmod 600.`;
    return read.isOpenToAll ? { ...checked, warning } : checked;
  }
  const stored = read.problem === 'missing' ? await recall(source) : null;
  if (stored) return readPem(stored, name, given.keyId, path);
  return refuse(read.problem, `${name}'s key file ${path} cannot be read (${read.why}), ${consequence(read.problem)}`);
}

/** In a file's mode. Windows has none. */
const READABLE_BY_ALL = 0o004;

type KeyFile =
  | { readonly ok: true; readonly pem: string; readonly isOpenToAll: boolean }
  | { readonly ok: false; readonly problem: KeyProblem; readonly why: string };

async function readKeyFile(path: string): Promise<KeyFile> {
  try {
    const pem = String(await readRegular(path, KEY_FILE_BYTES_MAX));
    const { mode } = await stat(path);
    return { ok: true, pem, isOpenToAll: process.platform !== 'win32' && (mode & READABLE_BY_ALL) !== 0 };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EFBIG') return { ok: false, problem: 'not-pem', why: 'it is far too large for a key' };
    return { ok: false, problem: code === 'ENOENT' ? 'missing' : 'unreadable', why: errorText(error) };
  }
}

/** Makes a key of PEM text, PKCS#1 or PKCS#8. */
function readPem(pem: string, name: string, keyId: string, path: string): KeyResult {
  const fail = (problem: KeyProblem, what: string): KeyResult =>
    refuse(problem, `${name}'s key file ${path} ${what}, ${consequence(problem)}`);
  if (!/-----BEGIN [A-Z ]+-----/.test(pem)) return fail('not-pem', 'is not a PEM file');
  if (/BEGIN (RSA )?PUBLIC KEY/.test(pem)) return fail('not-pem', 'holds a public key');
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem))
    return fail('encrypted', 'is locked by a passphrase');
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    return fail('not-pem', 'is damaged');
  }
  if (key.asymmetricKeyType !== 'rsa') {
    return fail('not-rsa', `holds a key of type ${key.asymmetricKeyType ?? 'unknown'}, not RSA`);
  }
  return { ok: true, keyId, key, warning: '' };
}

const REMEDY: Readonly<Record<KeyProblem, string>> = {
  unset: '',
  missing: 'Correct privateKeyPath in settings.json or put the file back.',
  unreadable: 'Point privateKeyPath in settings.json at a file that you may read.',
  'not-pem': 'Point privateKeyPath in settings.json at the file you downloaded with the key.',
  encrypted: 'Point privateKeyPath in settings.json at a copy without a passphrase.',
  'not-rsa': 'Point privateKeyPath in settings.json at the RSA key you downloaded.',
};

function consequence(problem: KeyProblem): string {
  return `so its books are polled, not streamed. ${REMEDY[problem]}`;
}

function refuse(problem: KeyProblem, text: string): KeyResult {
  return { ok: false, problem, text };
}

/** Keeps the key in the vault, so that the file may be moved away from this machine afterwards. */
async function store(source: KeySource, pem: string): Promise<void> {
  if (!source.vault) return;
  const path = vaultFile(source.vault.folder, source);
  try {
    await makeFolder(dirname(path));
    const temporary = `${path}.tmp`;
    const file = await open(temporary, 'w', 0o600);
    await file.writeFile(source.vault.vault.encrypt(pem)).finally(() => file.close());
    await rename(temporary, path);
  } catch {
    // The file itself was read, so the key works now and will be stored another time.
  }
}

async function recall(source: KeySource): Promise<string | null> {
  if (!source.vault) return null;
  try {
    return source.vault.vault.decrypt(await readRegular(vaultFile(source.vault.folder, source), KEY_FILE_BYTES_MAX));
  } catch {
    return null;
  }
}

/** One file a key, named by key id as well: another key must never be answered with the old one's file. */
function vaultFile(folder: string, source: KeySource): string {
  const keyId = source.settings?.key?.keyId ?? '';
  return join(folder, `${source.venue.id}-${Buffer.from(keyId).toString('hex').slice(0, 80)}.key`);
}
