import { isUtf8 } from 'node:buffer';
import { existsSync } from 'node:fs';
import type { TableName } from '../domain/model/tables.ts';
import { signatureOf } from './checksum.ts';
import { DamagedData, type FilePosition, reasonOf } from './errors.ts';
import { endsWithNewline, isObject, isStored, linesOf } from './file-reading.ts';
import type { StoredChange } from './memory-table.ts';
import { TABLE_NAMES } from './table-set.ts';

const REMEDY =
  'Restore a copy of the whole data directory, or run "aghanim-emulator data repair --data-dir DIR", which keeps a copy and shows what is lost. ' +
  'If you edited the line, run "aghanim-emulator data check --accept --data-dir DIR".';

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

/** Which lines a journal may have: with the right checksum, if there has been one before; or edited ones too. */
export type Trust = 'signed' | 'edited';

/**
 * Calls `apply` with each transaction in the journal that is not in the snapshot. A last line without a newline was cut
 * off by a crash and is ignored: its transaction was never acknowledged. Lines of version 0.1 have no checksum; once
 * the snapshot or a line has one, the next lines need one.
 *
 * @param mistakeInEdited tells what is wrong with the records of a line that does not match its checksum, if it is trusted
 * @throws DamagedData if any other line is invalid or out of sequence.
 */
export function replay(
  file: string,
  snapshot: { readonly seq: number; readonly isSigned: boolean },
  apply: (line: JournalLine) => void,
  trust: Trust = 'signed',
  mistakeInEdited: (line: JournalLine) => string | null = () => null,
): Replay {
  const start: JournalPosition = { seq: snapshot.seq, offset: 0 };
  let end = start;
  let tornBytes = 0;
  let number = 0;
  let needsChecksum = snapshot.isSigned;
  for (const bytes of existsSync(file) ? linesOf(file) : []) {
    number += 1;
    const position = { file, line: number };
    if (!endsWithNewline(bytes)) {
      if (hasDamagedNewline(bytes)) throw damagedLine(position, 'The line does not end with a newline.');
      tornBytes = bytes.length;
      break;
    }
    if (trust === 'signed') needsChecksum = checkSignature(bytes, position, needsChecksum);
    const line = decodeLine(bytes, position, trust);
    const mistake = trust === 'edited' && signatureOf(bytes) === 'wrong' ? mistakeInEdited(line) : null;
    if (mistake !== null) throw damagedLine(position, mistake);
    if (!follows(line.seq, end)) throw gap(position, line.seq, end.seq);
    if (line.seq > snapshot.seq) apply(line);
    end = { seq: line.seq, offset: end.offset + bytes.length };
  }
  return { end: end.seq > snapshot.seq ? end : start, tornBytes };
}

/** Whether an acknowledged line is complete but for its last byte, which a crash cannot cause. */
function hasDamagedNewline(bytes: Buffer): boolean {
  return signatureOf(Buffer.concat([bytes.subarray(0, -1), Buffer.from('\n')])) === 'valid';
}

/** Returns whether the next line needs a checksum. */
function checkSignature(bytes: Buffer, position: FilePosition, needsChecksum: boolean): boolean {
  const signature = signatureOf(bytes);
  if (signature === 'wrong') throw damagedLine(position, 'The line does not match its checksum.');
  if (signature === 'none' && needsChecksum) {
    throw damagedLine(position, 'The line cannot be read: it does not end with a checksum.');
  }
  return signature === 'valid';
}

export function decodeLine(bytes: Buffer, position: FilePosition, trust: Trust): JournalLine {
  try {
    if (!isUtf8(bytes)) throw new Error('it is not valid UTF-8');
    return parseLine(bytes.toString('utf8'), trust === 'edited' || signatureOf(bytes) === 'valid');
  } catch (error) {
    throw damagedLine(position, `The line cannot be read: ${reasonOf(error)}.`);
  }
}

function parseLine(text: string, mayHaveChecksum: boolean): JournalLine {
  const line: unknown = JSON.parse(text);
  if (!isObject(line) || typeof line['seq'] !== 'number' || !Array.isArray(line['changes'])) {
    throw new Error('it is not a transaction');
  }
  for (const name of Object.keys(line)) {
    const isKnown = name === 'seq' || name === 'changes' || (name === 'checksum' && mayHaveChecksum);
    if (!isKnown) throw new Error(`it has the field ${JSON.stringify(name)}, which is not expected there`);
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
  return damagedLine(
    position,
    `Transaction ${seq} follows transaction ${previous}, so transactions are missing.`,
  );
}

export function damagedLine(position: FilePosition, problem: string): DamagedData {
  return new DamagedData(position, problem, REMEDY);
}

/** There is a snapshot, but not the journal that is always beside it. */
export function missingJournal(file: string): DamagedData {
  return new DamagedData(
    { file, line: null },
    'The journal is missing beside db.json, so changes since the snapshot may be missing.',
    'Restore a copy of the whole data directory. To go on without the journal, run "aghanim-emulator data check --accept --data-dir DIR".',
  );
}
