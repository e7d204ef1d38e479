import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isOn, parseSettings } from '../settings/command-line.ts';
import { nearest, SettingsError, StartFailure } from '../settings/errors.ts';
import { readFlags } from '../settings/flags.ts';
import { readDataFiles, replaceDataFiles, type DataFiles } from '../store/data-files.ts';
import { lockDirectory } from '../store/directory-lock.ts';
import { DirectoryInUse, DirectoryUnusable, errorCode } from '../store/errors.ts';
import { stateText } from '../store/snapshot.ts';
import type { CommandContext } from './command-context.ts';

const ACTIONS = ['check', 'repair', 'export'] as const;
type DataAction = (typeof ACTIONS)[number];

/** A directory can lose as many records as it has; the rest is only counted. */
const MAX_LOST_LINES = 100;

/**
 * `data check`, `data repair` and `data export`: shows what a data directory contains and what is wrong with it,
 * keeps what is readable, or prints it. The directory is locked for that long.
 *
 * @returns 0 when the directory is intact, or is now; 1 when it is damaged
 * @throws SettingsError, StartFailure
 */
export async function data(context: CommandContext, args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args;
  const action = actionNamed(name);
  const shapes = { 'data-dir': 'value' } as const;
  const flags = readFlags(rest, action === 'check' ? { ...shapes, accept: 'switch' } : shapes);
  const given = flags.get('data-dir');
  const { dataDir } = parseSettings(given === undefined ? [] : ['--data-dir', given], context.env);
  if (!['db.json', 'journal.jsonl'].some((file) => existsSync(join(dataDir, file)))) {
    throw new SettingsError(`${dataDir} is not a data directory: it has neither db.json nor journal.jsonl`);
  }
  const accepts = isOn(flags, 'accept');
  return locked(dataDir, () => {
    if (action === 'export') return exportData(context, dataDir);
    if (action === 'repair') return repair(context, dataDir);
    return accepts ? accept(context, dataDir) : check(context, dataDir);
  });
}

function actionNamed(name: string): DataAction {
  const found = ACTIONS.find((action) => action === name);
  if (found !== undefined) return found;
  const guess = nearest(name, ACTIONS);
  const advice = guess === null ? `use data ${ACTIONS.join(', data ')}` : `did you mean data ${guess}?`;
  throw new SettingsError(`unknown command "data ${name}"; ${advice}`);
}

async function locked(directory: string, work: () => number | Promise<number>): Promise<number> {
  try {
    const lock = await lockDirectory(directory);
    try {
      return await work();
    } finally {
      lock.release();
    }
  } catch (error) {
    const isExpected = error instanceof DirectoryInUse || error instanceof DirectoryUnusable;
    if (isExpected) throw new StartFailure(error.message, { cause: error });
    if (errorCode(error) === null) throw error;
    throw new StartFailure(new DirectoryUnusable(directory, error).message, { cause: error });
  }
}

function check({ stdout }: CommandContext, directory: string): number {
  const files = readDataFiles(directory, 'signed');
  stdout.write(report(directory, files));
  if (files.problems.length === 0) return 0;
  stdout.write(
    `To keep what is readable: aghanim-emulator data repair --data-dir ${directory}\n` +
      `If you edited the files:   aghanim-emulator data check --accept --data-dir ${directory}\n`,
  );
  return 1;
}

/** Gives edited files their checksums, if they can be read completely. */
async function accept({ stdout }: CommandContext, directory: string): Promise<number> {
  const before = readDataFiles(directory, 'signed');
  if (before.problems.length === 0) {
    stdout.write(report(directory, before));
    return 0;
  }
  const edited = readDataFiles(directory, 'edited');
  if (edited.problems.length > 0) {
    stdout.write(report(directory, edited));
    stdout.write(
      `Not accepted. Correct the files, or run aghanim-emulator data repair --data-dir ${directory}\n`,
    );
    return 1;
  }
  stdout.write(report(directory, { ...edited, problems: before.problems }));
  const copies = await replaceDataFiles(directory, edited.state, new Date());
  stdout.write(`Accepted: the files have new checksums. Copies of the previous ones are in ${copies}.\n`);
  return 0;
}

async function repair({ stdout }: CommandContext, directory: string): Promise<number> {
  const files = readDataFiles(directory, 'signed');
  stdout.write(report(directory, files));
  if (files.problems.length === 0) return 0;
  const copies = await replaceDataFiles(directory, files.state, new Date());
  stdout.write(`Repaired: copies of the previous files are in ${copies}.\n`);
  return 0;
}

/** Prints everything that can be read as one JSON document, and what cannot to the error output. */
function exportData({ stdout, stderr }: CommandContext, directory: string): number {
  const files = readDataFiles(directory, 'signed');
  for (const chunk of stateText(files.state)) stdout.write(chunk);
  if (files.problems.length === 0) return 0;
  stderr.write(report(directory, files));
  return 1;
}

function report(directory: string, { state, problems, lost }: DataFiles): string {
  const counts = Object.entries(state.tables.typed)
    .filter(([, { size }]) => size > 0)
    .map(([table, { size }]) => `${table} ${size}`);
  const lines = [
    `${directory}: ${counts.length === 0 ? 'no records' : counts.join(', ')}, up to transaction ${state.seq}`,
  ];
  for (const problem of problems) lines.push(`Damaged: ${problem}`);
  for (const one of lost.slice(0, MAX_LOST_LINES)) lines.push(`Lost: ${one}`);
  if (lost.length > MAX_LOST_LINES) lines.push(`Lost: ${lost.length - MAX_LOST_LINES} more lines`);
  if (problems.length === 0) lines.push('The data is intact.');
  else if (lost.length === 0) lines.push('Nothing is lost: all records can be read.');
  return `${lines.join('\n')}\n`;
}
