import { randomUUID } from 'node:crypto';
import { customAlphabet } from 'nanoid';
import type { Ids } from '../domain/model/ids.ts';

const DIGITS = '0123456789';
const BASE_62 = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz`;

/** Ids that cannot be guessed: anyone who knows an order's id can open its checkout page. */
export function randomIds(): Ids {
  const first = customAlphabet(DIGITS.slice(1), 1);
  const digits = customAlphabet(DIGITS);
  return {
    base62: customAlphabet(BASE_62),
    digits: (length) => first() + digits(length - 1),
    uuid: () => randomUUID(),
  };
}
