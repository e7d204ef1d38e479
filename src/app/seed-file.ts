import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Seed } from '../domain/catalogue/seed.ts';
import { ITEM_TYPES } from '../domain/model/item.ts';
import { CURRENCIES } from '../domain/money/currencies.ts';
import { StartFailure } from '../settings/errors.ts';
import { gameFileSchema, type GameFile } from '../http/game-file/schema.ts';
import { errorCode, reasonOf } from '../store/errors.ts';

const seedSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      sku: z.string().min(1),
      name: z.string().min(1),
      description: z.string().optional(),
      image_url: z.url().optional(),
      type: z.enum(ITEM_TYPES).optional(),
      quantity: z.int().positive().optional(),
      price_decimal: z.number().min(0).optional(),
      currency: z.enum(CURRENCIES).optional(),
      is_system: z.boolean().optional(),
      nested_items: z
        .array(z.strictObject({ sku: z.string().min(1), count: z.int().positive().optional() }))
        .optional(),
    }),
  ),
});

/** What new games have: the items of a seed, or a game that was exported. */
export type StartingData = Seed | GameFile;

/**
 * @param setting what the caller calls the setting that names the file
 * @throws StartFailure when the file cannot be read, is not JSON, or neither a seed nor a game file
 */
export function readSeed(file: string, setting: string): StartingData {
  const json = parseFile(file, setting);
  const isGame = typeof json === 'object' && json !== null && 'format' in json;
  const result = (isGame ? gameFileSchema : seedSchema).safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw seedFailure(file, setting, `is not valid: ${where}: ${issue?.message ?? ''}`, result.error);
}

/** @param problem completes the sentence "The seed file …" */
export function seedFailure(file: string, setting: string, problem: string, cause: unknown): StartFailure {
  const advice = `Fix it or choose another file with ${setting}.`;
  return new StartFailure(`The seed file ${file} ${problem.replace(/\.$/, '')}. ${advice}`, { cause });
}

function parseFile(file: string, setting: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const problem =
      error instanceof SyntaxError
        ? `is not JSON (${reasonOf(error)})`
        : `cannot be read (${errorCode(error) ?? reasonOf(error)})`;
    throw seedFailure(file, setting, problem, error);
  }
}
