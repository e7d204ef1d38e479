import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { Adapter } from 'lowdb';
import type { Stored } from '../domain/ports.ts';
import { chunksOf } from './file-chunks.ts';
import { parseSnapshot, type Snapshot } from './snapshot.ts';

/** Records that are made into text at once: some tens of kilobytes, a millisecond or less. */
const SLICE = 32;

/**
 * How lowdb reaches `db.json`. It writes what lowdb's own `JSONFile` writes, but piece by piece, so that a
 * large state does not hold up the process; the file appears whole or not at all.
 */
export class SnapshotFile implements Adapter<Snapshot> {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws DamagedData when the file is there and is not a snapshot. */
  read(): Promise<Snapshot | null> {
    return Promise.resolve(existsSync(this.#file) ? parseSnapshot(chunksOf(this.#file), this.#file) : null);
  }

  async write(snapshot: Snapshot): Promise<void> {
    const temporary = `${this.#file}.tmp`;
    try {
      await writeFile(temporary, pieces(snapshot));
      await rename(temporary, this.#file);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }
}

/** The text of `JSON.stringify(snapshot, null, 2)` and a newline. */
export function* pieces({ version, seq, tables }: Snapshot): Generator<string, void> {
  yield `{\n  "version": ${version},\n  "seq": ${seq},\n  "tables": {`;
  let separator = '';
  for (const [name, records] of Object.entries(tables)) {
    yield `${separator}\n    ${JSON.stringify(name)}: [`;
    yield* recordPieces(records);
    yield records.length === 0 ? ']' : '\n    ]';
    separator = ',';
  }
  yield '\n  }\n}\n';
}

function* recordPieces(records: readonly Stored[]): Generator<string, void> {
  for (let start = 0; start < records.length; start += SLICE) {
    const separator = start === 0 ? '' : ',';
    yield `${separator}\n${indented(records.slice(start, start + SLICE))}`;
  }
}

/** Inside two more arrays, `JSON.stringify` indents as deep as `tables` needs it; those are cut off again. */
const OPENING = '[\n  [\n    [\n'.length;
const CLOSING = '\n    ]\n  ]\n]'.length;

function indented(records: readonly Stored[]): string {
  return JSON.stringify([[records]], null, 2).slice(OPENING, -CLOSING);
}
