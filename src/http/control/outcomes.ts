import * as z from 'zod';
import {
  chargeBack,
  loseDispute,
  openDispute,
  reportFraud,
  winDispute,
} from '../../domain/payments/disputes.ts';
import type { Order } from '../../domain/model/order.ts';
import { expireOrder } from '../../domain/orders/orders.ts';
import { resetGranting } from '../../domain/payments/granting.ts';
import { updateFees } from '../../domain/payments/fee-updates.ts';
import { RESOLUTIONS, resolvePayment, stopPayment } from '../../domain/payments/outcomes.ts';
import { leaveWithoutPaying } from '../../domain/payments/payments.ts';
import { refundOrder } from '../../domain/payments/refunds.ts';
import { operation, type Operation, type RequestContext } from '../api/operation.ts';
import { orderRefundSchema } from '../s2s/orders/order-schemas.ts';
import { noBody } from '../api/schemas.ts';
import { controlOrder, controlOrderSchema, UNKNOWN_ORDER } from './orders.ts';

interface Outcome<Body extends z.ZodType> {
  readonly id: string;
  readonly path: `/orders/{id}/${string}`;
  readonly summary: string;
  readonly body: Body;
  readonly run: (request: RequestContext<{ readonly id: string }, unknown, z.output<Body>>) => Order;
}

/** An operation that changes what becomes of an order or its payment. It answers with the changed order. */
function outcome<Body extends z.ZodType>({ run, ...spec }: Outcome<Body>): Operation {
  return operation({
    ...spec,
    method: 'POST',
    response: { 200: controlOrderSchema },
    errors: { 404: UNKNOWN_ORDER, 409: 'The state of the order or of its payment does not allow it.' },
    run: (request: RequestContext<{ readonly id: string }, unknown, z.output<Body>>) =>
      controlOrder(request.app.domain, run(request), request.base),
  });
}

export const outcomeOperations = [
  outcome({
    id: 'refund_order',
    path: '/orders/{id}/refund',
    summary: 'Refund a paid order, as the S2S API does.',
    body: orderRefundSchema.strict(),
    run: ({ app, game, params, body, requestId }) =>
      refundOrder(app.domain, game, params.id, { reason: body.reason, requestId }),
  }),
  outcome({
    id: 'charge_back_order',
    path: '/orders/{id}/chargeback',
    summary: 'Let the bank take the money back without a dispute.',
    body: noBody,
    run: ({ app, game, params }) => chargeBack(app.domain, game, params.id),
  }),
  outcome({
    id: 'dispute_order',
    path: '/orders/{id}/dispute',
    summary: 'Let the player dispute the payment at the bank.',
    body: z.strictObject({ reason: z.string().min(1).default('fraudulent') }),
    run: ({ app, game, params, body }) => openDispute(app.domain, game, params.id, body.reason),
  }),
  outcome({
    id: 'win_dispute',
    path: '/orders/{id}/dispute-won',
    summary: 'End the dispute in favour of the game.',
    body: noBody,
    run: ({ app, game, params }) => winDispute(app.domain, game, params.id),
  }),
  outcome({
    id: 'lose_dispute',
    path: '/orders/{id}/dispute-lost',
    summary: 'End the dispute in favour of the player.',
    body: noBody,
    run: ({ app, game, params }) => loseDispute(app.domain, game, params.id),
  }),
  outcome({
    id: 'report_fraud',
    path: '/orders/{id}/fraud',
    summary: 'Report the payment as fraud.',
    body: noBody,
    run: ({ app, game, params }) => reportFraud(app.domain, game, params.id),
  }),
  outcome({
    id: 'expire_order',
    path: '/orders/{id}/expire',
    summary: 'Expire the order now.',
    body: noBody,
    run: ({ app, game, params }) => expireOrder(app.domain, game, params.id),
  }),
  outcome({
    id: 'abandon_order',
    path: '/orders/{id}/abandon',
    summary: 'Let the player leave the checkout page without paying.',
    body: noBody,
    run: ({ app, game, params }) => leaveWithoutPaying(app.domain, game, params.id).order,
  }),
  outcome({
    id: 'cancel_payment',
    path: '/orders/{id}/cancel',
    summary: 'Let the player cancel the payment during checkout.',
    body: noBody,
    run: ({ app, game, params }) => leaveWithoutPaying(app.domain, game, params.id, 'cancel').order,
  }),
  outcome({
    id: 'reject_payment',
    path: '/orders/{id}/reject',
    summary: 'Reject the payment because it is flagged as risky.',
    body: noBody,
    run: ({ app, game, params }) => leaveWithoutPaying(app.domain, game, params.id, 'reject').order,
  }),
  outcome({
    id: 'void_payment',
    path: '/orders/{id}/void',
    summary: 'Void the payment that is held.',
    body: noBody,
    run: ({ app, game, params }) => stopPayment(app.domain, game, params.id, 'void').order,
  }),
  outcome({
    id: 'update_fees',
    path: '/orders/{id}/update-fees',
    summary: 'Send the latest event of the payment again, as after an update of its fees.',
    body: noBody,
    run: ({ app, game, params }) => updateFees(app.domain, game, params.id),
  }),
  outcome({
    id: 'reset_granting',
    path: '/orders/{id}/reset-granting',
    summary: 'Forget what the game made of a paid order, and ask for the items again with a new event.',
    body: noBody,
    run: ({ app, game, params }) => resetGranting(app.domain, game, params.id),
  }),
  outcome({
    id: 'resolve_payment',
    path: '/orders/{id}/resolve',
    summary: 'End the payment that is under way.',
    body: z.strictObject({ outcome: z.enum(RESOLUTIONS) }),
    run: ({ app, game, params, body }) => resolvePayment(app.domain, game, params.id, body.outcome).order,
  }),
];
