/** A record's entries in the maps of its table and its indexes, in bytes. */
export const ENTRY_BYTES = 150;
/** Header, map and elements of an object or array; header and length of a text; a number that is boxed, as times are. */
const OBJECT = 32;
const TEXT = 16;
const NUMBER = 12;
const SLOT = 8;

/** About how much memory a record takes, with its places in the maps of its table, in bytes. */
export function recordSize(record: object): number {
  return ENTRY_BYTES + sizeOf(record);
}

/** About how much memory an object or a list takes in V8, in bytes. Texts that others share count for each. */
function sizeOf(value: object): number {
  let size = OBJECT;
  // Hot: a start measures every record, so texts and numbers take no call of their own.
  for (const key in value) {
    const part = (value as Readonly<Record<string, unknown>>)[key];
    size += SLOT;
    if (typeof part === 'string') size += TEXT + part.length;
    else if (typeof part === 'number') size += NUMBER;
    else if (typeof part === 'object' && part !== null) size += sizeOf(part);
  }
  return size;
}
