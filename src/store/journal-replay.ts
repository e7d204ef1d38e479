import { readFileSync } from 'node:fs';
import { DamagedData, errorCode, reasonOf, type Place } from './errors.ts';
import { decodeLine, type JournalLine } from './journal-line.ts';
import type { Mark } from './journal.ts';

const NEWLINE = 0x0a;
const REMEDY =
  'Put back a copy of the whole data directory, or delete the directory to start with an empty one.';

export interface Replay {
  /** The end of the last whole transaction. */
  readonly end: Mark;
  /** How many bytes of a torn last line follow it. */
  readonly tornBytes: number;
}

/**
 * Gives `apply` every transaction of the journal that is not in the snapshot, which ends with transaction
 * `snapshotSeq`. A last line without its newline was torn by a crash: nobody was told that it was written.
 *
 * @throws DamagedData when any other line is not what it should be.
 */
export function replay(file: string, snapshotSeq: number, apply: (line: JournalLine) => void): Replay {
  const bytes = readIfPresent(file);
  let seq: number | null = null;
  let position = 0;
  for (let number = 1; ; number += 1) {
    const newline = bytes.indexOf(NEWLINE, position);
    if (newline === -1) break;
    const place = { file, line: number };
    const line = decode(bytes.toString('utf8', position, newline), place);
    if (!follows(line.seq, seq, snapshotSeq)) throw gap(place, line.seq, seq ?? snapshotSeq);
    if (line.seq > snapshotSeq) apply(line);
    seq = line.seq;
    position = newline + 1;
  }
  return { end: { seq: Math.max(seq ?? 0, snapshotSeq), position }, tornBytes: bytes.length - position };
}

function readIfPresent(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function decode(text: string, place: Place): JournalLine {
  try {
    return decodeLine(text);
  } catch (error) {
    throw new DamagedData(place, `The line cannot be read: ${reasonOf(error)}.`, REMEDY);
  }
}

/** The first line may repeat what the snapshot holds: a crash can come before the journal is shortened. */
function follows(seq: number, previous: number | null, snapshotSeq: number): boolean {
  return previous === null ? seq <= snapshotSeq + 1 : seq === previous + 1;
}

function gap(place: Place, seq: number, previous: number): DamagedData {
  return new DamagedData(
    place,
    `Transaction ${seq} comes where ${previous + 1} is due, so transactions are missing.`,
    REMEDY,
  );
}
