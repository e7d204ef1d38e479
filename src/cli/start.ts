import { givenAs, isOn, settingFlags, settingsOf } from '../settings/command-line.ts';
import { readFlags } from '../settings/flags.ts';
import { localUrl, type Settings } from '../settings/settings.ts';
import type { CommandContext, StopSignal } from './command-context.ts';
import { connectionOf, exposureWarning } from './connection.ts';
import { ReadyFile } from './ready-file.ts';

/** How long webhook attempts that are under way may take at a stop, in milliseconds. */
const STOP_GRACE_MS = 5000;

/** The flags that concern this process only, and so are no settings. */
const PROCESS_FLAGS = { 'ready-file': 'value', 'exit-with-parent': 'switch' } as const;

/**
 * Runs the emulator until a signal asks it to stop or, with --exit-with-parent, a process above it ends. A second signal
 * ends the process at once.
 *
 * @returns the exit code
 * @throws SettingsError or StartFailure
 */
export async function start(context: CommandContext, args: readonly string[]): Promise<number> {
  const flags = readFlags(args, { ...settingFlags(), ...PROCESS_FLAGS });
  const settings = settingsOf(flags, context.env);
  const endings = [stopSignal(context)];
  if (isOn(flags, 'exit-with-parent')) endings.push(context.ancestorEnd());
  const path = flags.get('ready-file');
  const readyFile = path === undefined ? null : new ReadyFile(path);
  readyFile?.removeStale();
  const emulator = await context.createEmulator(settings, givenAs(flags, context.env));
  const { port, url, networkUrls } = await emulator.start({ loadAhead: true });
  try {
    readyFile?.write(connectionOf(url, settings, emulator.webhookSecret), process.pid);
    context.stdout.write(banner(settings, port, networkUrls));
    await Promise.race(endings);
  } finally {
    readyFile?.remove();
    await emulator.stop({ graceMs: STOP_GRACE_MS });
  }
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
 * @param networkUrls where other machines reach it
 */
function banner(settings: Settings, port: number, networkUrls: readonly string[]): string {
  const local = localUrl(settings.host, port);
  const facts: [string, string | null][] = [
    ['API', `${local}/s2s/v1`],
    ['Key', settings.s2sKey],
    ['Dashboard', `${local}/dashboard`],
    ...networkUrls.map((networkUrl): [string, string] => ['Network', networkUrl]),
    ['Public URL', settings.publicUrl],
    ['Data', settings.ephemeral ? 'memory only' : settings.dataDir],
    ['Webhook', settings.webhook],
    ['Warning', exposureWarning(settings)],
  ];
  const lines = facts.filter(([, fact]) => fact !== null).map(([name, fact]) => `${name.padEnd(10)} ${fact}`);
  return [...lines, `aghanim-emulator ready on ${local}`, ''].join('\n');
}
