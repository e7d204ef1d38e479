import { Router } from 'express';
import { createPages } from '../pages/router.ts';
import type { AppContext } from '../server/app-context.ts';
import { HttpRefusal } from '../server/problems.ts';
import { abandon, answerThreeDSecure, changeCoupon, choosePlan, expire, pay, resolve } from './actions.ts';
import { checkout } from './context.ts';
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

/** The pages of the tester's drawer, which answer only while it is on, whatever a form says. */
const testers: typeof checkout = {
  ...checkout,
  context(asked, params) {
    if (!asked.app.config.testerDrawer) {
      throw new HttpRefusal(404, "The tester's drawer is off (--tester-drawer).");
    }
    return checkout.context(asked, params);
  },
};

/** The hosted checkout, below `/order`: what a player sees of an order before, while and after paying it. */
export function createCheckout(app: AppContext): Router {
  const router = Router();
  router.use(createPages(app, checkout, PAGES), createPages(app, testers, TESTER_PAGES));
  return router;
}
