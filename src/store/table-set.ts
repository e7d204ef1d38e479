import { type Change, INDEXES, type Stored, type TableName, type Tables } from '../domain/model/store.ts';
import type { StoredChange } from './shapes.ts';
import { upgraded } from './upgrades.ts';
import type { KeyOf } from './key-index.ts';
import { MemoryTable, type Gate } from './memory-table.ts';

export const TABLE_NAMES = Object.keys(INDEXES) as readonly TableName[];

/** All tables of a store, as one unit that changes or does not. */
export class TableSet {
  /** The tables with the types of their records. */
  readonly typed: Tables;
  readonly gate: Gate = { open: false, touched: new Set() };
  readonly #byName: ReadonlyMap<TableName, MemoryTable<Stored>>;

  constructor() {
    this.#byName = new Map(TABLE_NAMES.map((name) => [name, this.#create(name)]));
    // Here, and in `changes`, a table gets the type of its records: by name, as `Tables` declares it.
    this.typed = Object.fromEntries(this.#byName) as unknown as Tables;
  }

  /** Makes a change that was committed earlier, without a transaction. */
  restore({ table, id, record }: StoredChange): void {
    this.#byName.get(table)?.restore(id, record && upgraded(table, record));
  }

  /** Sets the records of a snapshot, without a transaction. */
  load(tables: Readonly<Partial<Record<TableName, readonly Stored[]>>>): void {
    for (const [name, table] of this.#byName) {
      for (const record of tables[name] ?? []) table.restore(record.id, upgraded(name, record));
    }
  }

  /** Every record, by table, oldest first. */
  records(): Record<TableName, readonly Stored[]> {
    const entries = [...this.#byName].map(([name, table]) => [name, table.toArray()] as const);
    return Object.fromEntries(entries) as Record<TableName, readonly Stored[]>;
  }

  /** What the running transaction changed so far, one change a record. */
  changes(): readonly Change[] {
    const changes: StoredChange[] = [];
    for (const table of this.gate.touched) table.collect(changes);
    return changes as readonly Change[];
  }

  rollback(): void {
    for (const table of this.gate.touched) table.rollback();
    this.gate.touched.clear();
  }

  commit(): void {
    for (const table of this.gate.touched) table.commit();
    this.gate.touched.clear();
  }

  #create(name: TableName): MemoryTable<Stored> {
    return new MemoryTable(name, this.gate, INDEXES[name] as Readonly<Record<string, KeyOf<Stored>>>);
  }
}
