import type { NextFunction, Request, Response } from 'express';
import { Conflict } from '../../domain/model/errors.ts';
import type { AppContext } from '../server/app-context.ts';
import { readCouponForm } from './coupon.ts';
import { orderAt } from './found-order.ts';
import { sendOrder, type Refused } from './page.ts';
import { readPayForm } from './pay-form.ts';
import { detailsOf } from '../server/problems.ts';

/** Answers what a player did wrong or too late with the order's page; everything else is for others. */
export function answerRefusals(app: AppContext) {
  return (error: unknown, req: Request, res: Response, next: NextFunction): void => {
    const refused = req.accepts(['json', 'html']) === 'html' ? refusedBy(error, app, req) : null;
    if (refused) sendOrder(app, req, res, refused);
    else next(error);
  };
}

function refusedBy(error: unknown, app: AppContext, req: Request): Refused | null {
  if (error instanceof Conflict) {
    return { status: 409, form: null, notice: noticeOf(app, req), coupon: null };
  }
  const details = detailsOf(error);
  if (!details) return null;
  const faults = new Map(details.map(({ loc, type }) => [String(loc[1]), type]));
  const fault = faults.get('coupon_code');
  const refused = { status: 422, form: null, notice: null, coupon: null };
  if (fault !== undefined) return { ...refused, coupon: { fault, ...readCouponForm(req.body) } };
  return { ...refused, form: { fields: readPayForm(req.body), faults } };
}

function noticeOf(app: AppContext, req: Request): Refused['notice'] {
  const { order } = orderAt(app.domain, req);
  if (!req.path.endsWith('/pay')) return 'not_possible';
  if (order.status === 'captured') return 'paying_elsewhere';
  if (order.paidAt !== null) return 'paid_already';
  return order.coupon ? 'coupon_spent' : 'not_possible';
}
