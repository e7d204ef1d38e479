import express, { Router } from 'express';
import type { Deps } from '../deps.ts';
import { changeCoupon } from './coupon.ts';
import { showStatus, streamStatus } from './live.ts';
import { pay } from './pay.ts';
import { showOrder } from './page.ts';
import { showReceipt } from './receipt.ts';
import { answerRefusals } from './refusals.ts';
import { abandon, expire, guardDrawer, resolve } from './tester.ts';
import { answerChallenge } from './three-ds.ts';

/** The hosted checkout: what a player sees of an order, before, while and after paying it. */
export function createCheckout(deps: Deps): Router {
  const router = Router();
  router.use(express.urlencoded({ extended: false, limit: '16kb' }));
  router.get('/:id', showOrder(deps));
  router.get('/:id/receipt', showReceipt(deps));
  router.get('/:id/status', showStatus(deps));
  router.get('/:id/events', streamStatus(deps));
  router.post('/:id/pay', pay(deps));
  router.post('/:id/coupon', changeCoupon(deps));
  router.post('/:id/3ds', answerChallenge(deps));
  router.use('/:id/tester', guardDrawer(deps));
  router.post('/:id/tester/abandon', abandon(deps));
  router.post('/:id/tester/expire', expire(deps));
  router.post('/:id/tester/resolve', resolve(deps));
  router.use('/:id', answerRefusals(deps));
  return router;
}
