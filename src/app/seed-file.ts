import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { CURRENCIES } from '../domain/money/currencies.ts';
import type { Seed } from '../domain/catalogue/seed.ts';
import { StartFailure } from '../settings/errors.ts';
import { errorCode, reasonOf } from '../store/errors.ts';

const seedSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      sku: z.string().min(1),
      name: z.string().min(1),
      description: z.string().optional(),
      image_url: z.url().optional(),
      quantity: z.int().positive().optional(),
      price_decimal: z.number().min(0).optional(),
      currency: z.enum(CURRENCIES).optional(),
      is_system: z.boolean().optional(),
    }),
  ),
});

/**
 * @param setting what the caller calls the setting that names the file
 * @throws StartFailure when the file cannot be read, is not JSON or not a seed
 */
export function readSeed(file: string, setting: string): Seed {
  const advice = `Fix it or choose another file with ${setting}.`;
  const result = seedSchema.safeParse(parseFile(file, advice));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new StartFailure(`The seed file ${file} is not valid: ${where}: ${issue?.message ?? ''}. ${advice}`);
}

function parseFile(file: string, advice: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason =
      error instanceof SyntaxError
        ? `is not JSON (${reasonOf(error)})`
        : `cannot be read (${errorCode(error) ?? reasonOf(error)})`;
    throw new StartFailure(`The seed file ${file} ${reason}. ${advice}`, { cause: error });
  }
}
