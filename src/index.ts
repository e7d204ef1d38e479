import { createEmulator as compose, type Address, type Emulator } from './app/emulator.ts';
import { defaultSettings } from './settings/parse.ts';
import type { Settings } from './settings/settings.ts';

export type { Address, Emulator, Settings };
export { StartFailure } from './settings/errors.ts';

/**
 * An emulator inside this process, for tests: any free port and in memory unless told otherwise.
 *
 *     const emulator = await createEmulator({ webhook: 'http://localhost:3000/webhook' });
 *     const { url } = await emulator.start();
 *     // … point the game server at `${url}/s2s` …
 *     await emulator.stop();
 *
 * @throws StartFailure when the data directory or the seed file can't be used.
 */
export async function createEmulator(settings: Partial<Settings> = {}): Promise<Emulator> {
  return compose({ ...defaultSettings(), port: 0, ephemeral: true, logLevel: 'warn', ...settings });
}
