import { isOn } from '../settings/command-line.ts';
import { SettingsError } from '../settings/errors.ts';
import type { CommandContext } from './command-context.ts';
import { connectionVariables } from './connection.ts';
import { callOf, passwordIn, printResult } from './target.ts';

export const ENV_FLAGS = { dotenv: 'switch' } as const;

/** Prints what a client needs as shell variables, for `eval "$(aghanim-emulator env)"`. */
export async function env(context: CommandContext, args: readonly string[]): Promise<number> {
  const call = await callOf(context, args, ENV_FLAGS, { command: 'env', names: '', min: 0, max: 0 });
  const { url, apiUrl, key, webhookSecret, dashboardUrl } = call.emulator;
  const password = passwordIn(call.flags, context.env) ?? null;
  const variables = connectionVariables({ url, apiUrl, key, webhookSecret, dashboardUrl, password });
  const given = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const prefix = isOn(call.flags, 'dotenv') ? '' : 'export ';
  const lines = given.map(([name, value]) => `${prefix}${name}=${quoted(value)}\n`);
  printResult(context, call, Object.fromEntries(given), lines.join(''));
  return 0;
}

/** A text as one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Puts the game back to its first start. */
export async function reset(context: CommandContext, args: readonly string[]): Promise<number> {
  const call = await callOf(context, args, {}, { command: 'reset', names: '', min: 0, max: 0 });
  const answer = await call.emulator.reset();
  const left = (answer.unconsumed_faults ?? []).map(
    ({ operation, answers }) => `Not consumed: ${operation} ${JSON.stringify(answers)}\n`,
  );
  printResult(context, call, answer, `The game is as at its first start.\n${left.join('')}`);
  return 0;
}

/** Lists the games of the emulator. */
export async function games(context: CommandContext, args: readonly string[]): Promise<number> {
  const call = await callOf(context, args, {}, { command: 'games', names: '', min: 0, max: 0 });
  const { data, total } = await call.emulator.games({ limit: 1000 });
  const rows = data.map(({ game_id: id, name, key, orders }) => `${id}  ${key}  ${orders} orders  ${name}\n`);
  const more = total > data.length ? `… and ${total - data.length} more\n` : '';
  printResult(context, call, { data, total }, rows.join('') + more);
  return 0;
}

export const ADVANCE_FLAGS = { to: 'value' } as const;

/** Moves the clock of the game forward, and prints what happened on the way. */
export async function advance(context: CommandContext, args: readonly string[]): Promise<number> {
  const wanted = { command: 'advance', names: 'DURATION, such as 24h, or --to TIME', min: 0, max: 1 };
  const call = await callOf(context, args, ADVANCE_FLAGS, wanted);
  const [by] = call.names;
  const to = call.flags.get('to');
  if ((by === undefined) === (to === undefined)) {
    throw new SettingsError('advance needs either a duration, such as 24h, or --to TIME');
  }
  const moment = to !== undefined && /^\d+$/.test(to) ? Number(to) : to;
  const moved = await call.emulator.clock.advance(by === undefined ? { to: moment ?? '' } : { by });
  const lines = moved.timeline.map((text) => `  ${text}\n`);
  const now = new Date(moved.now * 1000).toISOString();
  printResult(context, call, moved, `It is ${now}.\n${lines.join('')}`);
  return 0;
}
