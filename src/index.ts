import { createEmulator as compose } from './app/emulator.ts';
import type { Address, Emulator } from './app/lifecycle.ts';
import { optionName, parseOptions, type EmulatorOptions } from './settings/options.ts';

export type { Address, Emulator, EmulatorOptions };
export { SettingsError, StartFailure } from './settings/errors.ts';

/**
 * An emulator inside this process, for tests. Unless told otherwise it takes any free port and keeps everything in
 * memory; for state that survives, give a `dataDir` and `ephemeral: false`.
 *
 *     const emulator = await createEmulator({ webhook: 'http://localhost:3000/webhook' });
 *     const { url } = await emulator.start();
 *     // … point the game server at `${url}/s2s` …
 *     await emulator.stop();
 *
 * @throws SettingsError, a StartFailure, for an unknown option or a value that is not allowed.
 * @throws StartFailure when the data directory, the seed file or the specification can't be used.
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return compose(parseOptions(options), optionName);
}
