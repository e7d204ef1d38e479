import { hash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { TableName } from '../domain/model/tables.ts';
import { objectAt, withOwnArrays } from './columns.ts';
import { blockOf, type RecordBlock } from './record-block.ts';
import type { RowsView } from './record-rows.ts';
import { upgraded } from './upgrades.ts';

/** Raise it when blocks change, or when `upgraded` gives the parts of records new fields. */
const FORMAT = 1;

/** The length of a part and the beginning of its SHA-256. */
const DIGEST_BYTES = 8;
const HEAD_BYTES = 4 + DIGEST_BYTES;

interface FirstPart {
  readonly format: number;
  /** The checksum of the snapshot whose records these are. */
  readonly snapshot: string;
  readonly tables: readonly TableName[];
  readonly blocks: number;
}

interface BlockPart {
  readonly table: TableName;
  readonly block: RecordBlock;
}

/** The records of some tables as blocks, so that a start need not parse them. */
export type PackedTables = ReadonlyMap<TableName, readonly RecordBlock[]>;

/**
 * Yields the file `db.packed`: all records of the tables that have packed ones, beside the snapshot that has them as JSON.
 * It saves a start the time to parse them; without it, or when it does not belong to the snapshot, the start reads JSON.
 *
 * @param snapshot the checksum of the snapshot
 */
export function* packedParts(
  views: ReadonlyMap<TableName, readonly RowsView[]>,
  snapshot: string,
): Generator<Buffer, void> {
  const packed = [...views].filter(([, parts]) => hasBlocks(parts));
  const tables = packed.map(([table]) => table);
  const blocks = packed.reduce((sum, [, parts]) => sum + parts.length, 0);
  yield framed({ format: FORMAT, snapshot, tables, blocks } satisfies FirstPart);
  for (const [table, parts] of packed) {
    for (const part of parts) {
      const block = part.block ?? blockOf(part.records());
      yield framed({ table, block } satisfies BlockPart);
    }
  }
}

export function hasBlocks(parts: readonly RowsView[]): boolean {
  return parts.some(({ isPacked }) => isPacked);
}

/** Reads `db.packed`; `null` if it is missing, damaged, of another version or of another snapshot. */
export function readPacked(file: string, snapshot: string): PackedTables | null {
  if (!existsSync(file)) return null;
  const parts = partsOf(file);
  const first = parts.next().value as FirstPart | undefined;
  if (first?.format !== FORMAT || first.snapshot !== snapshot) {
    parts.return(undefined);
    return null;
  }
  const tables = new Map<TableName, RecordBlock[]>(first.tables.map((table) => [table, []]));
  let count = 0;
  for (const part of parts) {
    const { table, block } = part as BlockPart;
    if (!isCurrent(table, block)) return null;
    tables.get(table)?.push({ groups: block.groups.map(withOwnArrays), places: block.places.slice() });
    count += 1;
  }
  return count === first.blocks ? tables : null;
}

/** Whether the records have all fields that those of this version have. */
function isCurrent(table: TableName, { groups }: RecordBlock): boolean {
  return groups.every((fields) => {
    const record = objectAt(fields, 0) as { readonly id: string };
    return upgraded(table, record) === record;
  });
}

function framed(value: unknown): Buffer {
  const bytes = serialize(value);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(bytes.length);
  digestOf(bytes).copy(head, 4);
  return Buffer.concat([head, bytes]);
}

/** Ends at the first part that is damaged or incomplete. */
function* partsOf(file: string): Generator<unknown, undefined> {
  const fd = openSync(file, 'r');
  try {
    const { size } = fstatSync(fd);
    for (;;) {
      const head = Buffer.alloc(HEAD_BYTES);
      if (readSync(fd, head) < HEAD_BYTES) return;
      const length = head.readUInt32LE();
      if (length > size) return;
      const bytes = Buffer.allocUnsafe(length);
      if (readSync(fd, bytes) < length || !digestOf(bytes).equals(head.subarray(4))) return;
      yield deserialize(bytes);
    }
  } finally {
    closeSync(fd);
  }
}

function digestOf(bytes: Buffer): Buffer {
  return Buffer.from(hash('sha256', bytes, 'hex').slice(0, 2 * DIGEST_BYTES), 'hex');
}
