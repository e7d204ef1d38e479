import { hintForResponse } from '../../delivery/diagnosis/hints.ts';
import type { DeliveryProtocol } from '../../delivery/ports.ts';
import { signedHeaders } from './signature.ts';
import { explainRejectedSignature, type MistakableSecret } from './signature-diagnosis.ts';
import { judge, otherPlayerHint, saysInvalidSignature } from './verdict.ts';

/** Aghanim's webhook requests: signed with the secret of the webhook, accepted by any 2xx response. */
export function aghanimProtocol(
  secret: string,
  mistakableSecrets: readonly MistakableSecret[],
): DeliveryProtocol {
  return {
    headers: ({ body }, now) => signedHeaders(secret, body, now),
    judge({ eventType, body }, headers, response) {
      const { verdict, hint, fault } = judge(eventType, response.status, response.body);
      const timestamp = headers['X-Aghanim-Signature-Timestamp'] ?? '';
      const explainRejection = (): string =>
        explainRejectedSignature({ secret, mistakableSecrets, body }, timestamp, response);
      const ownHint = saysInvalidSignature(response.body)
        ? [hint, explainRejection()].filter((part) => part !== null).join(' ')
        : hint;
      if (verdict !== 'failed') {
        return { verdict, error: null, note: ownHint ?? otherPlayerHint(eventType, body, response.body) };
      }
      if (fault !== undefined) {
        const what = response.truncated ? 'it is longer than 64 KiB' : fault;
        const message = `HTTP ${response.status}, but the answer can't be used: ${what}`;
        return { verdict, error: { kind: 'invalid_answer', message, hint: ownHint }, note: null };
      }
      return {
        verdict,
        error: {
          kind: 'http_status',
          message: `HTTP ${response.status}`,
          hint: ownHint ?? hintForResponse(response, explainRejection),
        },
        note: null,
      };
    },
  };
}
