import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { errorCode } from './errors.ts';

/** Some mounted file systems cannot synchronise directories, and Windows cannot open them. */
const UNSUPPORTED: ReadonlySet<string | null> = new Set([
  'EINVAL',
  'ENOTSUP',
  'EISDIR',
  'EPERM',
  'EACCES',
  'ENOSYS',
]);

/** Returns when files that were created or renamed in the directory keep their names after a power failure. */
export function syncDirectoryNow(directory: string): void {
  try {
    const fd = openSync(directory, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (!UNSUPPORTED.has(errorCode(error))) throw error;
  }
}

/** The same without blocking. */
export async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!UNSUPPORTED.has(errorCode(error))) throw error;
  }
}
