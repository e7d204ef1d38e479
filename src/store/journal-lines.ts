import { existsSync } from 'node:fs';
import type { TableName } from '../domain/model/tables.ts';
import { DamagedData, type FilePosition, reasonOf } from './errors.ts';
import { endsWithNewline, isObject, isStored, linesOf } from './file-reading.ts';
import type { StoredChange } from './memory-table.ts';
import { TABLE_NAMES } from './table-set.ts';

const REMEDY =
  'Restore a copy of the whole data directory, or delete the directory to start with an empty one.';

/** One transaction in the journal. */
export interface JournalLine {
  readonly seq: number;
  readonly changes: readonly StoredChange[];
}

/** A position in the journal: the first `offset` bytes hold everything up to transaction `seq`. */
export interface JournalPosition {
  readonly seq: number;
  readonly offset: number;
}

export interface Replay {
  /** Where the journal continues; at its beginning if the snapshot holds all of it. */
  readonly end: JournalPosition;
  /** The length of an incomplete last line. */
  readonly tornBytes: number;
}

/** `{"seq":7,"changes":[["orders","ord_x",{…}],["webhooks","wh_x",null]]}` and a newline. */
export function encodeLine(seq: number, changes: readonly StoredChange[]): string {
  const rows = changes.map(({ table, id, record }) => [table, id, record]);
  return `${JSON.stringify({ seq, changes: rows })}\n`;
}

/**
 * Calls `apply` with each transaction in the journal that is not in the snapshot, whose last one is `snapshotSeq`. A
 * last line without a newline was cut off by a crash and is ignored: its transaction was never acknowledged.
 *
 * @throws DamagedData if any other line is invalid or out of sequence.
 */
export function replay(file: string, snapshotSeq: number, apply: (line: JournalLine) => void): Replay {
  const start: JournalPosition = { seq: snapshotSeq, offset: 0 };
  let end = start;
  let tornBytes = 0;
  let number = 0;
  for (const bytes of existsSync(file) ? linesOf(file) : []) {
    number += 1;
    if (!endsWithNewline(bytes)) {
      tornBytes = bytes.length;
      break;
    }
    const position = { file, line: number };
    const line = decodeLine(bytes.toString('utf8'), position);
    if (!follows(line.seq, end)) throw gap(position, line.seq, end.seq);
    if (line.seq > snapshotSeq) apply(line);
    end = { seq: line.seq, offset: end.offset + bytes.length };
  }
  return { end: end.seq > snapshotSeq ? end : start, tornBytes };
}

function decodeLine(text: string, position: FilePosition): JournalLine {
  try {
    return parseLine(text);
  } catch (error) {
    throw new DamagedData(position, `The line cannot be read: ${reasonOf(error)}.`, REMEDY);
  }
}

function parseLine(text: string): JournalLine {
  const line: unknown = JSON.parse(text);
  if (!isObject(line) || typeof line['seq'] !== 'number' || !Array.isArray(line['changes'])) {
    throw new Error('it is not a transaction');
  }
  return { seq: line['seq'], changes: line['changes'].map(parseChange) };
}

function parseChange(row: unknown): StoredChange {
  if (!Array.isArray(row) || row.length !== 3) throw new Error('a change does not have three parts');
  const [table, id, record] = row as readonly unknown[];
  if (!isTableName(table)) throw new Error(`there is no table ${JSON.stringify(table)}`);
  if (typeof id !== 'string') throw new Error('a change has no id');
  if (record === null) return { table, id, record };
  if (!isStored(record) || record.id !== id) throw new Error(`the record ${id} has another id or none`);
  return { table, id, record };
}

function isTableName(name: unknown): name is TableName {
  return TABLE_NAMES.some((known) => known === name);
}

/** The first lines may repeat transactions of the snapshot: a crash can happen before the journal is shortened. */
function follows(seq: number, previous: JournalPosition): boolean {
  return seq === previous.seq + 1 || (previous.offset === 0 && seq <= previous.seq);
}

function gap(position: FilePosition, seq: number, previous: number): DamagedData {
  return new DamagedData(
    position,
    `Transaction ${seq} follows transaction ${previous}, so transactions are missing.`,
    REMEDY,
  );
}
