import type { TextSearch } from './tables.ts';

/**
 * A test whether a text contains `wanted`, in any case of letters. It makes no lower-case copy of each text, because
 * lists test hundreds of thousands of them.
 */
export function containsText(wanted: string): (text: string) => boolean {
  const small = wanted.toLowerCase();
  // Digits, for example, have no case.
  if (small === wanted.toUpperCase()) return (text) => text.includes(wanted);
  if (!/^[\x20-\x7e]*$/.test(wanted)) return (text) => text.toLowerCase().includes(small);
  const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
  return (text) => pattern.test(text);
}

/** A search for a text in any of the fields; `null` for a text whose lower case depends on what is beside it. */
export function searchFor<R>(wanted: string, fields: TextSearch<R>['fields']): TextSearch<R> | null {
  return /^[\x20-\x7e]*$/.test(wanted) ? { fields, contains: containsText(wanted) } : null;
}
