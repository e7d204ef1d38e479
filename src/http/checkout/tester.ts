import type { NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import { declineWith } from '../../domain/cards.ts';
import { expireOrder } from '../../domain/orders.ts';
import { resolvePayment } from '../../domain/payment-outcomes.ts';
import { RESOLUTIONS, resolveAs } from '../../domain/resolutions.ts';
import { leaveWithoutPaying } from '../../domain/walk-away.ts';
import type { Deps } from '../deps.ts';
import { HttpRefusal } from '../problems.ts';
import { parse } from '../validation.ts';
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

const resolutionSchema = z.object({ outcome: z.enum(RESOLUTIONS), code: z.string().optional() });

/** Ends a payment that was held pending; a decline may have any of the published codes. */
export function resolve(deps: Deps) {
  return act(deps, ({ game, order }, req) => {
    const { outcome, code = '' } = parse(resolutionSchema, req.body ?? {}, 'body');
    const decline = outcome === 'declined' ? declineWith(code) : undefined;
    if (decline) resolvePayment(deps.world, game, order.id, { status: 'failed', decline });
    else resolveAs(deps.world, game, order.id, outcome);
  });
}

function act({ world }: Deps, work: (found: FoundOrder, req: Request) => unknown) {
  return (req: Request, res: Response): void => {
    const found = orderAt(world, req);
    work(found, req);
    res.redirect(303, `/order/${found.order.id}`);
  };
}
