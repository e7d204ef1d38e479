import { existsSync } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Adapter } from 'lowdb';
import type { TableName } from '../domain/model/tables.ts';
import type { Stored } from '../domain/model/record.ts';
import { writtenChecksum } from './checksum.ts';
import { hasBlocks, packedParts, readPacked, type PackedTables } from './packed-file.ts';
import { makePrivate, PRIVATE_FILE } from './private-files.ts';
import { readOwnSnapshot } from './own-snapshot.ts';
import type { RowsView } from './record-rows.ts';
import { syncDirectory } from './sync-directory.ts';
import { TableSet } from './table-set.ts';
import { damagedSnapshot, readSnapshot, recordsText } from './snapshot-text.ts';

const EDITED =
  'The content does not match its checksum: the file was edited or damaged. If you edited it, run ' +
  '"aghanim-emulator data check --accept --data-dir DIR".';

/** What lowdb holds: the tables in memory, and the last transaction that was in them when they were written. */
export interface State {
  seq: number;
  readonly tables: TableSet;
  /** Whether the file that was read had a checksum; those of version 0.1 had none. */
  readonly isSigned: boolean;
}

/** lowdb's adapter for `db.json`: it reads and writes the whole state. */
export class SnapshotFile implements Adapter<State> {
  readonly #file: string;
  readonly #checkOwner: () => void;

  /** `checkOwner` throws when the file may no longer be replaced. */
  constructor(file: string, checkOwner: () => void = () => undefined) {
    this.#file = file;
    this.#checkOwner = checkOwner;
  }

  /** @throws DamagedData if the file exists and is not a snapshot. */
  read(): Promise<State | null> {
    if (!existsSync(this.#file)) return Promise.resolve(null);
    const own = this.#readOwn();
    if (own !== null) return Promise.resolve(own);
    const { snapshot, signature } = readSnapshot(this.#file);
    if (signature === 'wrong') throw damagedSnapshot({ file: this.#file, line: null }, EDITED);
    const tables = new TableSet();
    tables.load(snapshot.tables);
    return Promise.resolve({ seq: snapshot.seq, tables, isSigned: signature === 'valid' });
  }

  /**
   * Writes the state as it is at the time of the call, then replaces the file in one step that survives a power failure.
   * Unlike lowdb's `JSONFile` it writes in chunks, so that a large state does not block the process.
   */
  async write({ seq, tables }: State): Promise<void> {
    const temporary = `${this.#file}.tmp`;
    const views = tables.views();
    this.#checkOwner();
    try {
      await writePrivately(temporary, textOf(seq, views), true);
      this.#checkOwner();
      await rename(temporary, this.#file);
      await syncDirectory(dirname(this.#file));
      await this.#writePacked(views);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** The state of a snapshot in the layout that `write` writes; `null` for every other file. */
  #readOwn(): State | null {
    const packed = this.#readPacked();
    const tables = new TableSet();
    const add = (table: TableName, records: readonly Stored[]): void => {
      tables.add(table, records);
    };
    const seq = readOwnSnapshot(this.#file, add, new Set(packed.keys()));
    if (seq === null) return null;
    for (const [table, blocks] of packed) for (const block of blocks) tables.addBlock(table, block);
    return { seq, tables, isSigned: true };
  }

  #readPacked(): PackedTables {
    try {
      const checksum = writtenChecksum(this.#file);
      return (checksum === null ? null : readPacked(this.#packedFile, checksum)) ?? new Map();
    } catch {
      // It only saves time: the snapshot has the same records.
      return new Map();
    }
  }

  /** Writes `db.packed` for the next start. A failure costs only the time that it saves. */
  async #writePacked(views: ReadonlyMap<TableName, readonly RowsView[]>): Promise<void> {
    const temporary = `${this.#packedFile}.tmp`;
    try {
      const checksum = writtenChecksum(this.#file);
      if (checksum === null || ![...views.values()].some(hasBlocks)) {
        await rm(this.#packedFile, { force: true });
        return;
      }
      await writePrivately(temporary, packedParts(views, checksum), false);
      this.#checkOwner();
      await rename(temporary, this.#packedFile);
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  get #packedFile(): string {
    return join(dirname(this.#file), 'db.packed');
  }
}

/** With `isSynced` it survives a power failure. */
async function writePrivately(
  file: string,
  text: Iterable<string | Buffer>,
  isSynced: boolean,
): Promise<void> {
  const handle = await open(file, 'w', PRIVATE_FILE);
  try {
    makePrivate(handle.fd);
    await writeFile(handle, text);
    if (isSynced) await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The state as it is at the time of the call, as JSON text. */
export function stateText({ seq, tables }: Pick<State, 'seq' | 'tables'>): Generator<string, void> {
  return textOf(seq, tables.views());
}

function textOf(seq: number, views: ReadonlyMap<TableName, readonly RowsView[]>): Generator<string, void> {
  return recordsText(
    seq,
    [...views].map(([name, parts]) => [name, recordsOf(parts)] as const),
  );
}

function* recordsOf(parts: readonly RowsView[]): Generator<Stored, void> {
  for (const part of parts) yield* part.records();
}
