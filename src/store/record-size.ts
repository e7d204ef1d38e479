import type { TableName } from '../domain/model/tables.ts';

/** The tables that retention keeps small; of the others no size is known. */
const MEASURED: ReadonlySet<TableName> = new Set([
  'orders',
  'payments',
  'events',
  'deliveries',
  'attempts',
  'gameEvents',
]);

/** A record's entries in the maps of its table and its indexes, in bytes. */
const ENTRY = 250;
/** Header, map and elements of an object or array; header and length of a text; a number that is boxed, as times are. */
const OBJECT = 32;
const TEXT = 16;
const NUMBER = 12;
const SLOT = 8;

/** How to measure the records of a table. */
export function measureOf(table: TableName): (record: object) => number {
  return MEASURED.has(table) ? (record) => ENTRY + sizeOf(record) : () => 0;
}

/** About how much memory a JSON value takes in V8, in bytes. Texts that other records share count for each. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return TEXT + value.length;
  if (typeof value === 'number') return NUMBER;
  if (typeof value !== 'object' || value === null) return 0;
  let size = OBJECT;
  for (const key in value) size += SLOT + sizeOf((value as Readonly<Record<string, unknown>>)[key]);
  return size;
}
