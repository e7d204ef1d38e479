import * as z from 'zod';
import {
  chargeBack,
  loseDispute,
  openDispute,
  reportFraud,
  winDispute,
} from '../../domain/payments/disputes.ts';
import type { Game } from '../../domain/model/game.ts';
import type { Order } from '../../domain/model/order.ts';
import { expireOrder } from '../../domain/orders/orders.ts';
import { refundOrder } from '../../domain/payments/refunds.ts';
import { leaveWithoutPaying, RESOLUTIONS, resolveAs } from '../../domain/payments/resolutions.ts';
import type { DomainContext } from '../../domain/model/context.ts';
import { orderRefundSchema } from '../s2s/orders/order-schemas.ts';
import { parse } from '../api/validation.ts';
import type { ControlHandler } from './handler.ts';
import { controlOrder } from './order-wire.ts';

/**
 * What comes after (or instead of) the payment, each on an order. All answer with the order as it is then,
 * and refuse with 409 what its state does not allow.
 */
type Outcome<B> = (domain: DomainContext, game: Game, orderId: string, body: B) => Order;

function outcome<S extends z.ZodType>(schema: S, run: Outcome<z.output<S>>): ControlHandler {
  return ({ app: { domain }, game, id, body, base }) =>
    controlOrder(domain, run(domain, game, id, parse(schema, body, 'body')), base);
}

const nothing = z.strictObject({});
const disputeBody = z.strictObject({ reason: z.string().min(1).default('fraudulent') });
const resolveBody = z.strictObject({ outcome: z.enum(RESOLUTIONS) });

export const refund = outcome(orderRefundSchema.strict(), (domain, game, orderId, { reason }) =>
  refundOrder(domain, game, orderId, { reason, requestId: domain.ids.uuid() }),
);

export const dispute = outcome(disputeBody, (domain, game, orderId, { reason }) =>
  openDispute(domain, game, orderId, reason),
);

export const resolve = outcome(
  resolveBody,
  (domain, game, orderId, body) => resolveAs(domain, game, orderId, body.outcome).order,
);

export const abandon = outcome(
  nothing,
  (domain, game, orderId) => leaveWithoutPaying(domain, game, orderId).order,
);
export const chargeback = outcome(nothing, chargeBack);
export const disputeWon = outcome(nothing, winDispute);
export const disputeLost = outcome(nothing, loseDispute);
export const fraud = outcome(nothing, reportFraud);
export const expire = outcome(nothing, expireOrder);
