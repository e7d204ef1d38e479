import { execFileSync } from 'node:child_process';

/** Whether a command of the machine can be run; tests that compare with it are left out without it. */
export function hasCommand(command: string, versionOption: string): boolean {
  try {
    execFileSync(command, [versionOption]);
    return true;
  } catch {
    return false;
  }
}
