import type { Change } from '../domain/model/store.ts';
import { INDEXES, type TableName, type Tables } from '../domain/model/tables.ts';
import type { Stored } from '../domain/model/record.ts';
import { upgraded } from './upgrades.ts';
import type { KeyOf } from './record-index.ts';
import { MemoryTable, type CurrentTransaction, type StoredChange } from './memory-table.ts';
import type { RecordBlock } from './record-block.ts';
import { PACKED, type Packing, type RowsView } from './record-rows.ts';

/** How the old records of each table are packed; those of the others are few. */
type Packings = ReadonlyMap<TableName, Packing>;

const PACKINGS: Packings = new Map([
  ['orders', PACKED],
  ['payments', PACKED],
]);

export const TABLE_NAMES = Object.keys(INDEXES) as readonly TableName[];

/** All tables of a store. A transaction changes them together or not at all. */
export class TableSet {
  /** The tables with the types of their records. */
  readonly typed: Tables;
  readonly transaction: CurrentTransaction = { isRunning: false, tables: new Set() };
  readonly #byName: ReadonlyMap<TableName, MemoryTable<Stored>>;

  constructor(packings: Packings = PACKINGS) {
    this.#byName = new Map(TABLE_NAMES.map((name) => [name, this.#create(name, packings.get(name) ?? null)]));
    // Only here and in `changes` does a table get the type of its records, by its name.
    this.typed = Object.fromEntries(this.#byName) as unknown as Tables;
  }

  /** Applies a change that was committed earlier, without a transaction. */
  restore({ table, id, record }: StoredChange): void {
    this.#byName.get(table)?.restore(id, record && upgraded(table, record));
  }

  /** Adds the records of a snapshot to empty tables, without a transaction. */
  load(tables: Readonly<Partial<Record<TableName, readonly Stored[]>>>): void {
    for (const name of TABLE_NAMES) this.add(name, tables[name] ?? []);
  }

  /** Adds records of a snapshot to a table, without a transaction. Their ids are new. */
  add(name: TableName, records: readonly Stored[]): void {
    this.#byName.get(name)?.load(records.map((record) => upgraded(name, record)));
  }

  /** Adds records that this version has packed. */
  addBlock(name: TableName, block: RecordBlock): void {
    this.#byName.get(name)?.loadBlock(block);
  }

  /** The records as they are now, by table, oldest first, in parts. They may change while the parts are used. */
  views(): ReadonlyMap<TableName, readonly RowsView[]> {
    return new Map([...this.#byName].map(([name, table]) => [name, table.view()]));
  }

  /** The changes of the running transaction so far, one for each record. */
  changes(): readonly Change[] {
    const changes: StoredChange[] = [];
    for (const table of this.transaction.tables) table.collect(changes);
    return changes as readonly Change[];
  }

  rollback(): void {
    for (const table of this.transaction.tables) table.rollback();
    this.transaction.tables.clear();
  }

  /** Ends the running transaction. Returns what undoes it; what was committed after it has to be undone before it. */
  commit(): () => void {
    const steps: (() => void)[] = [];
    for (const table of this.transaction.tables) steps.push(table.commit());
    this.transaction.tables.clear();
    return () => {
      for (const undo of steps) undo();
    };
  }

  #create(name: TableName, packing: Packing | null): MemoryTable<Stored> {
    return new MemoryTable(
      name,
      this.transaction,
      INDEXES[name] as unknown as Readonly<Record<string, KeyOf<Stored>>>,
      packing,
    );
  }
}
