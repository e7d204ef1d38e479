import { type FieldColumn, fieldsBytes, fieldsOf, objectAt, type Fields, valueAt } from './columns.ts';

/**
 * Records that have not changed for a while, kept by column: a paid order takes a quarter of what its objects take.
 * Immutable, and plain data, so that `v8.serialize` writes it as it is.
 */
export interface RecordBlock {
  /** Records with the same fields, in the same order. */
  readonly groups: readonly Fields[];
  /** For each place, the group and the row of its record; -1 without a record. */
  readonly places: Int32Array;
}

/** The bits of an element of `places` that have the row. */
const ROW_BITS = 16;
const ROW_MASK = (1 << ROW_BITS) - 1;

/** @param records at most 65,536, each in its place; `undefined` leaves a place free */
export function blockOf(records: readonly (object | undefined)[]): RecordBlock {
  const places = new Int32Array(records.length).fill(-1);
  const groups = new Map<string, object[]>();
  const names: (readonly string[])[] = [];
  const numbers = new Map<string, number>();
  for (const [place, record] of records.entries()) {
    if (record === undefined) continue;
    const own = Object.keys(record);
    const shape = own.join('\n');
    const group = groups.get(shape) ?? [];
    if (group.length === 0) {
      groups.set(shape, group);
      numbers.set(shape, names.push(own) - 1);
    }
    places[place] = ((numbers.get(shape) ?? 0) << ROW_BITS) | (group.push(record) - 1);
  }
  const rows = [...groups.values()];
  return { groups: names.map((own, index) => fieldsOf(own, rows[index] ?? [])), places };
}

export function hasRecord({ places }: RecordBlock, place: number): boolean {
  return (places[place] ?? -1) >= 0;
}

/** A copy of the record. Parts that records share are the same objects in each. */
export function recordAt({ groups, places }: RecordBlock, place: number): object | undefined {
  const at = places[place] ?? -1;
  const fields = groups[at >> ROW_BITS];
  return at < 0 || fields === undefined ? undefined : objectAt(fields, at & ROW_MASK);
}

/** Whether a record may have a text for which `contains` is true in one of the fields. */
export function mayContain(
  { groups }: RecordBlock,
  names: readonly string[],
  contains: (text: string) => boolean,
): boolean {
  return groups.some((fields) =>
    names.some((name) => {
      const column = columnNamed(fields, name);
      if (column.kind === 'texts') return contains(column.text);
      if (column.kind === 'constant') return typeof column.value === 'string' && contains(column.value);
      if (column.kind !== 'codes') return true;
      return column.values.some((value) => typeof value === 'string' && contains(value));
    }),
  );
}

function columnNamed(fields: Fields, name: string): FieldColumn {
  const column = fields.columns[fields.names.indexOf(name)];
  return column ?? { kind: 'constant', value: fields.template[name] };
}

/** About how much memory the block takes, in bytes. */
export function blockBytes({ groups, places }: RecordBlock): number {
  return groups.reduce((sum, fields) => sum + fieldsBytes(fields), places.byteLength);
}

/**
 * Reads single fields of the records of blocks, which costs a tenth of making the whole record. One object stands for
 * each record in turn, so that it is valid only until the next one.
 */
export class BlockReader {
  /** A cursor for each list of fields. */
  readonly #cursors = new Map<string, Cursor>();
  #cursor: Cursor | null = null;

  /** @returns an object with the fields of the record, which it reads when they are asked for */
  at({ groups, places }: RecordBlock, place: number): object | undefined {
    const at = places[place] ?? -1;
    const fields = groups[at >> ROW_BITS];
    if (at < 0 || fields === undefined) return undefined;
    if (this.#cursor?.fields !== fields) this.#cursor = this.#cursorOf(fields);
    this.#cursor.row = at & ROW_MASK;
    return this.#cursor.record;
  }

  #cursorOf(fields: Fields): Cursor {
    const names = Object.keys(fields.template);
    const shape = names.join('\n');
    let cursor = this.#cursors.get(shape);
    if (cursor === undefined) this.#cursors.set(shape, (cursor = new Cursor(names)));
    cursor.fields = fields;
    cursor.columns = names.map((name) => columnNamed(fields, name));
    return cursor;
  }
}

class Cursor {
  readonly record: object;
  fields: Fields | null = null;
  /** A column for each field. */
  columns: readonly FieldColumn[] = [];
  row = 0;

  constructor(names: readonly string[]) {
    const getters = names.map((name, index): [string, PropertyDescriptor] => {
      const get = () => {
        const column = this.columns[index];
        return column && valueAt(column, this.row);
      };
      return [name, { enumerable: true, get }];
    });
    this.record = Object.defineProperties({}, Object.fromEntries(getters));
  }
}
