import type { NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import { expireOrder } from '../../domain/orders.ts';
import { resolvePayment, type PaymentEnd } from '../../domain/payment-outcomes.ts';
import { leaveWithoutPaying } from '../../domain/walk-away.ts';
import type { Deps } from '../deps.ts';
import { HttpRefusal } from '../problems.ts';
import { parse } from '../validation.ts';
import { DECLINES, declineOf } from './declines.ts';
import { orderAt, type FoundOrder } from './found-order.ts';

/** Lets nobody at the tester's tools where they are hidden. */
export function guardDrawer({ config }: Deps) {
  return (_req: Request, _res: Response, next: NextFunction): void => {
    if (!config.testerDrawer) throw new HttpRefusal(404, "The tester's drawer is off (--tester-drawer).");
    next();
  };
}

export function abandon(deps: Deps) {
  return act(deps, ({ game, order }) => leaveWithoutPaying(deps.world, game, order.id));
}

export function expire(deps: Deps) {
  return act(deps, ({ game, order }) => expireOrder(deps.world, game, order.id));
}

const resolutionSchema = z.object({
  outcome: z.enum(['succeeded', 'declined', 'expired']),
  code: z.string().optional(),
});

/** Ends a payment that was held pending. */
export function resolve(deps: Deps) {
  return act(deps, ({ game, order }, req) => {
    const resolution = parse(resolutionSchema, req.body ?? {}, 'body');
    resolvePayment(deps.world, game, order.id, endOf(resolution));
  });
}

function endOf({ outcome, code }: z.output<typeof resolutionSchema>): PaymentEnd {
  if (outcome === 'succeeded') return { status: 'done' };
  if (outcome === 'expired') return { status: 'expired' };
  const [usual] = DECLINES;
  const decline = declineOf(code ?? '') ?? usual ?? { code: '16', message: 'Payment declined' };
  return { status: 'failed', decline };
}

function act({ world }: Deps, work: (found: FoundOrder, req: Request) => unknown) {
  return (req: Request, res: Response): void => {
    const found = orderAt(world, req);
    work(found, req);
    res.redirect(303, `/order/${found.order.id}`);
  };
}
