import { portFrom, type EnvironmentVariables } from '../settings/command-line.ts';
import { localUrl } from '../settings/settings.ts';
import { readFlags } from '../settings/flags.ts';
import { duration, origin } from '../settings/kinds.ts';
import { readGiven } from '../settings/validate.ts';
import type { CommandContext } from './command-context.ts';

const PROBE_TIMEOUT_MS = 2000;
const PROBE_PAUSE_MS = 100;
const DEFAULT_WAIT = '30';

/**
 * Asks a running emulator once whether it is ready.
 *
 * @returns the exit code
 * @throws SettingsError
 */
export async function health(context: CommandContext, args: readonly string[]): Promise<number> {
  const url = target(readFlags(args, { url: 'value' }), context.env);
  const fault = await probe(context, url, PROBE_TIMEOUT_MS);
  if (fault === null) return 0;
  context.stderr.write(`aghanim-emulator: not ready: ${fault}\n`);
  return 1;
}

/**
 * Asks until the emulator is ready or the time is up.
 *
 * @returns the exit code
 * @throws SettingsError
 */
export async function wait(context: CommandContext, args: readonly string[]): Promise<number> {
  const flags = readFlags(args, { url: 'value', timeout: 'value' });
  const url = target(flags, context.env);
  const seconds = duration('seconds', { min: 0, max: 86_400 });
  const timeoutMs = readGiven({ name: '--timeout', text: flags.get('timeout') ?? DEFAULT_WAIT }, seconds);
  const fault = await probeUntil(context, url, context.clock.now() + timeoutMs);
  if (fault === null) return 0;
  context.stderr.write(`aghanim-emulator: not ready after ${timeoutMs / 1000} seconds: ${fault}\n`);
  return 1;
}

async function probeUntil(context: CommandContext, url: string, deadline: number): Promise<string | null> {
  for (;;) {
    const remaining = Math.max(1, deadline - context.clock.now());
    const fault = await probe(context, url, Math.min(PROBE_TIMEOUT_MS, remaining));
    if (fault === null || context.clock.now() + PROBE_PAUSE_MS > deadline) return fault;
    await context.clock.pause(PROBE_PAUSE_MS);
  }
}

/** Why the emulator is not ready, or `null`. */
async function probe(context: CommandContext, url: string, timeoutMs: number): Promise<string | null> {
  const route = new URL('/readyz', url);
  try {
    const { status } = await context.fetch(route, { signal: AbortSignal.timeout(timeoutMs) });
    return status === 200 ? null : `${route.href} answered ${status}`;
  } catch (error) {
    return `${route.href} did not answer (${reason(error)})`;
  }
}

/** The system's code (`ECONNREFUSED`), which fetch hides in the error's cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}

function target(flags: ReadonlyMap<string, string>, env: EnvironmentVariables): string {
  const url = flags.get('url');
  if (url !== undefined) return readGiven({ name: '--url', text: url }, origin());
  return localUrl('127.0.0.1', portFrom(env));
}
