/** Runs an emulator in a process of its own, which tells how long its event loop paused. */
import { readdirSync } from 'node:fs';
import { createEmulator } from '../../src/index.ts';

/** What the process tells when it is asked. */
export interface ProcessState {
  /** The longest time in which one turn of the event loop kept the processor, in milliseconds, since the last question. */
  readonly longestPauseMs: number;
  readonly rssBytes: number;
  /** `null` where the system does not tell. */
  readonly descriptors: number | null;
}

const PROBE_MS = 1;
let last = performance.now();
let lastCpu = process.cpuUsage();
let longest = 0;

/** On a busy machine another process may hold up this one: what counts is the processor time of this one. */
function probe(): void {
  const now = performance.now();
  const { user, system } = process.cpuUsage(lastCpu);
  longest = Math.max(longest, Math.min(now - last - PROBE_MS, (user + system) / 1000));
  last = now;
  lastCpu = process.cpuUsage();
}
setInterval(probe, PROBE_MS);

function state(): ProcessState {
  probe();
  const { rss } = process.memoryUsage();
  const longestPauseMs = longest;
  longest = 0;
  return { longestPauseMs, rssBytes: rss, descriptors: descriptors() };
}

function descriptors(): number | null {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null;
  }
}

const emulator = await createEmulator(JSON.parse(process.argv[2] ?? '{}') as object);
const { url } = await emulator.start();
process.on('message', () => process.send?.(state()));
process.on('disconnect', () => process.exit());
process.send?.({ url });
