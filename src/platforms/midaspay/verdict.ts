const ACCEPTANCE = 'MidasPay accepts HTTP 2xx with {"processed": true}';

/**
 * What an answer lacks to be an acceptance: HTTP 2xx, and a JSON object whose `processed` is the boolean true.
 * `null` when it lacks nothing.
 */
export function missingInAnswer(status: number, body: string): string | null {
  const isSuccess = status >= 200 && status < 300;
  const fault = faultOfBody(body);
  if (isSuccess) return fault && `${ACCEPTANCE}: the status is right (${status}), but ${fault}.`;
  if (fault === null) return `${ACCEPTANCE}: the body is right, but the status is ${status}.`;
  return `${ACCEPTANCE}: the status is ${status}, and ${fault}.`;
}

function faultOfBody(body: string): string | null {
  if (body.trim() === '') return 'the body is empty';
  const value = parse(body);
  if (value === undefined) return 'the body is not JSON';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'the body is not a JSON object';
  }
  if (!('processed' in value)) return 'the body has no "processed"';
  const { processed } = value;
  return processed === true ? null : `"processed" is ${shown(processed)}, not the boolean true`;
}

const SHOWN_LENGTH = 40;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH)}…`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
