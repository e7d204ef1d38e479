import type { Signed } from './diagnosis.ts';
import type { Outcome } from './exchange.ts';
import { describeFailure, Ended, type Circumstances } from './failure.ts';
import { hintForAnswer } from './hints.ts';
import type { AttemptResult, Shipment } from './ports.ts';
import { judge } from './verdict.ts';

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
