import type { Stored } from '../domain/model/record.ts';
import type { TableName } from '../domain/model/tables.ts';
import { isStored, linesOf } from './file-reading.ts';
import type { Snapshot } from './snapshot-text.ts';
import { TABLE_NAMES } from './table-set.ts';

const HEADER = /^\{"version":\d+,"seq":(\d+),"tables":\{$/;
const TABLE = /^"(\w+)":\[\]?,?$/;
/** Lines that have no record: the ends of tables, of `tables` and of the whole. */
const END = /^(\]?,?|\}?,?|\},"checksum":.*)$/;

/**
 * The records of a damaged snapshot whose lines are still readable, relying on its layout: a line for each record,
 * below the name of its table.
 *
 * @param lost gets a line for each line of the file that cannot be used
 */
export function salvageSnapshot(file: string, lost: string[]): Pick<Snapshot, 'seq' | 'tables'> {
  const tables: Partial<Record<TableName, Stored[]>> = {};
  const ids = new Set<string>();
  let seq = 0;
  let table: TableName | null = null;
  let number = 0;
  for (const bytes of linesOf(file)) {
    number += 1;
    const line = bytes.toString('utf8').trimEnd();
    const header = HEADER.exec(line)?.[1];
    const name = TABLE.exec(line)?.[1];
    const record = recordOf(line);
    if (header !== undefined) seq = Number(header);
    else if (name !== undefined) {
      table = TABLE_NAMES.find((known) => known === name) ?? null;
      if (table === null)
        lost.push(`db.json, line ${number}: the records of a table "${name}", which does not exist`);
    } else if (record !== null && table !== null && !ids.has(`${table} ${record.id}`)) {
      ids.add(`${table} ${record.id}`);
      (tables[table] ??= []).push(record);
    } else if (!END.test(line)) lost.push(`db.json, line ${number}: ${described(line, table)}`);
  }
  return { seq, tables };
}

function recordOf(line: string): Stored | null {
  try {
    const record: unknown = JSON.parse(line.replace(/,$/, ''));
    return isStored(record) ? record : null;
  } catch {
    return null;
  }
}

function described(line: string, table: TableName | null): string {
  const id = /^\{"id":"([^"]{1,100})"/.exec(line)?.[1];
  return `${table ?? 'unknown table'} ${id ?? 'unreadable'}`;
}
