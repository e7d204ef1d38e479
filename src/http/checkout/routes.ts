import type { Router } from 'express';
import { createPages } from '../pages/router.ts';
import type { AppContext } from '../server/app-context.ts';
import { HttpRefusal } from '../server/problems.ts';
import { abandon, answerThreeDSecure, changeCoupon, choosePlan, expire, pay, resolve } from './actions.ts';
import { checkout, checkoutPage } from './context.ts';
import { statusEvents, statusPage } from './live.ts';
import { orderPage } from './order-page.ts';
import { receiptPage } from './receipt.ts';

const PAGES = [
  orderPage,
  receiptPage,
  statusPage,
  statusEvents,
  pay,
  changeCoupon,
  choosePlan,
  answerThreeDSecure,
];

const TESTER_PAGES = [abandon, expire, resolve];

const noTesterPages = checkoutPage({
  method: 'POST',
  path: '/:id/tester/:action',
  run: () => {
    throw new HttpRefusal(404, "The tester's drawer is off (--tester-drawer).");
  },
});

/** The hosted checkout, below `/order`: what a player sees of an order before, while and after paying it. */
export function createCheckout(app: AppContext): Router {
  const testerPages = app.config.testerDrawer ? TESTER_PAGES : [noTesterPages];
  return createPages(app, checkout, [...PAGES, ...testerPages]);
}
