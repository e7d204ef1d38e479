import type { NextFunction, Request, Response } from 'express';
import * as z from 'zod';
import { declineWith } from '../../domain/payments/cards.ts';
import { expireOrder } from '../../domain/orders/orders.ts';
import { resolvePayment } from '../../domain/payments/payment-outcomes.ts';
import { leaveWithoutPaying, RESOLUTIONS, resolveAs } from '../../domain/payments/resolutions.ts';
import type { AppContext } from '../server/app-context.ts';
import { HttpRefusal } from '../server/problems.ts';
import { parse } from '../api/validation.ts';
import { orderAt, type FoundOrder } from './found-order.ts';

/** Lets nobody at the tester's tools where they are hidden. */
export function guardDrawer({ config }: AppContext) {
  return (_req: Request, _res: Response, next: NextFunction): void => {
    if (!config.testerDrawer) throw new HttpRefusal(404, "The tester's drawer is off (--tester-drawer).");
    next();
  };
}

export function abandon(app: AppContext) {
  return act(app, ({ game, order }) => leaveWithoutPaying(app.domain, game, order.id));
}

export function expire(app: AppContext) {
  return act(app, ({ game, order }) => expireOrder(app.domain, game, order.id));
}

const resolutionSchema = z.object({ outcome: z.enum(RESOLUTIONS), code: z.string().optional() });

/** Ends a payment that was held pending; a decline may have any of the published codes. */
export function resolve(app: AppContext) {
  return act(app, ({ game, order }, req) => {
    const { outcome, code = '' } = parse(resolutionSchema, req.body ?? {}, 'body');
    const decline = outcome === 'declined' ? declineWith(code) : undefined;
    if (decline) resolvePayment(app.domain, game, order.id, { status: 'failed', decline });
    else resolveAs(app.domain, game, order.id, outcome);
  });
}

function act({ domain }: AppContext, work: (found: FoundOrder, req: Request) => unknown) {
  return (req: Request, res: Response): void => {
    const found = orderAt(domain, req);
    work(found, req);
    res.redirect(303, `/order/${found.order.id}`);
  };
}
