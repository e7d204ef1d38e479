import type { AttemptRequest, AttemptResponse, AttemptResult } from '../ports.ts';
import { hintForResponse } from './hints.ts';

const REFUSAL = 'HTTP 400 with {"status":"error","code":"declined","message":"..."}';
const LIKE_DECLINED = /^(?:\w{0,40}[_-])?(?:declined?|denied|rejected?|refused?)$/i;

/** The record of an attempt that got a response. `timestamp` is the one that was sent, in Unix seconds. */
export function judgeResponse(
  request: AttemptRequest,
  timestamp: string,
  response: AttemptResponse,
): Pick<AttemptResult, 'verdict' | 'error'> {
  const { verdict, hint } = judge(request.eventType, response.status, response.body);
  if (verdict !== 'failed') return { verdict, error: null };
  const message = `HTTP ${response.status}`;
  return {
    verdict,
    error: { kind: 'http_status', message, hint: hint ?? hintForResponse(request, timestamp, response) },
  };
}

/**
 * Only `item.add` can be declined, and only with the documented response. Every other response outside 2xx is a
 * failure, including redirects and all of 4xx. The hint is set if the response resembles the documented one.
 */
export function judge(
  eventType: string,
  status: number,
  body: string,
): { readonly verdict: AttemptResult['verdict']; readonly hint: string | null } {
  if (status >= 200 && status < 300) return { verdict: 'delivered', hint: null };
  const parsed = parseObject(body);
  const differences = parsed ? differencesFromRefusal(status, parsed) : null;
  if (!differences) return { verdict: 'failed', hint: null };
  if (eventType !== 'item.add') {
    return { verdict: 'failed', hint: `Only item.add can be declined; ${eventType} is retried.` };
  }
  if (differences.length === 0) return { verdict: 'declined', hint: null };
  return {
    verdict: 'failed',
    hint: `This is not the documented refusal, ${REFUSAL}: ${differences.join(' and ')}. The delivery is retried.`,
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

/** How a refusal differs from the documented one; `null` if the response is no refusal of any kind. */
function differencesFromRefusal(status: number, body: JsonObject): string[] | null {
  const wrapper = typeof body['code'] === 'string' ? undefined : wrapperOfCode(body);
  const refusal = wrapper === undefined ? body : (body[wrapper] as JsonObject);
  const code = refusal['code'];
  if (typeof code !== 'string' || !LIKE_DECLINED.test(code)) return null;
  return [
    status === 400 ? null : `the HTTP status is ${status}`,
    wrapper === undefined ? null : `the body is wrapped in "${wrapper}"`,
    refusal['status'] === 'error' ? null : '"status":"error" is missing',
    code === 'declined' ? null : `the code is "${code}"`,
  ].filter((difference) => difference !== null);
}

/** FastAPI wraps what a handler raises in "detail", others in "error" or "data". */
function wrapperOfCode(body: JsonObject): string | undefined {
  return Object.keys(body).find((key) => {
    const value = body[key];
    return isObject(value) && typeof value['code'] === 'string';
  });
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
