import type { NextFunction, Request, Response } from 'express';
import { Conflict, Invalid } from '../../domain/errors.ts';
import type { Deps } from '../deps.ts';
import { readCouponForm } from './coupon.ts';
import { orderAt } from './found-order.ts';
import { sendOrder, type Refused } from './page.ts';
import { readPayForm } from './pay-form.ts';

/** Answers what a player did wrong or too late with the order's page; everything else is for others. */
export function answerRefusals(deps: Deps) {
  return (error: unknown, req: Request, res: Response, next: NextFunction): void => {
    const refused = req.accepts(['json', 'html']) === 'html' ? refusedBy(error, deps, req) : null;
    if (refused) sendOrder(deps, req, res, refused);
    else next(error);
  };
}

function refusedBy(error: unknown, deps: Deps, req: Request): Refused | null {
  if (error instanceof Conflict) {
    return { status: 409, form: null, notice: noticeOf(deps, req), coupon: null };
  }
  if (!(error instanceof Invalid)) return null;
  const faults = new Map(error.faults.map(({ loc, type }) => [String(loc[1]), type]));
  const fault = faults.get('coupon_code');
  const refused = { status: 422, form: null, notice: null, coupon: null };
  if (fault !== undefined) return { ...refused, coupon: { fault, ...readCouponForm(req.body) } };
  return { ...refused, form: { fields: readPayForm(req.body), faults } };
}

function noticeOf(deps: Deps, req: Request): Refused['notice'] {
  const { order } = orderAt(deps.world, req);
  if (!req.path.endsWith('/pay')) return 'not_possible';
  if (order.status === 'captured') return 'paying_elsewhere';
  if (order.paidAt !== null) return 'paid_already';
  return order.coupon ? 'coupon_spent' : 'not_possible';
}
