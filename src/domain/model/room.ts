import { StorageUnavailable } from './errors.ts';
import type { ReadTables, TableName } from './tables.ts';

const MEBIBYTE = 1024 * 1024;

/** The tables whose records nothing deletes by itself, and that requests can fill. */
const KEPT = [
  'players',
  'items',
  'itemCategories',
  'priceTemplates',
  'locales',
  'coupons',
  'redemptions',
  'subscriptions',
  'freeUsers',
  'loginTokens',
  'achievements',
  'unlockedAchievements',
  'leaderboards',
  'leaderboardMembers',
  'pointsEntries',
  'creators',
  'resources',
] as const satisfies readonly TableName[];

/** The memory that players, items and the other records take which nothing deletes by itself, in bytes. */
export function keptBytes(tables: Pick<ReadTables, (typeof KEPT)[number]>): number {
  let bytes = 0;
  for (const name of KEPT) bytes += tables[name].bytes;
  return bytes;
}

/**
 * Half of `maxBytes` is for them, so that there is always room for orders and events.
 *
 * @param before what they took before a transaction
 * @throws StorageUnavailable when they take more, and more than before.
 */
export function refuseBeyondRoom(tables: ReadTables, before: number, maxBytes: number): void {
  const bytes = keptBytes(tables);
  if (bytes <= before || bytes <= maxBytes / 2) return;
  throw new StorageUnavailable(
    `Players, items and other records that are kept take ${inMebibytes(bytes)} MiB and may take ` +
      `${inMebibytes(maxBytes / 2)} MiB, half of --max-memory. Nothing was changed. Delete some, or allow more.`,
  );
}

export function inMebibytes(bytes: number): number {
  return Math.ceil(bytes / MEBIBYTE);
}
