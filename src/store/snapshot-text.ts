import type { TableName } from '../domain/model/tables.ts';
import type { Stored } from '../domain/model/record.ts';
import { sealedChunks, Verifier, type Signature } from './checksum.ts';
import { DamagedData, type FilePosition, reasonOf } from './errors.ts';
import { chunksOf, isObject, isStored } from './file-reading.ts';
import { JsonScanner } from './json-scanner.ts';
import { TABLE_NAMES } from './table-set.ts';

const VERSION = 1;
const REMEDY =
  'Correct the file and run "aghanim-emulator data check --accept --data-dir DIR", or run ' +
  '"aghanim-emulator data repair --data-dir DIR", which keeps a copy and shows what is lost.';

/** The content of `db.json`: the whole state after transaction `seq`. */
export interface Snapshot {
  readonly version: number;
  readonly seq: number;
  /** A table that is absent is empty. */
  readonly tables: Readonly<Partial<Record<TableName, readonly Stored[]>>>;
}

export function snapshotOf(seq: number, tables: Snapshot['tables']): Snapshot {
  return { version: VERSION, seq, tables };
}

/** The brackets around a record: those of its table, of `tables` and of the whole. */
const RECORD_DEPTH = 3;

/**
 * Parses the JSON text of `file`, which may have been edited by hand, record by record. As a single string a large
 * state would take several times its memory, and Node has no strings above 512 MiB.
 *
 * @throws DamagedData
 */
export function parseSnapshot(chunks: Iterable<Buffer>, file: string): Snapshot {
  return parseText(chunks, file).snapshot;
}

/**
 * Reads `file` and compares it with its checksum. A file that has one elsewhere than at its end was edited.
 *
 * @throws DamagedData if the file is not a snapshot.
 */
export function readSnapshot(file: string): ReadSnapshot {
  const verifier = new Verifier();
  const { snapshot, lines, hasChecksum } = parseText(verified(chunksOf(file), verifier), file);
  const signature = verifier.end();
  return { snapshot, lines, signature: signature === 'none' && hasChecksum ? 'wrong' : signature };
}

/** A snapshot as it was read. */
export interface ReadSnapshot {
  readonly snapshot: Snapshot;
  /** The line of each record, counted from 1, in the order of the tables in the file. */
  readonly lines: readonly number[];
  readonly signature: Signature;
}

function* verified(chunks: Iterable<Buffer>, verifier: Verifier): Generator<Buffer, void> {
  for (const chunk of chunks) {
    verifier.feed(chunk);
    yield chunk;
  }
}

function parseText(
  chunks: Iterable<Buffer>,
  file: string,
): { readonly snapshot: Snapshot; readonly lines: readonly number[]; readonly hasChecksum: boolean } {
  const records: Stored[] = [];
  const lines: number[] = [];
  const scanner = new JsonScanner(RECORD_DEPTH, ({ text, line, isUtf8 }) => {
    if (!isUtf8) throw damagedSnapshot({ file, line }, 'The record is not valid UTF-8.');
    records.push(parseRecord(text, { file, line }));
    lines.push(line);
  });
  for (const chunk of chunks) scanner.feed(chunk);
  const whole = { file, line: null };
  const outline = parse(scanner.end(), { file, line: scanner.unclosedLine });
  const { seq, tables, hasChecksum, unknown } = checkOutline(outline, whole);
  const snapshot = snapshotOf(seq, fillTables(tables, records, whole));
  if (unknown !== undefined) throw damagedSnapshot(whole, `There is no field ${JSON.stringify(unknown)}.`);
  return { snapshot, lines, hasChecksum };
}

function parse(text: string, position: FilePosition): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damagedSnapshot(position, `This is not JSON (${reasonOf(error)}).`);
  }
}

function parseRecord(text: string, position: FilePosition): Stored {
  const record = parse(text, position);
  if (!isStored(record)) throw damagedSnapshot(position, 'The record has no "id".');
  return record;
}

/** What surrounds the records, and the first field that a snapshot does not have. */
interface Outline {
  readonly seq: number;
  readonly tables: object;
  readonly hasChecksum: boolean;
  readonly unknown: string | undefined;
}

const FIELDS = ['version', 'seq', 'tables', 'checksum'];

function checkOutline(data: unknown, position: FilePosition): Outline {
  if (!isObject(data)) throw damagedSnapshot(position, 'This is not an object.');
  const { version, seq, tables } = data;
  if (version !== VERSION) {
    const problem = `"version" is ${JSON.stringify(version)}, but this program reads version ${VERSION}.`;
    throw damagedSnapshot(position, problem);
  }
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq)) {
    throw damagedSnapshot(position, '"seq" is not a whole number.');
  }
  if (!isObject(tables)) throw damagedSnapshot(position, '"tables" is not an object.');
  const unknown = Object.keys(data).find((name) => !FIELDS.includes(name));
  return { seq, tables, hasChecksum: 'checksum' in data, unknown };
}

/** In the outline each record is replaced by its number. The numbers must all be in the tables, in order. */
function fillTables(tables: object, records: readonly Stored[], position: FilePosition): Snapshot['tables'] {
  const filled: Partial<Record<TableName, readonly Stored[]>> = {};
  let next = 0;
  for (const [name, numbers] of Object.entries(tables)) {
    const table = TABLE_NAMES.find((known) => known === name);
    if (table === undefined) throw damagedSnapshot(position, `There is no table "${name}".`);
    if (!isSequence(numbers, next)) throw damagedSnapshot(position, `"${name}" is not a list of records.`);
    filled[table] = records.slice(next, next + numbers.length);
    next += numbers.length;
    checkIds(filled[table], `"${name}"`, position);
  }
  if (next !== records.length) throw damagedSnapshot(position, 'There are records outside "tables".');
  return filled;
}

function isSequence(numbers: unknown, from: number): numbers is readonly number[] {
  return Array.isArray(numbers) && numbers.every((number, index) => number === from + index);
}

function checkIds(records: readonly Stored[], table: string, position: FilePosition): void {
  const ids = new Set<string>();
  for (const { id } of records) {
    if (ids.has(id)) throw damagedSnapshot(position, `${table} has the id "${id}" twice.`);
    ids.add(id);
  }
}

export function damagedSnapshot(position: FilePosition, problem: string): DamagedData {
  return new DamagedData(position, problem, REMEDY);
}

/** How many records are serialised at once: some tens of kilobytes, in a millisecond or less. */
const BATCH = 64;

/** Yields the snapshot as JSON text with one line per record, which takes half the time of indented JSON. */
export function snapshotText({ seq, tables }: Snapshot): Generator<string, void> {
  return recordsText(seq, Object.entries(tables));
}

/** The same of the records of each table. */
export function recordsText(
  seq: number,
  tables: readonly (readonly [string, Iterable<Stored>])[],
): Generator<string, void> {
  return sealedChunks(unsealedText(seq, tables));
}

function* unsealedText(
  seq: number,
  tables: readonly (readonly [string, Iterable<Stored>])[],
): Generator<string, void> {
  yield `{"version":${VERSION},"seq":${seq},"tables":{`;
  let separator = '';
  for (const [name, records] of tables) {
    yield `${separator}\n${JSON.stringify(name)}:[`;
    const count = yield* tableText(records);
    yield count === 0 ? ']' : '\n]';
    separator = ',';
  }
  yield '\n}';
}

/** Returns the number of records. */
function* tableText(records: Iterable<Stored>): Generator<string, number> {
  let count = 0;
  let lines: string[] = [];
  const text = () => `${count === lines.length ? '' : ','}\n${lines.join(',\n')}`;
  for (const record of records) {
    count += 1;
    if (lines.push(JSON.stringify(record)) < BATCH) continue;
    yield text();
    lines = [];
  }
  if (lines.length > 0) yield text();
  return count;
}
