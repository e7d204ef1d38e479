import type { Stored } from '../domain/model/store.ts';

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isStored(value: unknown): value is Stored {
  return isObject(value) && typeof value['id'] === 'string';
}
