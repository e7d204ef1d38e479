import { connect } from '../client/connect.ts';
import type { EmulatorClient } from '../client/emulator.ts';
import { environmentName } from '../settings/definitions.ts';
import { isOn, portFrom } from '../settings/command-line.ts';
import { SettingsError } from '../settings/errors.ts';
import { readArguments, type FlagShapes } from '../settings/flags.ts';
import { origin } from '../settings/kinds.ts';
import { localUrl } from '../settings/settings.ts';
import { readGiven } from '../settings/validate.ts';
import type { CommandContext } from './command-context.ts';

/** The flags of every command that asks a running emulator. */
export const TARGET_FLAGS = { url: 'value', key: 'value', password: 'value', json: 'switch' } as const;

/** What a command was called with, and the emulator that it asks. */
export interface CommandCall {
  readonly emulator: EmulatorClient;
  /** The arguments that are no flags. */
  readonly names: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
  readonly isJson: boolean;
}

/**
 * Reads the arguments of a command and finds its emulator: `--url`, AGHANIM_EMULATOR_URL, or this machine.
 *
 * @param wanted what the arguments that are no flags are called, such as `ORDER_ID`
 * @throws SettingsError for a wrong argument or flag
 * @throws EmulatorUnreachable, ControlError
 */
export async function callOf(
  context: CommandContext,
  args: readonly string[],
  shapes: FlagShapes,
  wanted: { readonly command: string; readonly names: string; readonly min: number; readonly max: number },
): Promise<CommandCall> {
  const { names, flags } = readArguments(args, { ...TARGET_FLAGS, ...shapes });
  if (names.length < wanted.min || names.length > wanted.max) {
    throw new SettingsError(`use: aghanim-emulator ${wanted.command} ${wanted.names}`.trimEnd());
  }
  const url = targetUrl(context, flags) ?? localUrl('127.0.0.1', portFrom(context.env));
  const emulator = await connectTo(context, flags, url);
  return { emulator, names, flags, isJson: isOn(flags, 'json') };
}

/**
 * The address in `--url` or AGHANIM_EMULATOR_URL; `null` without one.
 *
 * @throws SettingsError
 */
export function targetUrl({ env }: CommandContext, flags: ReadonlyMap<string, string>): string | null {
  const text = flags.get('url') ?? (env['AGHANIM_EMULATOR_URL'] || null);
  return text === null ? null : readGiven({ name: '--url', text }, origin());
}

/**
 * Connects with the key and the password of the flags or of the environment.
 *
 * @throws EmulatorUnreachable, ControlError
 */
export function connectTo(
  { env }: CommandContext,
  flags: ReadonlyMap<string, string>,
  url: string,
): Promise<EmulatorClient> {
  return connect(url, {
    key: flags.get('key') ?? (env['AGHANIM_EMULATOR_KEY'] || undefined),
    password: passwordIn(flags, env),
  });
}

/** The password of the flags or of the environment, where a server finds its own, too. */
export function passwordIn(
  flags: ReadonlyMap<string, string>,
  env: CommandContext['env'],
): string | undefined {
  return flags.get('password') ?? (env[environmentName('password')] || undefined);
}

/** Prints a result for a program or for a person. */
export function printResult(
  { stdout }: CommandContext,
  { isJson }: CommandCall,
  json: unknown,
  text: string,
): void {
  stdout.write(isJson ? `${JSON.stringify(json)}\n` : text);
}
