import express, { Router } from 'express';
import type { AppContext } from '../server/app-context.ts';
import { answerChallenge, changeCoupon, pay } from './pay.ts';
import { showStatus, streamStatus } from './live.ts';
import { answerRefusals, showOrder } from './order-page.ts';
import { showReceipt } from './receipt.ts';
import { abandon, expire, guardDrawer, resolve } from './tester.ts';

/** The hosted checkout: what a player sees of an order, before, while and after paying it. */
export function createCheckout(app: AppContext): Router {
  const router = Router();
  router.use(express.urlencoded({ extended: false, limit: '16kb' }));
  router.get('/:id', showOrder(app));
  router.get('/:id/receipt', showReceipt(app));
  router.get('/:id/status', showStatus(app));
  router.get('/:id/events', streamStatus(app));
  router.post('/:id/pay', pay(app));
  router.post('/:id/coupon', changeCoupon(app));
  router.post('/:id/3ds', answerChallenge(app));
  router.use('/:id/tester', guardDrawer(app));
  router.post('/:id/tester/abandon', abandon(app));
  router.post('/:id/tester/expire', expire(app));
  router.post('/:id/tester/resolve', resolve(app));
  router.use('/:id', answerRefusals(app));
  return router;
}
