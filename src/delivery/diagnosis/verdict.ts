import type { AttemptResult, Shipment, Verdict } from '../ports.ts';
import type { Outcome } from '../transport/exchange.ts';
import { type Circumstances, describeFailure, Ended } from './failure.ts';
import { hintForAnswer } from './hints.ts';
import type { Signed } from './signature-diagnosis.ts';

export interface Judgement {
  readonly verdict: Verdict;
  /** Set when the answer looks like a refusal but is not the documented one. */
  readonly hint: string | null;
}

const REFUSAL = 'HTTP 400 with {"status":"error","code":"declined","message":"..."}';
const LIKE_DECLINED = /^(?:\w{0,40}[_-])?(?:declined?|denied|rejected?|refused?)$/i;

/**
 * What an answer means. Only `item.add` can be refused, and only in the documented form; every other answer
 * that is not 2xx is a failure, redirects and all of 4xx included.
 */
export function judge(eventType: string, status: number, body: string): Judgement {
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
    hint: `This is not the documented refusal, ${REFUSAL}: ${differences.join(' and ')}. It is retried.`,
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

/** How a refusal differs from the documented one; `null` when it does not look like a refusal at all. */
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

/** What the end of an exchange means for the delivery, and what its record says about it. */
export function conclude(
  signed: Signed & { readonly shipment: Shipment },
  { response, failure, progress }: Outcome,
  circumstances: Circumstances,
): Pick<AttemptResult, 'verdict' | 'error'> {
  if (failure || !response) {
    const reason = failure ?? new Ended('ENDED_ABORTED', 'No answer');
    return { verdict: 'failed', error: describeFailure(reason, progress, circumstances) };
  }
  const { verdict, hint } = judge(signed.shipment.eventType, response.status, response.body);
  if (verdict !== 'failed') return { verdict, error: null };
  const message = `HTTP ${response.status}`;
  return { verdict, error: { kind: 'http_status', message, hint: hint ?? hintForAnswer(signed, response) } };
}

/** The phases of an attempt, in milliseconds since its start. */
export function timingsOf({ connectedAt, headAt }: Outcome, startedAt: number): AttemptResult['timings'] {
  const since = (moment: number | null): number | null => (moment === null ? null : moment - startedAt);
  return { connectMs: connectedAt === 'before' ? 0 : since(connectedAt), firstByteMs: since(headAt) };
}
