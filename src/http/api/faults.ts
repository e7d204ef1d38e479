import type { ServerResponse } from 'node:http';
import { clearTimeout, setTimeout } from '../../real-time.ts';
import type { FaultAnswer } from '../server/api-faults.ts';
import type { Headers } from '../server/messages.ts';
import type { Problem } from '../server/problems.ts';

/**
 * What a fault answers without doing anything; `null` for a fault that does the work.
 *
 * @param answerTo gives the API's own form to an error, for a fault without a body
 */
export function answerInstead(
  fault: FaultAnswer,
  answerTo: (problem: Problem) => { readonly body: unknown },
): { readonly status: number; readonly json: string; readonly headers: Headers } | null {
  if (typeof fault === 'number') return answerInstead({ status: fault }, answerTo);
  if (typeof fault === 'string' || !('status' in fault)) return null;
  const { status, retry_after: retryAfter } = fault;
  const detail = `The test asked for the status ${status}.`;
  const body = fault.body === undefined ? answerTo({ status, detail, headers: {} }).body : fault.body;
  const headers: Headers = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
  const hasBody = status !== 204 && status !== 304;
  return { status, json: hasBody ? JSON.stringify(body) : '', headers };
}

/** Half of a JSON text, which no parser accepts. */
export function malformed(json: string): string {
  return json.length < 2 ? '{' : json.slice(0, Math.max(1, Math.floor(json.length / 2)));
}

/** Waits as long as the fault says; ends at once when the client disconnects. */
export async function delayOf(fault: FaultAnswer, res: ServerResponse): Promise<void> {
  if (typeof fault !== 'object' || !('delay_ms' in fault)) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, fault.delay_ms);
    res.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
