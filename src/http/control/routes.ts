import { Router } from 'express';
import type { Deps } from '../deps.ts';
import { redeem } from './coupons.ts';
import { listDeliveries, resendMany, resendOne } from './deliveries.ts';
import { listEvents } from './events.ts';
import { describeApi } from '../s2s/openapi.ts';
import { controlled, type ControlHandler } from './handler.ts';
import { listOrders, readOrder } from './orders.ts';
import * as outcomes from './outcomes.ts';
import { pay } from './pay.ts';
import { listRequests } from './requests.ts';
import { changeGameSettings, readSettings } from './settings.ts';
import { reset } from './reset.ts';
import { testWebhook } from './webhooks.ts';

/** The control API, below `/_emulator`. What it can do is what a tester needs and the real platform lacks. */
export function createControl(deps: Deps): Router {
  const router = Router();
  const get = (path: string, run: ControlHandler) => router.get(path, controlled(deps, run));
  const post = (path: string, run: ControlHandler) => router.post(path, controlled(deps, run));

  get('/orders', listOrders);
  get('/orders/:id', readOrder);
  post('/orders/:id/pay', pay);
  post('/orders/:id/refund', outcomes.refund);
  post('/orders/:id/chargeback', outcomes.chargeback);
  post('/orders/:id/dispute', outcomes.dispute);
  post('/orders/:id/dispute-won', outcomes.disputeWon);
  post('/orders/:id/dispute-lost', outcomes.disputeLost);
  post('/orders/:id/fraud', outcomes.fraud);
  post('/orders/:id/expire', outcomes.expire);
  post('/orders/:id/abandon', outcomes.abandon);
  post('/orders/:id/resolve', outcomes.resolve);

  post('/coupons/redeem', redeem);

  get('/requests', listRequests);
  get('/events', listEvents);
  get('/deliveries', listDeliveries);
  post('/deliveries/resend', resendMany);
  post('/deliveries/:id/resend', resendOne);
  post('/webhooks/:id/test', testWebhook);

  get('/openapi.json', ({ deps: { config } }) => describeApi(config.version));
  get('/settings', readSettings);
  router.patch('/settings', controlled(deps, changeGameSettings));
  post('/reset', reset);
  return router;
}
