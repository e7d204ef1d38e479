import type { CurrentGameAnswer } from './game-answers.ts';
import { ControlConnection } from './connection.ts';
import { EmulatorClient, type ConnectOptions } from './emulator.ts';

/**
 * A client of an emulator in another process.
 *
 *     const emulator = await connect('http://127.0.0.1:4242');
 *     await emulator.orders.pay(orderId, { card: '4242424242424242' });
 *
 * @param url what the emulator's ready line names
 * @throws TypeError for a text that is no URL
 * @throws EmulatorUnreachable when no emulator answers there
 * @throws ControlError 401 for an unknown key
 */
export async function connect(url: string, options: ConnectOptions = {}): Promise<EmulatorClient> {
  const { key, password = null } = options;
  const asked = new ControlConnection(originOf(url), key ?? '', password);
  return clientOf(asked, key === undefined);
}

/** @param isSandbox whether the sandbox game is meant, whatever its key is */
async function clientOf(asked: ControlConnection, isSandbox: boolean): Promise<EmulatorClient> {
  const game = await asked.get<CurrentGameAnswer>('/_emulator/game');
  return new EmulatorClient({
    connection: isSandbox ? asked.withKey(game.key) : asked,
    webhookSecret: () => game.webhook_secret,
    dashboardUrl: game.dashboard_url,
  });
}

function originOf(url: unknown): string {
  const given = typeof url === 'string' && URL.canParse(url) ? new URL(url) : null;
  if (given && /^https?:$/.test(given.protocol)) return given.origin;
  const shown = JSON.stringify(url);
  throw new TypeError(`connect needs the http:// or https:// address of an emulator, not ${shown}.`);
}
