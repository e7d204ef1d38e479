/**
 * The values that one field has in many records, without an object for each. Plain data, so that `v8.serialize` writes it
 * as it is. A value that several records share is one object, and nobody changes it: records are values.
 */
export type FieldColumn =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'codes'; readonly codes: Uint8Array; readonly values: readonly unknown[] }
  /** `null` is NaN, which no record has. */
  | { readonly kind: 'numbers'; readonly numbers: Float64Array }
  /** One string for all; `ends` has the end of each text. A text that ends before it begins is `null`. */
  | { readonly kind: 'texts'; readonly text: string; readonly ends: Int32Array }
  | { readonly kind: 'objects'; readonly fields: Fields }
  | { readonly kind: 'lists'; readonly ends: Int32Array; readonly elements: FieldColumn }
  /** `rows` has the row in `column`, or -1 for `null`. */
  | { readonly kind: 'sparse'; readonly rows: Int32Array; readonly column: FieldColumn }
  | { readonly kind: 'values'; readonly values: readonly unknown[] };

/** Objects with the same fields in the same order. */
export interface Fields {
  /** Every field; those with the same value in all rows have it. */
  readonly template: Readonly<Record<string, unknown>>;
  /** The fields that differ, with a column for each. */
  readonly names: readonly string[];
  readonly columns: readonly FieldColumn[];
}

const MAX_CODES = 255;
/** A column of longer texts keeps them apart: V8 has no strings above 512 Mi characters. */
const MAX_TEXT = 4 * 1024 * 1024;

export function columnOf(values: readonly unknown[]): FieldColumn {
  return (
    codesOf(values) ??
    numbersOf(values) ??
    textsOf(values) ??
    sparseOf(values) ??
    objectsOf(values) ??
    listsOf(values) ?? { kind: 'values', values }
  );
}

export function valueAt(column: FieldColumn, row: number): unknown {
  switch (column.kind) {
    case 'constant':
      return column.value;
    case 'codes':
      return column.values[column.codes[row] ?? 0];
    case 'numbers': {
      const number = column.numbers[row];
      return Number.isNaN(number) ? null : number;
    }
    case 'texts':
      return textAt(column.text, column.ends, row);
    case 'objects':
      return objectAt(column.fields, row);
    case 'lists':
      return listAt(column.ends, column.elements, row);
    case 'sparse': {
      const inner = column.rows[row] ?? -1;
      return inner < 0 ? null : valueAt(column.column, inner);
    }
    case 'values':
      return column.values[row];
  }
}

/** Objects that all have the fields `names`, in this order. */
export function fieldsOf(names: readonly string[], objects: readonly object[]): Fields {
  const columns = names.map((name) => columnOf(objects.map((object) => valueOf(object, name))));
  const differing = names.map((_, index) => index).filter((index) => columns[index]?.kind !== 'constant');
  const template = names.map((name, index): [string, unknown] => {
    const column = columns[index];
    return [name, column?.kind === 'constant' ? column.value : null];
  });
  return {
    template: Object.fromEntries(template),
    names: differing.map((index) => names[index] ?? ''),
    columns: differing.flatMap((index) => columns[index] ?? []),
  };
}

export function objectAt({ template, names, columns }: Fields, row: number): object {
  const object: Record<string, unknown> = { ...template };
  for (let index = 0; index < columns.length; index += 1) {
    const [name, column] = [names[index], columns[index]];
    if (name !== undefined && column !== undefined) object[name] = valueAt(column, row);
  }
  return object;
}

/** A copy whose arrays are parts of no larger buffer, which those that `v8.deserialize` gives are. */
export function withOwnArrays(fields: Fields): Fields {
  return { ...fields, columns: fields.columns.map(withOwnArray) };
}

function withOwnArray(column: FieldColumn): FieldColumn {
  switch (column.kind) {
    case 'codes':
      return { ...column, codes: column.codes.slice() };
    case 'numbers':
      return { ...column, numbers: column.numbers.slice() };
    case 'texts':
      return { ...column, ends: column.ends.slice() };
    case 'objects':
      return { ...column, fields: withOwnArrays(column.fields) };
    case 'lists':
      return { ...column, ends: column.ends.slice(), elements: withOwnArray(column.elements) };
    case 'sparse':
      return { ...column, rows: column.rows.slice(), column: withOwnArray(column.column) };
    case 'constant':
    case 'values':
      return column;
  }
}

/** About how much memory a column takes, in bytes. */
export function columnBytes(column: FieldColumn): number {
  switch (column.kind) {
    case 'constant':
      return 100;
    case 'codes':
      return 200 + column.codes.length + JSON.stringify(column.values).length * 2;
    case 'numbers':
      return 200 + column.numbers.byteLength;
    case 'texts':
      return 200 + column.ends.byteLength + column.text.length;
    case 'objects':
      return fieldsBytes(column.fields);
    case 'lists':
      return 200 + column.ends.byteLength + columnBytes(column.elements);
    case 'sparse':
      return 200 + column.rows.byteLength + columnBytes(column.column);
    case 'values':
      return 200 + JSON.stringify(column.values).length * 2;
  }
}

export function fieldsBytes({ columns }: Fields): number {
  return columns.reduce((sum, column) => sum + columnBytes(column), 200);
}

function valueOf(object: object, name: string): unknown {
  return (object as Readonly<Record<string, unknown>>)[name];
}

/** A column of few different values, which objects are if their JSON is different. */
function codesOf(values: readonly unknown[]): FieldColumn | null {
  const most = Math.min(MAX_CODES, Math.max(1, values.length >> 2));
  const codes = new Uint8Array(values.length);
  const codeOf = new Map<unknown, number>();
  const codeOfJson = new Map<string, number>();
  const different: unknown[] = [];
  let last: unknown = codeOf;
  let lastCode = 0;
  for (const [row, value] of values.entries()) {
    if (value !== last) {
      // A Map does not tell -0 from 0.
      if (Object.is(value, -0)) return null;
      const [known, key] = isObject(value) ? [codeOfJson, JSON.stringify(value)] : [codeOf, value];
      const code = known.get(key) ?? different.length;
      if (code === different.length) {
        if (code === most) return null;
        known.set(key, code);
        different.push(value);
      }
      [last, lastCode] = [value, code];
    }
    codes[row] = lastCode;
  }
  return different.length === 1
    ? { kind: 'constant', value: different[0] }
    : { kind: 'codes', codes, values: different };
}

function numbersOf(values: readonly unknown[]): FieldColumn | null {
  const numbers = new Float64Array(values.length);
  for (const [row, value] of values.entries()) {
    if (value !== null && (typeof value !== 'number' || Number.isNaN(value))) return null;
    numbers[row] = value ?? NaN;
  }
  return { kind: 'numbers', numbers };
}

function textsOf(values: readonly unknown[]): FieldColumn | null {
  const ends = new Int32Array(values.length);
  let end = 0;
  for (const [row, value] of values.entries()) {
    if (value !== null && typeof value !== 'string') return null;
    end += value?.length ?? 0;
    if (end > MAX_TEXT) return null;
    ends[row] = value === null ? -1 - end : end;
  }
  return { kind: 'texts', text: values.join(''), ends };
}

function textAt(text: string, ends: Int32Array, row: number): string | null {
  const end = ends[row] ?? 0;
  return end < 0 ? null : text.slice(startAt(ends, row), end);
}

/** Where the texts or elements of a row begin: at the end of those before it. */
function startAt(ends: Int32Array, row: number): number {
  const before = row === 0 ? 0 : (ends[row - 1] ?? 0);
  return before < 0 ? -1 - before : before;
}

/** A column of `null` and objects, or of `null` and lists. */
function sparseOf(values: readonly unknown[]): FieldColumn | null {
  const present = values.filter((value) => value !== null);
  if (present.length === values.length || present.length === 0) return null;
  let next = 0;
  const rows = Int32Array.from(values, (value) => (value === null ? -1 : next++));
  const column = objectsOf(present) ?? listsOf(present);
  return column && { kind: 'sparse', rows, column };
}

function objectsOf(values: readonly unknown[]): FieldColumn | null {
  const objects = values.filter((value) => isObject(value) && !Array.isArray(value)) as readonly object[];
  const [first] = objects;
  if (first === undefined || objects.length < values.length) return null;
  const names = Object.keys(first);
  // `objectAt` assigns its fields, and this one would be the prototype.
  if (names.includes('__proto__') || !objects.every((object) => hasFields(object, names))) return null;
  return { kind: 'objects', fields: fieldsOf(names, objects) };
}

export function hasFields(object: object, names: readonly string[]): boolean {
  const own = Object.keys(object);
  return own.length === names.length && own.every((name, index) => name === names[index]);
}

function listsOf(values: readonly unknown[]): FieldColumn | null {
  const lists = values.filter((value) => Array.isArray(value)) as readonly (readonly unknown[])[];
  if (lists.length < values.length) return null;
  let end = 0;
  const ends = Int32Array.from(lists, (list) => (end += list.length));
  return { kind: 'lists', ends, elements: columnOf(lists.flat()) };
}

function listAt(ends: Int32Array, elements: FieldColumn, row: number): unknown[] {
  const list: unknown[] = [];
  for (let at = startAt(ends, row); at < (ends[row] ?? 0); at += 1) list.push(valueAt(elements, at));
  return list;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
