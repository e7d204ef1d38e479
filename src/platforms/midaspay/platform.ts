import type { KeyObject } from 'node:crypto';
import type { RetrySchedule } from '../../domain/model/retry-schedule.ts';
import type { Ids } from '../../domain/model/ids.ts';
import type { Store } from '../../domain/model/store.ts';
import type { Platform } from '../platform.ts';
import { createMidasPayApi, MIDASPAY_OPERATIONS } from './api.ts';
import { certificateOperation } from './control.ts';
import { midaspayEvents } from './events.ts';
import { InstallationIdentity } from './identity.ts';
import { midaspayProtocol } from './protocol.ts';

export interface MidasPayOptions {
  readonly store: Store;
  readonly ids: Ids;
  readonly merchantId: string;
  /** Where notifications go of orders whose token has no `webhook_url`. */
  readonly webhook: () => string | null;
  readonly retrySchedule: () => RetrySchedule;
  /** Verifies the signatures of API requests; `null` verifies none. */
  readonly merchantKey: KeyObject | null;
}

export function createMidasPay({
  store,
  ids,
  merchantId,
  webhook,
  retrySchedule,
  merchantKey,
}: MidasPayOptions): Platform {
  const identity = new InstallationIdentity(store);
  const protocol = midaspayProtocol(merchantId, identity, ids);
  return {
    events: midaspayEvents(merchantId, webhook),
    protocolFor: () => protocol,
    http: {
      operations: MIDASPAY_OPERATIONS,
      createApi: (app) => createMidasPayApi(app, merchantKey),
      controlOperations: [certificateOperation(identity, merchantId)],
    },
    retryScheduleFor: () => retrySchedule(),
  };
}
