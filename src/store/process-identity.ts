import { readFileSync } from 'node:fs';
import { errorCode } from './errors.ts';

/** Counted from 1, after the command's name, which may itself hold spaces and brackets. */
const START_TIME_FIELD = 22;
const FIELDS_BEFORE_STATE = 2;

/**
 * When a process was started, as text that no later process with the same pid shares: the boot and the
 * clock ticks since (field 22 of /proc/<pid>/stat, see proc(5)). `null` where the system does not tell.
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

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user may not be signalled, but it is there.
    return errorCode(error) === 'EPERM';
  }
}
