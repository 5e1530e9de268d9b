/** The system's own vault for private keys, through Electron's safeStorage. */
import { safeStorage } from 'electron';
import type { Vault } from '../../profile/secrets.ts';

/**
 * The vault, or null where the system has none. On a Linux desktop without a key ring Electron would only scramble the text
 * with a password that is in its source: that is no vault, and the key is then read from its file each time.
 */
export function electronVault(): Vault | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return null;
  return {
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (bytes) => safeStorage.decryptString(bytes),
  };
}
