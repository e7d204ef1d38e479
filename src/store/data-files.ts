import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mistakeInLine, mistakesOf } from './edited-files.ts';
import { DamagedData } from './errors.ts';
import { endsWithNewline, linesOf } from './file-reading.ts';
import { Journal, realDisk } from './journal.ts';
import { missingJournal, replay, type Trust } from './journal-lines.ts';
import { PRIVATE_DIRECTORY } from './private-files.ts';
import { salvageSnapshot } from './salvage.ts';
import { SnapshotFile, type State } from './snapshot.ts';
import { readSnapshot, type ReadSnapshot, type Snapshot } from './snapshot-text.ts';
import { TableSet } from './table-set.ts';

/** What is readable in a data directory, and what is wrong with it. */
export interface DataFiles {
  readonly state: State;
  /** A sentence for each damage that was found. Empty: the directory opens as it is. */
  readonly problems: readonly string[];
  /** What `state` does not contain, a line for each part. */
  readonly lost: readonly string[];
}

/** So many records that do not fit their schema are named. */
const MAX_MISTAKES = 20;

interface ReadableSnapshot {
  readonly snapshot: Pick<Snapshot, 'seq' | 'tables'>;
  readonly isSigned: boolean;
}

/**
 * Reads as much of a data directory as possible, without changing it.
 *
 * @param trust `edited`: lines and snapshots that do not match their checksum are read as they are
 */
export function readDataFiles(directory: string, trust: Trust): DataFiles {
  const problems: string[] = [];
  const lost: string[] = [];
  const { snapshot, isSigned } = readOrSalvage(join(directory, 'db.json'), trust, problems, lost);
  const state: State = { seq: snapshot.seq, tables: new TableSet(), isSigned };
  state.tables.load(snapshot.tables);
  const journal = join(directory, 'journal.jsonl');
  try {
    if (isSigned && trust === 'signed' && !existsSync(journal)) throw missingJournal(journal);
    replay(
      journal,
      { seq: snapshot.seq, isSigned },
      ({ seq, changes }) => {
        for (const change of changes) state.tables.restore(change);
        state.seq = seq;
      },
      trust,
      mistakeInLine,
    );
  } catch (error) {
    if (!(error instanceof DamagedData)) throw error;
    problems.push(error.problem);
    lost.push(...linesFrom(journal, error.position.line));
  }
  return { state, problems, lost };
}

/**
 * Writes the state as a new snapshot with an empty journal, after copying the files as they are.
 *
 * @returns the directory with the copies
 */
export async function replaceDataFiles(directory: string, state: State, now: Date): Promise<string> {
  const copies = join(directory, `before-repair-${now.toISOString().replaceAll(':', '-')}`);
  mkdirSync(copies, PRIVATE_DIRECTORY);
  for (const name of ['db.json', 'journal.jsonl']) {
    const file = join(directory, name);
    if (existsSync(file)) copyFileSync(file, join(copies, name));
  }
  await new SnapshotFile(join(directory, 'db.json')).write(state);
  // A journal that is opened at its beginning drops all that it has.
  const journal = join(directory, 'journal.jsonl');
  rmSync(`${journal}.tmp`, { force: true });
  new Journal(journal, { seq: state.seq, offset: 0 }, realDisk).close();
  return copies;
}

function readOrSalvage(file: string, trust: Trust, problems: string[], lost: string[]): ReadableSnapshot {
  if (!existsSync(file)) return { snapshot: { seq: 0, tables: {} }, isSigned: false };
  try {
    const read = readSnapshot(file);
    const isSigned = read.signature !== 'none';
    if (read.signature !== 'wrong') return { snapshot: read.snapshot, isSigned };
    if (trust === 'signed') {
      problems.push(`${file}: The content does not match its checksum: the file was edited or damaged.`);
    }
    return { snapshot: withoutMistakes(file, read, problems, lost), isSigned };
  } catch (error) {
    if (!(error instanceof DamagedData)) throw error;
    problems.push(error.problem);
    return { snapshot: salvageSnapshot(file, lost), isSigned: true };
  }
}

/** The records that fit their schemas. */
function withoutMistakes(
  file: string,
  read: ReadSnapshot,
  problems: string[],
  lost: string[],
): ReadableSnapshot['snapshot'] {
  const wrong = new Set<string>();
  for (const { table, id, line, text } of mistakesOf(read)) {
    if (wrong.size < MAX_MISTAKES) problems.push(`${file}, line ${line}: ${text}`);
    lost.push(`db.json, line ${line}: ${table} ${id}`);
    wrong.add(`${table} ${id}`);
  }
  const { seq, tables } = read.snapshot;
  const fitting = Object.entries(tables).map(
    ([table, records]) => [table, records.filter(({ id }) => !wrong.has(`${table} ${id}`))] as const,
  );
  return { seq, tables: Object.fromEntries(fitting) };
}

/** Describes the lines of the journal from `first` on. */
function linesFrom(file: string, first: number | null): string[] {
  if (first === null || !existsSync(file)) return ['changes since the snapshot, if there were any'];
  const lost: string[] = [];
  let number = 0;
  for (const bytes of linesOf(file)) {
    number += 1;
    if (number >= first && endsWithNewline(bytes))
      lost.push(`journal.jsonl, line ${number}: ${describe(bytes)}`);
  }
  return lost;
}

function describe(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const ids = Array.from(
    text.matchAll(/\["(\w+)","([^"]{1,100})",(?:\{|null)/g),
    ([, table, id]) => `${table ?? ''} ${id ?? ''}`,
  );
  return ids.length === 0 ? 'unreadable' : ids.join(', ');
}
