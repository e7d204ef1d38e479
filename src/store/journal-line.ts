import type { Stored, TableName } from '../domain/model/store.ts';
import { isObject, isStored, type StoredChange } from './shapes.ts';
import { TABLE_NAMES } from './table-set.ts';

/** One transaction as the journal holds it. */
export interface JournalLine {
  readonly seq: number;
  readonly changes: readonly StoredChange[];
}

type Row = readonly [TableName, string, Stored | null];

/** `{"seq":7,"changes":[["orders","ord_x",{…}],["webhooks","wh_x",null]]}` and a newline. */
export function encodeLine(seq: number, changes: readonly StoredChange[]): string {
  const rows = changes.map(({ table, id, record }): Row => [table, id, record]);
  return `${JSON.stringify({ seq, changes: rows })}\n`;
}

/** @throws Error saying what is wrong with the line. */
export function decodeLine(text: string): JournalLine {
  const line: unknown = JSON.parse(text);
  if (!isObject(line) || typeof line['seq'] !== 'number' || !Array.isArray(line['changes'])) {
    throw new Error('this is not a transaction');
  }
  return { seq: line['seq'], changes: line['changes'].map(decodeRow) };
}

function decodeRow(row: unknown): StoredChange {
  if (!Array.isArray(row) || row.length !== 3) throw new Error('a change is not a triple');
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
