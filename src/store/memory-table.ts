import type { Stored, Table, TableName } from '../domain/model/store.ts';
import { KeyIndex, type KeyOf } from './key-index.ts';
import type { StoredChange } from './shapes.ts';
import { Sequence, type Entry } from './sequence.ts';

/** A table as its transactions see it. */
export interface Participant {
  /** Adds what the running transaction changed so far: the present state of each record that it touched. */
  collect(changes: StoredChange[]): void;
  rollback(): void;
  commit(): void;
}

/** Whether a transaction runs, and which tables it has touched; all tables of a store share one. */
export interface Gate {
  open: boolean;
  readonly touched: Set<Participant>;
}

/** How a record was before the running transaction, and where its place in the table is. */
interface Touched<R> {
  readonly before: Entry<R> | undefined;
  readonly position: number;
}

/**
 * A table in memory that can undo what the running transaction did. A record keeps its position from the
 * first time that the transaction touches it, even when it is deleted and put again; so replaying only the
 * final state of each touched record gives the same order.
 */
export class MemoryTable<R extends Stored>
  implements Table<R, Readonly<Record<string, string>>>, Participant
{
  readonly #name: TableName;
  readonly #gate: Gate;
  readonly #entries = new Sequence<R>();
  readonly #indexes: ReadonlyMap<string, KeyIndex<R>>;
  readonly #touched = new Map<string, Touched<R>>();
  #nextPosition = 0;

  constructor(name: TableName, gate: Gate, keys: Readonly<Record<string, KeyOf<R>>>) {
    this.#name = name;
    this.#gate = gate;
    this.#indexes = new Map(Object.entries(keys).map(([name, keyOf]) => [name, new KeyIndex(keyOf)]));
  }

  get size(): number {
    return this.#entries.size;
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

  /** Sets a record as it was stored earlier, outside any transaction; `null` removes it. */
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
    for (const [id, { before }] of this.#touched) this.#replace(id, before);
    this.#touched.clear();
  }

  commit(): void {
    this.#touched.clear();
  }

  #touch(id: string): Touched<R> {
    if (!this.#gate.open) throw new Error('A record can be changed only inside a transaction.');
    const known = this.#touched.get(id);
    if (known !== undefined) return known;
    const before = this.#entries.get(id);
    const touched = { before, position: before?.position ?? this.#nextPosition++ };
    this.#touched.set(id, touched);
    this.#gate.touched.add(this);
    return touched;
  }

  #replace(id: string, after: Entry<R> | undefined): void {
    const before = this.#entries.get(id);
    if (after === undefined) this.#entries.delete(id);
    else this.#entries.set(id, after);
    for (const index of this.#indexes.values()) index.follow(id, before, after);
  }
}
