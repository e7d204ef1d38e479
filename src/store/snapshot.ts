import type { Stored } from '../domain/ports.ts';
import type { TableName } from '../domain/tables.ts';
import { DamagedData, reasonOf } from './errors.ts';
import { isObject, isStored } from './shapes.ts';
import { TABLE_NAMES } from './table-set.ts';

const VERSION = 1;
const REMEDY = 'Correct the file, or delete the whole data directory to start with an empty one.';

/** The whole state after transaction `seq`, as `db.json` holds it. */
export interface Snapshot {
  readonly version: number;
  readonly seq: number;
  readonly tables: Readonly<Partial<Record<TableName, readonly Stored[]>>>;
}

export function snapshotOf(seq: number, tables: Snapshot['tables']): Snapshot {
  return { version: VERSION, seq, tables };
}

/**
 * Reads the text of `file`, which may have been edited by hand. A table that is absent is empty.
 *
 * @throws DamagedData
 */
export function parseSnapshot(text: string, file: string): Snapshot {
  const problem = (words: string): DamagedData => damagedSnapshot(file, words);
  const data = parse(text, problem);
  if (!isObject(data)) throw problem('This is not an object.');
  const { version, seq, tables } = data;
  if (version !== VERSION) {
    throw problem(`"version" is ${JSON.stringify(version)}; this program knows version ${VERSION}.`);
  }
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq)) throw problem('"seq" is not a whole number.');
  if (!isObject(tables)) throw problem('"tables" is not an object.');
  for (const [name, records] of Object.entries(tables)) checkTable(name, records, problem);
  return { version, seq, tables };
}

export function damagedSnapshot(file: string, problem: string): DamagedData {
  return new DamagedData({ file, line: null }, problem, REMEDY);
}

type Problem = (words: string) => DamagedData;

function parse(text: string, problem: Problem): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw problem(`This is not JSON (${reasonOf(error)}).`);
  }
}

function checkTable(name: string, records: unknown, problem: Problem): void {
  if (!TABLE_NAMES.some((known) => known === name)) throw problem(`There is no table "${name}".`);
  if (!Array.isArray(records)) throw problem(`"${name}" is not a list.`);
  const ids = new Set<string>();
  for (const [index, record] of (records as readonly unknown[]).entries()) {
    if (!isStored(record)) throw problem(`Record ${index + 1} of "${name}" has no "id".`);
    if (ids.has(record.id)) throw problem(`"${name}" has the id "${record.id}" twice.`);
    ids.add(record.id);
  }
}
