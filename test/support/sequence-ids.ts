import type { Ids } from '../../src/domain/model/ids.ts';

/** Ids that count up: unique, of the right form, and the same in every run. */
export function sequenceIds(): Ids {
  let next = 0;
  const counted = (length: number, fill: string): string => {
    next += 1;
    return String(next).padStart(length, fill);
  };
  return {
    base62: (length) => counted(length, '0'),
    digits: (length) => counted(length, '1'),
    uuid: () => `00000000-0000-4000-8000-${counted(12, '0')}`,
  };
}
