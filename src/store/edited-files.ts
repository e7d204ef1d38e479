import type { TableName } from '../domain/model/tables.ts';
import type { DamagedData } from './errors.ts';
import { linesOf } from './file-reading.ts';
import { damagedLine, decodeLine, type JournalLine } from './journal-lines.ts';
import { mistakeIn } from './schemas/record-schemas.ts';
import { damagedSnapshot, readSnapshot, type ReadSnapshot } from './snapshot-text.ts';

/** A record of a snapshot that does not fit its schema. */
export interface RecordMistake {
  readonly table: TableName;
  readonly id: string;
  /** Its line in the file, counted from 1. */
  readonly line: number;
  /** A sentence that begins with a JSON path. */
  readonly text: string;
}

/** Yields the records of an edited snapshot that do not fit their schema. */
export function* mistakesOf({ snapshot, lines }: ReadSnapshot): Generator<RecordMistake, void> {
  let number = 0;
  for (const [name, records] of Object.entries(snapshot.tables)) {
    const table = name as TableName;
    for (const [index, record] of records.entries()) {
      const line = lines[number] ?? 0;
      number += 1;
      const text = mistakeIn(table, record, `$.tables.${table}[${index}]`);
      if (text !== null) yield { table, id: record.id, line, text };
    }
  }
}

/** The first mistake in an edited line of the journal, as a sentence that begins with a JSON path; `null` without one. */
export function mistakeInLine({ changes }: JournalLine): string | null {
  for (const [index, { table, record }] of changes.entries()) {
    const text = record && mistakeIn(table, record, `$.changes[${index}][2]`);
    if (text !== null) return text;
  }
  return null;
}

/** The error about an edited file with the first field that does not fit, if there is one; else the error as it is. */
export function explained(error: DamagedData): DamagedData {
  const { file, line } = error.position;
  try {
    if (line === null) {
      const [first] = mistakesOf(readSnapshot(file));
      return first ? damagedSnapshot({ file, line: first.line }, first.text) : error;
    }
    const text = mistakeInLine(decodeLine(lineAt(file, line), error.position, 'edited'));
    return text === null ? error : damagedLine(error.position, text);
  } catch {
    // What cannot be read has no fields to judge.
    return error;
  }
}

function lineAt(file: string, line: number): Buffer {
  let number = 0;
  for (const bytes of linesOf(file)) {
    number += 1;
    if (number === line) return bytes;
  }
  return Buffer.alloc(0);
}
