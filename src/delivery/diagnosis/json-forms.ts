/** A text that a receiver may have hashed instead of the bytes of the body, and the mistake that leads to it. */
export interface BodyForm {
  /** `null` for the body as it was sent. */
  readonly mistake: string | null;
  readonly text: string;
}

/**
 * The body, and the texts that receivers get if they parse it and serialise it again before they check the signature:
 * the usual output of JavaScript, Python, PHP and Go. Forms that equal an earlier one are left out.
 */
export function bodyForms(body: string): BodyForm[] {
  const forms: BodyForm[] = [
    { mistake: null, text: body },
    { mistake: 'the body with a newline added at its end', text: `${body}\n` },
  ];
  try {
    forms.push(...reserialised(JSON.parse(body)));
  } catch {
    // Not JSON: nothing to serialise again.
  }
  return forms.filter((form, index) => forms.findIndex(({ text }) => text === form.text) === index);
}

function reserialised(value: unknown): BodyForm[] {
  const sorted = sortKeys(value);
  const forms: [how: string, text: string][] = [
    ['compact, as JSON.stringify does', JSON.stringify(value)],
    ['with sorted keys', JSON.stringify(sorted)],
    ["as Python's json.dumps does", escapeNonAscii(spaced(value))],
    ["as Python's json.dumps does with ensure_ascii=False", spaced(value)],
    ["as Python's json.dumps does with sort_keys=True", escapeNonAscii(spaced(sorted))],
    ['compact, with escaped non-ASCII characters', escapeNonAscii(JSON.stringify(value))],
    ["as PHP's json_encode does", escapeNonAscii(JSON.stringify(value)).replaceAll('/', '\\/')],
    ["as Go's json.Marshal does with a map", escapeHtml(JSON.stringify(sorted))],
    ['indented by 2 spaces', JSON.stringify(value, null, 2)],
    ['indented by 4 spaces', JSON.stringify(value, null, 4)],
  ];
  return forms.map(([how, text]) => ({ mistake: `re-serialised JSON (${how})`, text }));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}

/** JSON with `, ` and `: ` as separators. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`);
  return `{${members.join(', ')}}`;
}

function escapeNonAscii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, unicodeEscape);
}

function escapeHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, unicodeEscape);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
