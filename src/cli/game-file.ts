import { readFileSync, writeFileSync } from 'node:fs';
import type { GameFileBody } from '../client/game-answers.ts';
import { isOn } from '../settings/command-line.ts';
import { nearest, SettingsError, StartFailure } from '../settings/errors.ts';
import { errorCode, reasonOf } from '../store/errors.ts';
import type { CommandContext } from './command-context.ts';
import { callOf, printResult } from './target.ts';

export const EXPORT_FLAGS = { secrets: 'switch' } as const;
export const IMPORT_FLAGS = { name: 'value', replace: 'switch' } as const;

/** `game export` and `game import`: a game as one file. @throws SettingsError, StartFailure */
export async function game(context: CommandContext, args: readonly string[]): Promise<number> {
  const [action = '', ...rest] = args;
  if (action === 'export') return exportFile(context, rest);
  if (action === 'import') return importFile(context, rest);
  const guess = nearest(action, ['export', 'import']);
  const advice = guess === null ? 'use game export, game import' : `did you mean game ${guess}?`;
  throw new SettingsError(`unknown command "game ${action}"; ${advice}`);
}

async function exportFile(context: CommandContext, args: readonly string[]): Promise<number> {
  const wanted = { command: 'game export', names: '[FILE]', min: 0, max: 1 };
  const call = await callOf(context, args, EXPORT_FLAGS, wanted);
  const exported = await call.emulator.exportFile({ secrets: isOn(call.flags, 'secrets') });
  const text = `${JSON.stringify(exported, null, 2)}\n`;
  const [path] = call.names;
  if (path === undefined) {
    printResult(context, call, exported, text);
    return 0;
  }
  onFile(path, 'written', () => {
    // Only its user may read it: it may hold secrets.
    writeFileSync(path, text, { mode: 0o600 });
  });
  printResult(context, call, { file: path }, `Wrote ${path}.\n`);
  return 0;
}

async function importFile(context: CommandContext, args: readonly string[]): Promise<number> {
  const wanted = { command: 'game import', names: 'FILE', min: 1, max: 1 };
  const call = await callOf(context, args, IMPORT_FLAGS, wanted);
  const [path = ''] = call.names;
  const file = parseFile(path);
  const name = call.flags.get('name');
  if (isOn(call.flags, 'replace')) {
    if (name !== undefined) throw new SettingsError('--name is for a new game: leave out --replace');
    const replaced = await call.emulator.importFile(file);
    printResult(context, call, replaced, `${replaced.game_id} is now ${replaced.name}.\n`);
    return 0;
  }
  const created = await call.emulator.gameOf(file, name === undefined ? {} : { name });
  const json = { game_id: created.id, name: created.name, key: created.key };
  printResult(context, call, json, `${created.id}  ${created.key}  ${created.name}\n`);
  return 0;
}

function parseFile(path: string): GameFileBody {
  const text = onFile(path, 'read', () => readFileSync(path, 'utf8'));
  try {
    return JSON.parse(text) as GameFileBody;
  } catch (error) {
    throw new StartFailure(`${path} is not JSON (${reasonOf(error)}).`, { cause: error });
  }
}

/** @throws StartFailure */
function onFile<T>(path: string, verb: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new StartFailure(`${path} cannot be ${verb} (${errorCode(error) ?? reasonOf(error)}).`, {
      cause: error,
    });
  }
}
