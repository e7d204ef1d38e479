import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './errors.ts';
import { isObject } from './file-reading.ts';

/** The field's number, counted from 1. Fields are counted after the command name, which may contain spaces. */
const START_TIME_FIELD = 22;
const FIELDS_BEFORE_STATE = 2;

/**
 * When a process started, as a text that differs for a later process with the same pid: the id of the boot and the
 * clock ticks since then (field 22 of /proc/<pid>/stat, see proc(5)). `null` on systems without /proc.
 */
export function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields[START_TIME_FIELD - FIELDS_BEFORE_STATE - 1];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return ticks === undefined ? null : `${boot}/${ticks}`;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process exists but belongs to another user.
    return errorCode(error) === 'EPERM';
  }
}

/** The process that wrote a lock file. */
export interface LockHolder {
  readonly pid: number;
  readonly hostname: string;
  readonly startTime: string | null;
  /** Differs for each lock; `null` in a lock of version 0.1. */
  readonly token: string | null;
}

/** A lock file as it was read. */
export interface LockFile {
  /** `null` if the file is incomplete: its process is still writing it, or was killed while writing. */
  readonly holder: LockHolder | null;
  /** When its holder last updated its modification time, in Unix milliseconds. */
  readonly touchedAt: number;
}

export function thisProcess(): Omit<LockHolder, 'token'> {
  return { pid: process.pid, hostname: hostname(), startTime: startTimeOf(process.pid) };
}

/** Reads the lock file; `null` if there is none. */
export function readLock(file: string): LockFile | null {
  try {
    return { touchedAt: statSync(file).mtimeMs, holder: parseHolder(readFileSync(file, 'utf8')) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whether the holder is running; `null` if that is unknown: it runs on another machine, or the file is incomplete. */
export function isHolderAlive(holder: LockHolder | null): boolean | null {
  if (holder?.hostname !== hostname()) return null;
  return isAlive(holder.pid) && startTimeOf(holder.pid) === holder.startTime;
}

function parseHolder(text: string): LockHolder | null {
  try {
    const holder: unknown = JSON.parse(text);
    if (!isObject(holder)) return null;
    const { pid, hostname, startTime, token } = holder;
    if (typeof pid !== 'number' || typeof hostname !== 'string') return null;
    return { pid, hostname, startTime: textOrNull(startTime), token: textOrNull(token) };
  } catch {
    return null;
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
