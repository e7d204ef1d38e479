import { parseSettings } from '../settings/command-line.ts';
import { localUrl, type Settings } from '../settings/settings.ts';
import type { CommandContext, StopSignal } from './command-context.ts';

/** How long webhook attempts that are under way may take at a stop, in milliseconds. */
const STOP_GRACE_MS = 5000;

/**
 * Runs the emulator until a signal asks it to stop. A second signal ends the process at once.
 *
 * @returns the exit code
 * @throws SettingsError or StartFailure
 */
export async function start(context: CommandContext, args: readonly string[]): Promise<number> {
  const settings = parseSettings(args, context.env);
  const stopRequested = stopSignal(context);
  const emulator = await context.createEmulator(settings);
  const { port } = await emulator.start();
  context.stdout.write(banner(settings, port));
  await stopRequested;
  await emulator.stop({ graceMs: STOP_GRACE_MS });
  return 0;
}

/** What shells report for a process that a signal ended: 128 and the signal's number. */
const ENDED_BY: Readonly<Record<StopSignal, number>> = { SIGINT: 130, SIGTERM: 143 };

function stopSignal({ signals, exit }: CommandContext): Promise<void> {
  return new Promise((resolve) => {
    let requested = false;
    const listen = (signal: StopSignal) =>
      signals.on(signal, () => {
        if (requested) exit(ENDED_BY[signal]);
        requested = true;
        resolve();
      });
    listen('SIGINT');
    listen('SIGTERM');
  });
}

/**
 * What is printed once the port answers. Tools wait for the last line, so its wording must not change.
 *
 * @param port the actual one, which differs from `settings.port` when that is 0
 */
function banner(settings: Settings, port: number): string {
  const local = localUrl(settings.host, port);
  const facts: [string, string | null][] = [
    ['API', `${local}/s2s/v1`],
    ['Key', settings.s2sKey],
    ['Dashboard', `${local}/dashboard`],
    ['Public URL', settings.publicUrl],
    ['Data', settings.ephemeral ? 'memory only' : settings.dataDir],
    ['Webhook', settings.webhook],
  ];
  const lines = facts.filter(([, fact]) => fact !== null).map(([name, fact]) => `${name.padEnd(10)} ${fact}`);
  return [...lines, `aghanim-emulator ready on ${local}`, ''].join('\n');
}
