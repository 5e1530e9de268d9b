/** Private keys: every form that is taken, every fault with its sentence, and the vault. */
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resolvePath } from '../../../../src-main/profile/paths.ts';
import { type KeyResult, loadKey, type Vault } from '../../../../src-main/profile/secrets.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pkcs1 = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const pkcs8 = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const locked = pair.privateKey
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
  .toString();
const lockedPkcs1 = pair.privateKey
  .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
  .toString();
const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const edwards = generateKeyPairSync('ed25519').privateKey;
const isRoot = process.getuid?.() === 0;

const venue = { id: 'one', name: 'One' };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-secrets-'));
});

afterEach(() => rm(folder, { recursive: true }));

type Given = { readonly path?: string; readonly keyId?: string; readonly vault?: Vault };

function load({ path = 'one.pem', keyId = 'abc', vault }: Given = {}): Promise<KeyResult> {
  return loadKey({
    venue,
    settings: { enabled: true, endpoints: {}, key: { keyId, privateKeyPath: path } },
    folder,
    vault: vault ? { vault, folder: join(folder, 'keys') } : null,
  });
}

function expectWorks(result: KeyResult): void {
  if (!result.ok) throw new Error(result.text);
  const signature = sign('sha256', Buffer.from('text'), result.key);
  expect(verify('sha256', Buffer.from('text'), pair.publicKey, signature)).toBe(true);
  expect(result.keyId).toBe('abc');
}

describe('a key', () => {
  test.each([
    ['PKCS#1', pkcs1],
    ['PKCS#8', pkcs8],
    ['PKCS#8 with Windows line ends and text around it', `Key:\r\n${pkcs8.replaceAll('\n', '\r\n')}\r\nend`],
  ])('is taken as %s', async (_form, pem) => {
    await writeFile(join(folder, 'one.pem'), pem);
    expectWorks(await load());
    expectWorks(await load({ path: join(folder, 'one.pem') }));
  });

  test.skipIf(process.platform === 'win32')(
    'that every user of the machine can read works, with a warning',
    async () => {
      const path = join(folder, 'one.pem');
      await writeFile(path, pkcs8);
      for (const [mode, warning] of [
        [0o600, ''],
        [0o640, ''],
        [0o644, `One's key file ${path} can be read by every user of this machine. Make it yours alone: chmod 600.`],
      ] as const) {
        await chmod(path, mode);
        const result = await load();
        expectWorks(result);
        expect(result.ok && result.warning).toBe(warning);
      }
    },
  );

  test('that nobody set is no fault', async () => {
    for (const settings of [undefined, { enabled: true, endpoints: {} }]) {
      expect(await loadKey({ venue, settings, folder, vault: null })).toEqual({
        ok: false,
        problem: 'unset',
        text: 'No key is set for One, so its books are polled, not streamed.',
      });
    }
  });

  test.each([
    ['not-pem', 'hello'],
    ['not-pem', ''],
    ['not-pem', publicPem],
    ['not-pem', pkcs8.replace(/[A-Za-z]{8}/, 'AAAAAAAA')],
    ['not-pem', `${pkcs8.slice(0, 400)}\n-----END PRIVATE KEY-----\n`],
    ['not-pem', 'x'.repeat(100_000)],
    ['encrypted', locked],
    ['encrypted', lockedPkcs1],
    ['not-rsa', elliptic.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['not-rsa', elliptic.export({ type: 'sec1', format: 'pem' }).toString()],
    ['not-rsa', edwards.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ])('that is %s gets a sentence with its meaning and its remedy', async (problem, pem) => {
    await writeFile(join(folder, 'one.pem'), pem);
    const result = await load();
    expect(result).toMatchObject({ ok: false, problem });
    const text = (result as { text: string }).text;
    expect(text).toMatch(/^One's key file .*one\.pem .*, so its books are polled, not streamed\. [A-Z].*\.$/);
    expect(text).not.toContain('BEGIN');
    expect(text).not.toContain('\n');
  });

  test('that is not there says so', async () => {
    expect(await load()).toMatchObject({
      ok: false,
      problem: 'missing',
      text: expect.stringContaining('does not exist'),
    });
  });

  test('that is a folder says so', async () => {
    expect(await load({ path: '.' })).toMatchObject({ ok: false, problem: 'unreadable' });
  });

  test.skipIf(isRoot)('that may not be read says so', async () => {
    await writeFile(join(folder, 'one.pem'), pkcs8);
    await chmod(join(folder, 'one.pem'), 0);
    const text = expect.stringContaining('permission denied');
    expect(await load()).toMatchObject({ ok: false, problem: 'unreadable', text });
  });

  test('is read again each time, and stored nowhere without a vault', async () => {
    await writeFile(join(folder, 'one.pem'), pkcs8);
    expectWorks(await load());
    await rm(join(folder, 'one.pem'));
    expect(await load()).toMatchObject({ ok: false, problem: 'missing' });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a key in the vault', () => {
  const vault: Vault = {
    encrypt: (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0xff)),
    decrypt(bytes) {
      const text = Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString();
      if (!text.startsWith('-----BEGIN')) throw new Error('not encrypted here');
      return text;
    },
  };

  test('works after its file was moved away, and is stored encrypted for its owner alone', async () => {
    await writeFile(join(folder, 'one.pem'), pkcs1);
    expectWorks(await load({ vault }));
    await rm(join(folder, 'one.pem'));
    expectWorks(await load({ vault }));
    const [name] = await readdir(join(folder, 'keys'));
    const path = join(folder, 'keys', name ?? '');
    expect((await readFile(path)).includes('BEGIN')).toBe(false);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('is not given out for another key id', async () => {
    await writeFile(join(folder, 'one.pem'), pkcs1);
    await load({ vault });
    await rm(join(folder, 'one.pem'));
    expect(await load({ vault, keyId: 'other' })).toMatchObject({ ok: false, problem: 'missing' });
  });

  test('is not stored when it is no key', async () => {
    await writeFile(join(folder, 'one.pem'), 'hello');
    await load({ vault });
    expect(await readdir(folder)).toEqual(['one.pem']);
  });

  test('that the vault cannot open counts as missing', async () => {
    await writeFile(join(folder, 'one.pem'), pkcs1);
    await load({ vault });
    await rm(join(folder, 'one.pem'));
    const [name] = await readdir(join(folder, 'keys'));
    await writeFile(join(folder, 'keys', name ?? ''), 'garbage');
    expect(await load({ vault })).toMatchObject({ ok: false, problem: 'missing' });
  });
});

describe('a path in the settings', () => {
  test('starts at home, at the root or at the settings file', () => {
    expect(resolvePath('~/x.pem', folder)).toBe(join(homedir(), 'x.pem'));
    expect(resolvePath('~', folder)).toBe(homedir());
    expect(resolvePath('~x/y', folder)).toBe(join(folder, '~x/y'));
    expect(resolvePath('keys/x.pem', folder)).toBe(join(folder, 'keys/x.pem'));
    expect(resolvePath(join(folder, 'x'), '/elsewhere')).toBe(join(folder, 'x'));
  });
});
