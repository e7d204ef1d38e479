import { z } from 'zod';
import { chargeBack, loseDispute, openDispute, winDispute } from '../../domain/disputes.ts';
import { reportFraud } from '../../domain/frauds.ts';
import type { Game } from '../../domain/model/game.ts';
import type { Order } from '../../domain/model/order.ts';
import { expireOrder } from '../../domain/orders.ts';
import { refundOrder } from '../../domain/refunds.ts';
import { RESOLUTIONS, resolveAs } from '../../domain/resolutions.ts';
import { leaveWithoutPaying } from '../../domain/walk-away.ts';
import type { World } from '../../domain/world.ts';
import { orderRefundSchema } from '../s2s/order-schemas.ts';
import { parse } from '../validation.ts';
import type { ControlHandler } from './handler.ts';
import { controlOrder } from './order-wire.ts';

/**
 * What comes after (or instead of) the payment, each on an order. All answer with the order as it is then,
 * and refuse with 409 what its state does not allow.
 */
type Outcome<B> = (world: World, game: Game, orderId: string, body: B) => Order;

function outcome<S extends z.ZodType>(schema: S, run: Outcome<z.output<S>>): ControlHandler {
  return ({ deps: { world }, game, id, body, base }) =>
    controlOrder(world, run(world, game, id, parse(schema, body, 'body')), base);
}

const nothing = z.strictObject({});
const disputeBody = z.strictObject({ reason: z.string().min(1).default('fraudulent') });
const resolveBody = z.strictObject({ outcome: z.enum(RESOLUTIONS) });

export const refund = outcome(orderRefundSchema.strict(), (world, game, orderId, { reason }) =>
  refundOrder(world, game, orderId, { reason, requestId: world.ids.uuid() }),
);

export const dispute = outcome(disputeBody, (world, game, orderId, { reason }) =>
  openDispute(world, game, orderId, reason),
);

export const resolve = outcome(
  resolveBody,
  (world, game, orderId, body) => resolveAs(world, game, orderId, body.outcome).order,
);

export const abandon = outcome(
  nothing,
  (world, game, orderId) => leaveWithoutPaying(world, game, orderId).order,
);
export const chargeback = outcome(nothing, chargeBack);
export const disputeWon = outcome(nothing, winDispute);
export const disputeLost = outcome(nothing, loseDispute);
export const fraud = outcome(nothing, reportFraud);
export const expire = outcome(nothing, expireOrder);
