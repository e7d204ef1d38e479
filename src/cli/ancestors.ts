import { readFileSync } from 'node:fs';

/** How often ancestors are looked at, in milliseconds. */
const INTERVAL_MS = 250;

/** A process, and when it started in the kernel's own unit: ids of ended processes are used again. */
interface Ancestor {
  readonly pid: number;
  readonly startedAt: string;
}

/**
 * Resolves when one of the processes above this one ends: its parent, the parent's parent, and so on, without process 1.
 * A signal to `npm` or `npx` ends them, but leaves the shell that they started. Where there is no /proc, only the parent
 * is watched.
 */
export function ancestorEnd(): Promise<void> {
  const parent = process.ppid;
  const ancestors = ancestorsFrom(parent);
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (process.ppid === parent && ancestors.every(isRunning)) return;
      clearInterval(timer);
      resolve();
    }, INTERVAL_MS);
  });
}

function ancestorsFrom(parent: number): readonly Ancestor[] {
  const ancestors: Ancestor[] = [];
  for (let pid = parent; pid > 1;) {
    const found = readProcess(pid);
    if (!found) break;
    ancestors.push({ pid, startedAt: found.startedAt });
    pid = found.parent;
  }
  return ancestors;
}

function isRunning({ pid, startedAt }: Ancestor): boolean {
  return readProcess(pid)?.startedAt === startedAt;
}

/** `null` for a process that has ended, and for one that cannot be read. The fields are those of proc(5). */
function readProcess(pid: number): { readonly parent: number; readonly startedAt: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program is in parentheses, and may contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = '', parent = ''] = fields;
    const hasEnded = state === 'Z' || state === 'X';
    return hasEnded ? null : { parent: Number(parent), startedAt: fields[19] ?? '' };
  } catch {
    return null;
  }
}
