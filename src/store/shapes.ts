import type { Stored, TableName } from '../domain/model/store.ts';

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A change as it is written and read; the type of the record is not known here. */
export interface StoredChange {
  readonly table: TableName;
  readonly id: string;
  readonly record: Stored | null;
}

export function isStored(value: unknown): value is Stored {
  return isObject(value) && typeof value['id'] === 'string';
}
