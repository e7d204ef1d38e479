const SECRET_NAME = /secret|token|password|passwd|authorization|api_?key/i;
const CARD = /\b[3-68](?:[ -]?\d){13,18}\b/g;
const HIDDEN = '***';

/** A copy of a JSON value in which nothing secret can be read: keys, secrets, tokens, card numbers. */
export function masked(value: unknown, keys: readonly string[]): unknown {
  if (typeof value === 'string') return maskedText(value, keys);
  if (Array.isArray(value)) return value.map((one) => masked(one, keys));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [
    name,
    typeof one === 'string' && SECRET_NAME.test(name) ? HIDDEN : masked(one, keys),
  ]);
  return Object.fromEntries(entries) as unknown;
}

function maskedText(text: string, keys: readonly string[]): string {
  const withoutKeys = keys.reduce((shown, key) => shown.replaceAll(key, HIDDEN), text);
  return withoutKeys.replace(CARD, (digits) => (passesLuhn(digits) ? HIDDEN : digits));
}

/** The check digit that every card number has. */
function passesLuhn(number: string): boolean {
  const digits = number.replace(/\D/g, '').split('').reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const counted = index % 2 === 0 ? digit : digit * 2;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return sum % 10 === 0;
}
