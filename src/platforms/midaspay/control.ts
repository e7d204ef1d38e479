import * as z from 'zod';
import { type Operation, operation } from '../../http/api/operation.ts';
import type { InstallationIdentity } from './identity.ts';

/** What a receiver needs to verify notifications. */
export function certificateOperation(identity: InstallationIdentity, merchantId: string): Operation {
  return operation({
    id: 'read_midaspay_certificate',
    method: 'GET',
    path: '/midaspay/certificate',
    summary: 'Read the certificate and the public key that verify MidasPay notifications.',
    response: {
      200: z.lazy(() =>
        z.object({
          certificate: z.string().describe('X.509, PEM.'),
          public_key: z.string().describe('PEM.'),
          serial: z
            .string()
            .describe('Of the certificate, 40 hexadecimal digits: the Txgw-Serial of requests.'),
          merchant_id: z.string(),
        }),
      ),
    },
    async run() {
      const { certificate, publicKey, serial } = await identity.get();
      return { certificate, public_key: publicKey, serial, merchant_id: merchantId };
    },
  });
}
