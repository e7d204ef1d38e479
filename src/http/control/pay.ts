import * as z from 'zod';
import { DECLINES, declineWith } from '../../domain/payments/cards.ts';
import type { PaymentState } from '../../domain/payments/payment-outcomes.ts';
import { payOrder } from '../../domain/payments/payments.ts';
import { checkoutUrl } from '../../domain/wire/order.ts';
import { parse } from '../api/validation.ts';
import type { ControlRequest } from './handler.ts';

const payBody = z.strictObject({
  card: z.string().nullish(),
  email: z.email().nullish(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullish(),
  postal_code: z.string().nullish(),
  three_ds: z.enum(['complete', 'fail']).optional(),
  hold: z.boolean().optional(),
  decline_with: z.enum(DECLINES.map(({ code }) => code)).optional(),
});

/** The headless twin of the checkout page. A decline is an answer like any other. */
export function pay({ app, game, id, body, base }: ControlRequest) {
  const asked = parse(payBody, body, 'body');
  const state = payOrder(app.domain, game, {
    orderId: id,
    card: asked.card ?? null,
    email: asked.email ?? null,
    country: asked.country ?? null,
    postalCode: asked.postal_code ?? null,
    ip: null,
    threeDs: asked.three_ds,
    hold: asked.hold,
    decline: asked.decline_with === undefined ? undefined : declineWith(asked.decline_with),
  });
  return payAnswer(state, base);
}

function payAnswer({ order, payment }: PaymentState, base: string) {
  const isWaiting = payment.status === 'created' && payment.threeDs === 'pending';
  return {
    payment_id: payment.id,
    payment_status: payment.status,
    order_status: order.status,
    decline: payment.decline,
    next_action: isWaiting ? { type: 'three_d_secure', url: checkoutUrl(base, order.id) } : null,
  };
}
