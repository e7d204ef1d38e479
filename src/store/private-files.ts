import { fchmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from './errors.ts';

/** The data holds secrets of webhooks, so only the user who runs the emulator may read it. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_DIRECTORY = 0o700;

/** Takes an open file, which an older version may have created, from all other users. */
export function makePrivate(fd: number): void {
  try {
    fchmodSync(fd, PRIVATE_FILE);
  } catch {
    // Mounted file systems of other systems have no modes, and another user may own the file.
  }
}

/**
 * Creates the directory, and those above it, for this user only. A directory that exists keeps its mode. Unlike
 * `mkdirSync` with `recursive`, it ends with the system's error below `/proc` and behind a broken link, where Node 20
 * repeats the same call without end.
 *
 * @throws the file system's error.
 */
export function makePrivateDirectory(directory: string): void {
  try {
    makeOne(directory);
  } catch (error) {
    const parent = dirname(directory);
    if (errorCode(error) !== 'ENOENT' || parent === directory) throw error;
    makePrivateDirectory(parent);
    makeOne(directory);
  }
}

function makeOne(directory: string): void {
  try {
    mkdirSync(directory, PRIVATE_DIRECTORY);
  } catch (error) {
    const exists = statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
    if (!exists) throw error;
  }
}
