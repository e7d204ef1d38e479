import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { StartFailure } from '../settings/errors.ts';

/**
 * Reads the key of `--midaspay-merchant-key`.
 *
 * @param name what messages call the setting
 * @throws StartFailure when the file cannot be read, or has no public RSA key in PEM
 */
export function readMerchantKey(path: string | null, name: string): KeyObject | null {
  if (path === null) return null;
  const key = publicKeyIn(path, name);
  if (key.asymmetricKeyType === 'rsa') return key;
  throw new StartFailure(`${name}: the key in ${path} is not an RSA key`);
}

function publicKeyIn(path: string, name: string): KeyObject {
  try {
    return createPublicKey(readFileSync(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFailure(`${name}: ${path} has no public key in PEM: ${reason}`, { cause: error });
  }
}
