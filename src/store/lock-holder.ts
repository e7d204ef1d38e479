import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './errors.ts';
import { isAlive, startTimeOf } from './process-identity.ts';
import { isObject } from './shapes.ts';

/** Who wrote a lock file. */
export interface Holder {
  readonly pid: number;
  readonly hostname: string;
  readonly startTime: string | null;
}

/** A lock file as it was found. */
export interface Found {
  /** `null` while its writer has not finished, or never will. */
  readonly holder: Holder | null;
  /** When its holder last touched it, in Unix milliseconds. */
  readonly touchedAt: number;
}

export function thisProcess(): Holder {
  return { pid: process.pid, hostname: hostname(), startTime: startTimeOf(process.pid) };
}

/** What the lock file says; `null` when there is none. */
export function findLock(file: string): Found | null {
  try {
    return { touchedAt: statSync(file).mtimeMs, holder: parseHolder(readFileSync(file, 'utf8')) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Whether the holder lives; `null` when this machine cannot tell: it runs on another, or has no name yet. */
export function lives(holder: Holder | null): boolean | null {
  if (holder?.hostname !== hostname()) return null;
  return isAlive(holder.pid) && startTimeOf(holder.pid) === holder.startTime;
}

function parseHolder(text: string): Holder | null {
  try {
    const holder: unknown = JSON.parse(text);
    if (!isObject(holder)) return null;
    const { pid, hostname, startTime } = holder;
    if (typeof pid !== 'number' || typeof hostname !== 'string') return null;
    return { pid, hostname, startTime: typeof startTime === 'string' ? startTime : null };
  } catch {
    return null;
  }
}
