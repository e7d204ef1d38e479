import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { CURRENCIES } from '../domain/money/currencies.ts';
import type { Seed } from '../domain/catalogue/seed.ts';
import { StartFailure } from '../settings/errors.ts';

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

/** @throws StartFailure when the file can't be read, is no JSON or no seed. */
export function readSeed(file: string): Seed {
  const result = seedSchema.safeParse(parseFile(file));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new StartFailure(
    `The seed file ${file} is not right: ${where}: ${issue?.message ?? ''}. Mend it or name another with --seed.`,
  );
}

function parseFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? `is no JSON (${error.message})` : 'cannot be read';
    throw new StartFailure(`The seed file ${file} ${reason}; mend it or name another with --seed.`, {
      cause: error,
    });
  }
}
