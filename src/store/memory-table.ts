import type { Table, TableName } from '../domain/model/tables.ts';
import type { Stored } from '../domain/model/record.ts';
import { measureOf } from './record-size.ts';
import { KeyIndex, type KeyOf, OrderedRecords, type PositionedRecord } from './record-index.ts';

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
  readonly before: PositionedRecord<R> | undefined;
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
  readonly #entries = new OrderedRecords<R>();
  readonly #indexes: ReadonlyMap<string, KeyIndex<R>>;
  #touched = new Map<string, TouchedRecord<R>>();
  readonly #measure: (record: object) => number;
  #nextPosition = 0;
  #bytes = 0;

  constructor(name: TableName, gate: CurrentTransaction, keys: Readonly<Record<string, KeyOf<R>>>) {
    this.#name = name;
    this.#gate = gate;
    this.#measure = measureOf(name);
    this.#indexes = new Map(Object.entries(keys).map(([name, keyOf]) => [name, new KeyIndex(keyOf)]));
  }

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(id: string): R | undefined {
    return this.#entries.get(id)?.record;
  }

  all(): Iterable<R> {
    return this.#entries.records();
  }

  toArray(): readonly R[] {
    return this.#entries.toArray();
  }

  by(index: string, key: string): readonly R[] {
    return this.#indexes.get(index)?.records(key) ?? [];
  }

  count(index: string, key: string): number {
    return this.#indexes.get(index)?.count(key) ?? 0;
  }

  put(record: R): void {
    const { position } = this.#touch(record.id);
    this.#replace(record.id, { record, position });
  }

  delete(id: string): void {
    if (this.#entries.get(id) === undefined) return;
    this.#touch(id);
    this.#replace(id, undefined);
  }

  /** Adds records that were stored earlier to an empty table. Their ids differ. */
  load(records: Iterable<R>): void {
    for (const record of records) {
      const entry = { record, position: this.#nextPosition++ };
      this.#entries.set(record.id, entry);
      this.#bytes += this.#measure(record);
      for (const index of this.#indexes.values()) index.update(undefined, entry);
    }
  }

  /** Sets a record that was stored earlier, outside any transaction; `null` removes it. */
  restore(id: string, record: R | null): void {
    const position = this.#entries.get(id)?.position ?? this.#nextPosition++;
    this.#replace(id, record === null ? undefined : { record, position });
  }

  collect(changes: StoredChange[]): void {
    for (const [id, { before }] of this.#touched) {
      const record = this.get(id);
      if (record !== before?.record) changes.push({ table: this.#name, id, record: record ?? null });
    }
  }

  rollback(): void {
    this.commit()();
  }

  commit(): () => void {
    const touched = this.#touched;
    this.#touched = new Map();
    return () => {
      for (const [id, { before }] of touched) this.#replace(id, before);
    };
  }

  #touch(id: string): TouchedRecord<R> {
    if (!this.#gate.isRunning) throw new Error('A record can be changed only inside a transaction.');
    const known = this.#touched.get(id);
    if (known !== undefined) return known;
    const before = this.#entries.get(id);
    const touched = { before, position: before?.position ?? this.#nextPosition++ };
    this.#touched.set(id, touched);
    this.#gate.tables.add(this);
    return touched;
  }

  #replace(id: string, after: PositionedRecord<R> | undefined): void {
    const before = this.#entries.get(id);
    if (before !== undefined) this.#bytes -= this.#measure(before.record);
    if (after !== undefined) this.#bytes += this.#measure(after.record);
    if (after === undefined) this.#entries.delete(id);
    else this.#entries.set(id, after);
    for (const index of this.#indexes.values()) index.update(before, after);
  }
}
