import { hintForResponse } from '../../delivery/diagnosis/hints.ts';
import type { AttemptResponse, DeliveryProtocol } from '../../delivery/ports.ts';
import type { Ids } from '../../domain/model/ids.ts';
import type { InstallationIdentity } from './identity.ts';
import { signedHeaders } from './signature.ts';
import { diagnoseRsa } from './signature-diagnosis.ts';
import { missingInAnswer } from './verdict.ts';

const NONCE_LENGTH = 32;

/** MidasPay's notifications: signed with the key of the installation, accepted by 2xx with `{"processed": true}`. */
export function midaspayProtocol(
  merchantId: string,
  identity: InstallationIdentity,
  ids: Ids,
): DeliveryProtocol {
  return {
    async headers({ body }, now) {
      const current = await identity.get();
      const signer = { merchantId, serial: current.serial, privateKey: identity.privateKeyOf(current) };
      const timestamp = String(Math.floor(now / 1000));
      return signedHeaders(signer, { timestamp, nonce: ids.base62(NONCE_LENGTH), body });
    },
    judge({ url, body }, headers, response) {
      const missing = missingInAnswer(response.status, response.body);
      if (missing === null) return { verdict: 'delivered', error: null };
      const isSuccess = response.status >= 200 && response.status < 300;
      const { pathname, search } = new URL(url);
      const diagnose = (): string =>
        diagnoseRsa(
          {
            timestamp: headers['Txgw-Timestamp'] ?? '',
            nonce: headers['Txgw-Nonce'] ?? '',
            signature: headers['Txgw-Signature'] ?? '',
            serial: headers['Txgw-Serial'] ?? '',
            body,
            path: pathname + search,
            certificate: identity.existing?.certificate ?? null,
          },
          response,
        );
      const advice = mentionsSignature(response) ? diagnose() : hintForResponse(response, diagnose);
      return {
        verdict: 'failed',
        error: {
          kind: isSuccess ? 'not_processed' : 'http_status',
          message: isSuccess
            ? `HTTP ${response.status} without "processed": true`
            : `HTTP ${response.status}`,
          hint: advice === null ? missing : `${missing} ${advice}`,
        },
      };
    },
  };
}

/** A receiver may reject a signature with any status, also by `{"processed": false}`. Web pages are left to other hints. */
function mentionsSignature({ body }: AttemptResponse): boolean {
  return !/^\s*</.test(body) && /signature|verif(?:y|ied|ication)/i.test(body);
}
