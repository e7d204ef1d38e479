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
