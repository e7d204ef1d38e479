import type { Stored, TableName } from '../domain/model/store.ts';
import { DamagedData, reasonOf, type Place } from './errors.ts';
import { JsonScanner } from './json-scanner.ts';
import { isObject, isStored } from './shapes.ts';
import { TABLE_NAMES } from './table-set.ts';

const VERSION = 1;
const REMEDY = 'Correct the file, or delete the whole data directory to start with an empty one.';

/** The whole state after transaction `seq`, as `db.json` holds it. */
export interface Snapshot {
  readonly version: number;
  readonly seq: number;
  /** A table that is absent is empty. */
  readonly tables: Readonly<Partial<Record<TableName, readonly Stored[]>>>;
}

export function snapshotOf(seq: number, tables: Snapshot['tables']): Snapshot {
  return { version: VERSION, seq, tables };
}

/** A record stands inside a table's list, `tables` and the whole. */
const DEPTH_OF_RECORDS = 3;

/**
 * Reads the JSON text of `file`, which may have been edited by hand, record by record: as one string a
 * large state would take several times its memory, and above 512 MiB Node could not read it at all.
 *
 * @throws DamagedData
 */
export function parseSnapshot(chunks: Iterable<Buffer>, file: string): Snapshot {
  const records: Stored[] = [];
  const scanner = new JsonScanner(DEPTH_OF_RECORDS, ({ text, line }) => {
    records.push(parseRecord(text, { file, line }));
  });
  for (const chunk of chunks) scanner.feed(chunk);
  const whole = { file, line: null };
  const skeleton = parse(scanner.end(), { file, line: scanner.unclosedLine });
  const { seq, tables } = checkSkeleton(skeleton, whole);
  return snapshotOf(seq, fillTables(tables, records, whole));
}

function parse(text: string, place: Place): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damagedSnapshot(place, `This is not JSON (${reasonOf(error)}).`);
  }
}

function parseRecord(text: string, place: Place): Stored {
  const record = parse(text, place);
  if (!isStored(record)) throw damagedSnapshot(place, 'The record has no "id".');
  return record;
}

function checkSkeleton(data: unknown, place: Place): { seq: number; tables: object } {
  if (!isObject(data)) throw damagedSnapshot(place, 'This is not an object.');
  const { version, seq, tables } = data;
  if (version !== VERSION) {
    const words = `"version" is ${JSON.stringify(version)}, and this program knows version ${VERSION}.`;
    throw damagedSnapshot(place, words);
  }
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq)) {
    throw damagedSnapshot(place, '"seq" is not a whole number.');
  }
  if (!isObject(tables)) throw damagedSnapshot(place, '"tables" is not an object.');
  return { seq, tables };
}

/** In the tables of the skeleton each record is its number; all numbers must be there, in order. */
function fillTables(tables: object, records: readonly Stored[], place: Place): Snapshot['tables'] {
  const filled: Partial<Record<TableName, readonly Stored[]>> = {};
  let next = 0;
  for (const [name, numbers] of Object.entries(tables)) {
    const table = TABLE_NAMES.find((known) => known === name);
    if (table === undefined) throw damagedSnapshot(place, `There is no table "${name}".`);
    if (!isCount(numbers, next)) throw damagedSnapshot(place, `"${name}" is not a list of records.`);
    filled[table] = records.slice(next, next + numbers.length);
    next += numbers.length;
    checkIds(filled[table], `"${name}"`, place);
  }
  if (next !== records.length) throw damagedSnapshot(place, 'There are records outside "tables".');
  return filled;
}

function isCount(numbers: unknown, from: number): numbers is readonly number[] {
  return Array.isArray(numbers) && numbers.every((number, index) => number === from + index);
}

function checkIds(records: readonly Stored[], table: string, place: Place): void {
  const ids = new Set<string>();
  for (const { id } of records) {
    if (ids.has(id)) throw damagedSnapshot(place, `${table} has the id "${id}" twice.`);
    ids.add(id);
  }
}

export function damagedSnapshot(place: Place, problem: string): DamagedData {
  return new DamagedData(place, problem, REMEDY);
}
