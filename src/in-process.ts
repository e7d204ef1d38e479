import { createEmulator as compose } from './app/emulator.ts';
import type { DeclaredStart } from './app/declared-start.ts';
import type { Address, Lifecycle, StopOptions } from './app/lifecycle.ts';
import type { GameSettingsBody, ItemBody } from './client/game-answers.ts';
import type { ClockMode } from './domain/games/clocks.ts';
import type { IdSource } from './domain/model/ids.ts';
import { ControlConnection } from './client/connection.ts';
import { EmulatorClient } from './client/emulator.ts';
import { SettingsError } from './settings/errors.ts';
import type { Settings } from './settings/settings.ts';
import { checkNames, optionName, parseOptions, type SettingOptions } from './settings/options.ts';

/** The settings, and what the sandbox game has from the start and after each reset. */
export interface EmulatorOptions extends SettingOptions {
  /** Bodies of `POST /v1/items`, added to the items of the seed. */
  readonly items?: readonly ItemBody[] | undefined;
  /** As in `PATCH /_emulator/settings`. */
  readonly settings?: GameSettingsBody | undefined;
  /** `sequence` makes ids, secrets and receipt numbers the same on every run. */
  readonly ids?: IdSource | undefined;
  /** `frozen` stops the clock of the sandbox game: it moves only when a test advances it. */
  readonly clock?: ClockMode | undefined;
}

const OWN_OPTIONS = ['items', 'settings', 'ids', 'clock'] as const;

/** An emulator inside this process. What it inherits concerns the sandbox game. */
export class Emulator extends EmulatorClient implements AsyncDisposable {
  readonly #lifecycle: Lifecycle;
  readonly #address: Address;

  constructor(
    lifecycle: Lifecycle,
    address: Address,
    { s2sKey, password }: Pick<Settings, 's2sKey' | 'password'>,
  ) {
    super({
      connection: new ControlConnection(address.url, s2sKey, password),
      webhookSecret: () => lifecycle.webhookSecret,
      dashboardUrl: `${address.url}/dashboard`,
    });
    this.#lifecycle = lifecycle;
    this.#address = address;
  }

  /** Returns the address: the emulator has started already. */
  start(): Promise<Address> {
    return Promise.resolve(this.#address);
  }

  /**
   * Ends everything in order. Webhook attempts under way may take `graceMs` milliseconds more; the default, 0, aborts
   * them at once. May be called again, with no further effect.
   *
   * @throws RangeError for a `graceMs` that is not a number from 0
   */
  stop(options: StopOptions = {}): Promise<void> {
    return this.#lifecycle.stop(options);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/**
 * Starts an emulator inside this process, for tests. By default it takes any free port and keeps everything in
 * memory; for state that survives, give a `dataDir`. It logs errors only.
 *
 *     await using emulator = await createEmulator({ webhook: 'http://localhost:3000/webhook' });
 *     // … give emulator.apiUrl, emulator.key and emulator.webhookSecret to the code under test …
 *     await emulator.orders.pay(orderId, { card: '4242424242424242' });
 *     await emulator.settled(orderId);
 *
 * @throws SettingsError, a StartFailure, for an unknown option or a value that is not allowed
 * @throws StartFailure when the port, the data directory, the seed file or the specification can't be used
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = parseOptions(options, OWN_OPTIONS);
  const lifecycle = await compose(settings, optionName, declaredIn(options), undefined, (key) =>
    options[key] === undefined ? null : optionName(key),
  );
  return new Emulator(lifecycle, await lifecycle.start(), settings);
}

/** @throws SettingsError */
function declaredIn(options: EmulatorOptions): DeclaredStart {
  const { items = [], settings = {}, ids = 'random', clock = 'real', webhook } = options;
  checkChoice('ids', ids, ['random', 'sequence']);
  checkChoice('clock', clock, ['real', 'frozen']);
  if (!Array.isArray(items)) throw new SettingsError('items must be a list of bodies of POST /v1/items');
  if (!isObject(settings)) throw new SettingsError('settings must be an object');
  checkNames('settings', settings, ['auto_refund', 'retry_schedule']);
  if (!isObject(webhook)) return { items, settings, ids, clock, webhook: {} };
  const { events, player_context: playerContext } = webhook;
  return { items, settings, ids, clock, webhook: { events, player_context: playerContext } };
}

/** @throws SettingsError */
function checkChoice(name: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new SettingsError(`${name} must be ${allowed.join(' or ')}, not ${JSON.stringify(value)}`);
}

function isObject<T>(value: T): value is T & object {
  return typeof value === 'object' && value !== null;
}
