import { closeSync, fstatSync, futimesSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DirectoryInUse, errorCode } from './errors.ts';
import { findLock, lives, thisProcess, type Found } from './lock-holder.ts';

const TOUCH_EVERY_MS = 2_000;
/** A lock of another machine that was not touched for so long has lost its holder. */
const ABANDONED_AFTER_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** The right to work on a data directory. */
export class DirectoryLock {
  readonly #file: string;
  readonly #fd: number;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(file: string, fd: number) {
    this.#file = file;
    this.#fd = fd;
    this.#heartbeat = setInterval(() => {
      touch(fd);
    }, TOUCH_EVERY_MS).unref();
  }

  release(): void {
    clearInterval(this.#heartbeat);
    const ours = fstatSync(this.#fd).ino === statSync(this.#file, { throwIfNoEntry: false })?.ino;
    if (ours) rmSync(this.#file, { force: true });
    closeSync(this.#fd);
  }
}

/**
 * Takes the directory for this process, and makes it if it is not there. The lock of a process that was
 * killed is taken over; where only time can tell (its holder ran on another machine or in another
 * container), that takes up to 10 s.
 *
 * @throws DirectoryInUse, or the file system's error.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'lock');
  const watch = new Watch();
  for (;;) {
    const fd = createIfAbsent(file);
    if (fd !== null) return hold(file, fd);
    const found = findLock(file);
    if (found === null) continue;
    const held = watch.isHeld(found);
    if (held === true) throw inUse(directory, found);
    if (held === null || !removeAbandoned(file, watch)) await pause(LOOK_EVERY_MS);
  }
}

/** Judges the locks that are found while waiting for one. */
class Watch {
  readonly #since = Date.now();
  #touchedAt: number | null = null;

  /** `null` when only time can tell. */
  isHeld(found: Found): boolean | null {
    const alive = lives(found.holder);
    if (alive !== null) return alive;
    this.#touchedAt ??= found.touchedAt;
    if (found.touchedAt !== this.#touchedAt) return true;
    // The second because the other machine's clock may be ahead of ours.
    const untouchedMs = Math.max(Date.now() - found.touchedAt, Date.now() - this.#since);
    return untouchedMs > ABANDONED_AFTER_MS ? false : null;
  }
}

/**
 * Of several processes that find the same abandoned lock only one removes it: the one that holds the guard,
 * and only if it is still that lock. Otherwise the second could remove the new lock of the first.
 * Returns whether this process held the guard.
 */
function removeAbandoned(file: string, watch: Watch): boolean {
  const guard = `${file}.takeover`;
  const fd = createIfAbsent(guard);
  if (fd === null) {
    removeIfOld(guard);
    return false;
  }
  try {
    const found = findLock(file);
    if (found !== null && watch.isHeld(found) === false) rmSync(file, { force: true });
    return true;
  } finally {
    closeSync(fd);
    rmSync(guard, { force: true });
  }
}

/** A guard is there for a moment only, unless its process was killed in that moment. */
function removeIfOld(guard: string): void {
  const madeAt = statSync(guard, { throwIfNoEntry: false })?.mtimeMs;
  if (madeAt !== undefined && Date.now() - madeAt > ABANDONED_AFTER_MS) rmSync(guard, { force: true });
}

function hold(file: string, fd: number): DirectoryLock {
  const lock = new DirectoryLock(file, fd);
  try {
    writeSync(fd, `${JSON.stringify(thisProcess())}\n`);
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}

function createIfAbsent(file: string): number | null {
  try {
    return openSync(file, 'wx');
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
    // On a disk that cannot be written nobody else can take the lock either.
  }
}

function inUse(directory: string, { holder }: Found): DirectoryInUse {
  return new DirectoryInUse(directory, holder?.pid ?? null, holder?.hostname ?? null);
}
