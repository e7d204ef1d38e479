import { existsSync } from 'node:fs';
import { DamagedData, reasonOf, type Place } from './errors.ts';
import { endsLine, linesOf } from './file-chunks.ts';
import { decodeLine, type JournalLine } from './journal-line.ts';
import type { Mark } from './journal.ts';

const REMEDY =
  'Put back a copy of the whole data directory, or delete the directory to start with an empty one.';

export interface Replay {
  /** Where the journal goes on; at its beginning when the snapshot has all of it. */
  readonly end: Mark;
  /** How many bytes of a torn last line follow. */
  readonly tornBytes: number;
}

/**
 * Gives `apply` every transaction of the journal that is not in the snapshot, which ends with transaction
 * `snapshotSeq`. A last line without its newline was torn by a crash: nobody was told that it was written.
 *
 * @throws DamagedData when any other line is not what it should be.
 */
export function replay(file: string, snapshotSeq: number, apply: (line: JournalLine) => void): Replay {
  const start: Mark = { seq: snapshotSeq, position: 0 };
  let end = start;
  let tornBytes = 0;
  let number = 0;
  for (const bytes of existsSync(file) ? linesOf(file) : []) {
    number += 1;
    if (!endsLine(bytes)) {
      tornBytes = bytes.length;
      break;
    }
    const place = { file, line: number };
    const line = decode(bytes.toString('utf8'), place);
    if (!follows(line.seq, end)) throw gap(place, line.seq, end.seq);
    if (line.seq > snapshotSeq) apply(line);
    end = { seq: line.seq, position: end.position + bytes.length };
  }
  return { end: end.seq > snapshotSeq ? end : start, tornBytes };
}

function decode(text: string, place: Place): JournalLine {
  try {
    return decodeLine(text);
  } catch (error) {
    throw new DamagedData(place, `The line cannot be read: ${reasonOf(error)}.`, REMEDY);
  }
}

/** The first line may repeat what the snapshot holds: a crash can come before the journal is shortened. */
function follows(seq: number, { seq: previous, position }: Mark): boolean {
  return seq === previous + 1 || (position === 0 && seq <= previous);
}

function gap(place: Place, seq: number, previous: number): DamagedData {
  return new DamagedData(
    place,
    `Transaction ${seq} comes where ${previous + 1} is due, so transactions are missing.`,
    REMEDY,
  );
}
