import { parseSettings } from '../settings/command-line.ts';
import { banner } from './banner.ts';
import type { StopSignal, World } from './world.ts';

/**
 * Runs the emulator until a signal asks it to stop. A second signal ends the process at once.
 *
 * @returns the exit code
 * @throws SettingsError or StartFailure
 */
export async function start(world: World, args: readonly string[]): Promise<number> {
  const settings = parseSettings(args, world.env);
  const stopAsked = stopSignal(world);
  const emulator = await world.createEmulator(settings);
  const { port } = await emulator.start();
  world.stdout.write(banner(settings, port));
  await stopAsked;
  await emulator.stop();
  return 0;
}

/** What shells report for a process that a signal ended: 128 and the signal's number. */
const ENDED_BY: Readonly<Record<StopSignal, number>> = { SIGINT: 130, SIGTERM: 143 };

function stopSignal({ signals, exit }: World): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const listen = (signal: StopSignal) =>
      signals.on(signal, () => {
        if (asked) exit(ENDED_BY[signal]);
        asked = true;
        resolve();
      });
    listen('SIGINT');
    listen('SIGTERM');
  });
}
