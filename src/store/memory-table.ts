import type { Table, TableName, TextSearch } from '../domain/model/tables.ts';
import type { Stored } from '../domain/model/record.ts';
import { recordSize } from './record-size.ts';
import { BlockReader, type RecordBlock } from './record-block.ts';
import { KeyIndex, type KeyOf } from './record-index.ts';
import { type Packing, RecordRows, type RowsView } from './record-rows.ts';

/** A change as it is written to the journal and read back; the type of its record is not known here. */
export interface StoredChange {
  readonly table: TableName;
  readonly id: string;
  readonly record: Stored | null;
}

/** What a transaction does with a table. */
export interface TransactionalTable {
  /** Adds the changes of the running transaction: the current state of each record that it changed. */
  collect(changes: StoredChange[]): void;
  rollback(): void;
  /** Ends the running transaction. Returns what undoes it later, while no transaction is running. */
  commit(): () => void;
}

/** Whether a transaction is running, and which tables it has changed. All tables of a store share one of these. */
export interface CurrentTransaction {
  isRunning: boolean;
  readonly tables: Set<TransactionalTable>;
}

/** A record before the running transaction, and its position in the table. */
interface TouchedRecord<R> {
  readonly before: R | undefined;
  readonly position: number;
}

/**
 * A table in memory that can roll back the running transaction. A record gets its position when the transaction first
 * changes it and keeps it even if it is deleted and put again. Replaying only the final state of each changed record
 * therefore gives the same order.
 */
export class MemoryTable<R extends Stored>
  implements Table<R, Readonly<Record<string, string>>>, TransactionalTable
{
  readonly #name: TableName;
  readonly #gate: CurrentTransaction;
  readonly #rows: RecordRows<R>;
  readonly #positions = new Map<string, number>();
  readonly #indexes: ReadonlyMap<string, KeyIndex<R>>;
  #touched = new Map<string, TouchedRecord<R>>();
  readonly #reader = new BlockReader();
  #nextPosition = 0;

  /** @param packing `null`: all records stay objects */
  constructor(
    name: TableName,
    gate: CurrentTransaction,
    keys: Readonly<Record<string, KeyOf<R>>>,
    packing: Packing | null = null,
  ) {
    this.#name = name;
    this.#gate = gate;
    this.#rows = new RecordRows<R>(packing, recordSize);
    this.#indexes = new Map(Object.entries(keys).map(([name, keyOf]) => [name, new KeyIndex(keyOf)]));
  }

  get size(): number {
    return this.#positions.size;
  }

  get bytes(): number {
    return this.#rows.bytes;
  }

  get(id: string): R | undefined {
    const position = this.#positions.get(id);
    return position === undefined ? undefined : this.#rows.get(position);
  }

  all(): Iterable<R> {
    return this.#rows.records();
  }

  by(index: string, key: string): readonly R[] {
    return this.#rows.at(this.#positionsOf(index, key));
  }

  read<T>(id: string, read: (record: R) => T): T | undefined {
    const position = this.#positions.get(id);
    const record = position === undefined ? undefined : this.#rows.read(position, this.#reader);
    return record && read(record);
  }

  scan(
    index: string,
    key: string,
    order: 'oldest' | 'newest' = 'oldest',
    search: TextSearch<R> | null = null,
  ): Iterable<R> {
    const positions = this.#positionsOf(index, key);
    return this.#rows.scan(order === 'oldest' ? positions : positions.toReversed(), search);
  }

  pick(index: string, key: string, places: readonly number[]): readonly R[] {
    const positions = this.#positionsOf(index, key);
    return this.#rows.at(places.flatMap((place) => positions[place] ?? []));
  }

  count(index: string, key: string): number {
    return this.#indexes.get(index)?.count(key) ?? 0;
  }

  put(record: R): void {
    const { position } = this.#touch(record.id);
    this.#replace(record.id, position, record);
  }

  delete(id: string): void {
    if (!this.#positions.has(id)) return;
    const { position } = this.#touch(id);
    this.#replace(id, position, undefined);
  }

  /** The records as they are now, oldest first, in parts; they may change while the parts are used. */
  view(): readonly RowsView[] {
    return this.#rows.view();
  }

  /** Adds records that were stored earlier, outside any transaction. Their ids are new. */
  load(records: Iterable<R>): void {
    for (const record of records) {
      this.#replace(record.id, this.#nextPosition++, record);
      this.#rows.settle(this.#nextPosition);
    }
  }

  /** Adds packed records. Their ids are new. */
  loadBlock(block: RecordBlock): void {
    const first = this.#rows.addBlock(block);
    for (let place = 0; place < block.places.length; place += 1) {
      const record = this.#rows.read(first + place, this.#reader);
      if (record === undefined) continue;
      this.#positions.set(record.id, first + place);
      for (const index of this.#indexes.values()) index.update(first + place, null, index.keyOf(record));
    }
    this.#nextPosition = this.#rows.endPosition;
  }

  /** Sets a record that was stored earlier, outside any transaction; `null` removes it. */
  restore(id: string, record: R | null): void {
    this.#replace(id, this.#positions.get(id) ?? this.#nextPosition++, record ?? undefined);
    this.#rows.settle(this.#nextPosition);
  }

  collect(changes: StoredChange[]): void {
    for (const [id, { before }] of this.#touched) {
      const record = this.get(id);
      if (record !== before) changes.push({ table: this.#name, id, record: record ?? null });
    }
  }

  rollback(): void {
    this.commit()();
  }

  commit(): () => void {
    const touched = this.#touched;
    this.#touched = new Map();
    this.#rows.settle(this.#nextPosition);
    return () => {
      for (const [id, { before, position }] of touched) this.#replace(id, position, before);
    };
  }

  #positionsOf(index: string, key: string): readonly number[] {
    return this.#indexes.get(index)?.positions(key) ?? [];
  }

  #touch(id: string): TouchedRecord<R> {
    if (!this.#gate.isRunning) throw new Error('A record can be changed only inside a transaction.');
    const known = this.#touched.get(id);
    if (known !== undefined) return known;
    const position = this.#positions.get(id);
    const before = position === undefined ? undefined : this.#rows.get(position);
    const touched = { before, position: position ?? this.#nextPosition++ };
    this.#touched.set(id, touched);
    this.#gate.tables.add(this);
    return touched;
  }

  #replace(id: string, position: number, after: R | undefined): void {
    const before = this.#positions.has(id) ? this.#rows.get(position) : undefined;
    for (const index of this.#indexes.values()) {
      index.update(position, before ? index.keyOf(before) : null, after ? index.keyOf(after) : null);
    }
    this.#rows.set(position, after);
    if (after === undefined) this.#positions.delete(id);
    else if (before === undefined) this.#positions.set(id, position);
  }
}
