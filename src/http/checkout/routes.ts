import type { Router } from 'express';
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

/** Answers only while the tester's drawer is on. */
function ofTesters<P extends (typeof TESTER_PAGES)[number]>(page: P): P {
  const run: P['run'] = (context, input) => {
    if (context.app.config.testerDrawer) return page.run(context, input);
    throw new HttpRefusal(404, "The tester's drawer is off (--tester-drawer).");
  };
  return { ...page, run };
}

/** The hosted checkout, below `/order`: what a player sees of an order before, while and after paying it. */
export function createCheckout(app: AppContext): Router {
  return createPages(app, checkout, [...PAGES, ...TESTER_PAGES.map(ofTesters)]);
}
