import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { Adapter } from 'lowdb';
import type { Stored } from '../domain/model/store.ts';
import { chunksOf } from './file-chunks.ts';
import { parseSnapshot, type Snapshot } from './snapshot.ts';

/** Records that are made into text at once: some tens of kilobytes, a millisecond or less. */
const SLICE = 64;

/**
 * How lowdb reaches `db.json`. Unlike lowdb's own `JSONFile` it writes piece by piece, so that a large state does
 * not hold up the process; the file appears whole or not at all.
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

/** The snapshot as JSON text with a line for each record, which is half the work of indenting what is in it. */
export function* pieces({ version, seq, tables }: Snapshot): Generator<string, void> {
  yield `{"version":${version},"seq":${seq},"tables":{`;
  let separator = '';
  for (const [name, records] of Object.entries(tables)) {
    yield `${separator}\n${JSON.stringify(name)}:[`;
    yield* recordPieces(records);
    yield records.length === 0 ? ']' : '\n]';
    separator = ',';
  }
  yield '\n}}\n';
}

function* recordPieces(records: readonly Stored[]): Generator<string, void> {
  for (let start = 0; start < records.length; start += SLICE) {
    const lines = records.slice(start, start + SLICE).map((record) => JSON.stringify(record));
    yield `${start === 0 ? '' : ','}\n${lines.join(',\n')}`;
  }
}
