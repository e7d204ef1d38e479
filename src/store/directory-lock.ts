import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  futimesSync,
  lstatSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clearInterval, now, setInterval } from '../real-time.ts';
import { DirectoryInUse, DirectoryUnusable, errorCode } from './errors.ts';
import { makePrivateDirectory, PRIVATE_FILE } from './private-files.ts';
import { readLock, isHolderAlive, thisProcess, type LockFile } from './lock-holder.ts';

const TOUCH_EVERY_MS = 2_000;
/** A lock of another machine that was not touched for this long is considered abandoned. */
const ABANDONED_AFTER_MS = 10_000;
const POLL_MS = 50;

/** A lock on a data directory, held through the file `lock` in it. */
export class DirectoryLock {
  /** Whether it was taken from a holder that may still be there: paused, or behind a network that is down. */
  readonly isFromUnknownHolder: boolean;
  readonly #file: string;
  readonly #fd: number;
  readonly #token: string;
  /** The file behind the descriptor. Nothing else can get its inode while the descriptor is open. */
  readonly #ours: Stats;
  readonly #heartbeat: NodeJS.Timeout;

  /** `token` is in the file. */
  constructor(file: string, fd: number, token: string, isFromUnknownHolder: boolean) {
    this.#file = file;
    this.#fd = fd;
    this.#token = token;
    this.#ours = fstatSync(fd);
    this.isFromUnknownHolder = isFromUnknownHolder;
    this.#heartbeat = setInterval(() => {
      touch(fd);
    }, TOUCH_EVERY_MS).unref();
  }

  /** Whether the directory still has this lock; false after someone deleted, moved or replaced either of them. */
  get isHeld(): boolean {
    try {
      const found = statSync(this.#file, { throwIfNoEntry: false });
      return found?.ino === this.#ours.ino && found.dev === this.#ours.dev;
    } catch {
      return false;
    }
  }

  /** The same, and whether the file still has the token of this holder. Reads the file, which takes longer. */
  get isHeldByToken(): boolean {
    try {
      return this.isHeld && readLock(this.#file)?.holder?.token === this.#token;
    } catch {
      return false;
    }
  }

  release(): void {
    clearInterval(this.#heartbeat);
    if (this.isHeldByToken) rmSync(this.#file, { force: true });
    closeSync(this.#fd);
  }
}

/**
 * Locks the directory for this process, and creates it if necessary. The lock of a killed process is taken over. If
 * its holder ran on another machine or in another container, this takes up to 10 s, until the lock has expired.
 *
 * @throws DirectoryInUse, DirectoryUnusable, or the file system's error.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  makePrivateDirectory(directory);
  const file = join(directory, 'lock');
  const observer = new LockObserver();
  for (;;) {
    const fd = createIfAbsent(file);
    if (fd !== null) return hold(file, fd, observer.hasWaited);
    refuseOtherKinds(directory, file);
    const found = readLock(file);
    if (found === null) continue;
    const held = observer.isHeld(found);
    if (held === true) throw inUse(directory, found);
    if (held === null || !removeAbandoned(file, observer)) await pause(POLL_MS);
  }
}

/** A link or a pipe in the place of the lock could be waited for without end, or lead to a file elsewhere. */
function refuseOtherKinds(directory: string, file: string): void {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return;
  throw new DirectoryUnusable(directory, `EINVAL: ${file} is not a regular file; delete it`);
}

/** Decides whether the lock file is held, over repeated reads while waiting for it. */
class LockObserver {
  readonly #startedAt = now();
  #touchedAt: number | null = null;

  /** Whether it was unknown if the holder was still there. */
  get hasWaited(): boolean {
    return this.#touchedAt !== null;
  }

  /** `null` if that is not known yet. */
  isHeld(found: LockFile): boolean | null {
    const alive = isHolderAlive(found.holder);
    if (alive !== null) return alive;
    this.#touchedAt ??= found.touchedAt;
    if (found.touchedAt !== this.#touchedAt) return true;
    // The second value, because the clock of the other machine may be ahead of ours.
    const untouchedMs = Math.max(now() - found.touchedAt, now() - this.#startedAt);
    return untouchedMs > ABANDONED_AFTER_MS ? false : null;
  }
}

/**
 * If several processes find the same abandoned lock, only the one that holds the guard file removes it, and only if it
 * is still abandoned. Otherwise the second process could remove the new lock of the first. Returns whether this
 * process held the guard.
 */
function removeAbandoned(file: string, observer: LockObserver): boolean {
  const guard = `${file}.takeover`;
  const fd = createIfAbsent(guard);
  if (fd === null) {
    removeIfOld(guard);
    return false;
  }
  try {
    const found = readLock(file);
    if (found !== null && observer.isHeld(found) === false) rmSync(file, { force: true });
    return true;
  } finally {
    closeSync(fd);
    rmSync(guard, { force: true });
  }
}

/** A guard exists only briefly, unless its process was killed in between. */
function removeIfOld(guard: string): void {
  const createdAt = lstatSync(guard, { throwIfNoEntry: false })?.mtimeMs;
  if (createdAt !== undefined && now() - createdAt > ABANDONED_AFTER_MS) rmSync(guard, { force: true });
}

function hold(file: string, fd: number, isFromUnknownHolder: boolean): DirectoryLock {
  const token = randomUUID();
  const lock = new DirectoryLock(file, fd, token, isFromUnknownHolder);
  try {
    writeSync(fd, `${JSON.stringify({ ...thisProcess(), token })}\n`);
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}

function createIfAbsent(file: string): number | null {
  try {
    return openSync(file, 'wx', PRIVATE_FILE);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return null;
    throw error;
  }
}

function touch(fd: number): void {
  const now = new Date();
  try {
    futimesSync(fd, now, now);
  } catch {
    // No other process can take the lock on a disk that cannot be written.
  }
}

function inUse(directory: string, { holder }: LockFile): DirectoryInUse {
  return new DirectoryInUse(directory, holder?.pid ?? null, holder?.hostname ?? null);
}
