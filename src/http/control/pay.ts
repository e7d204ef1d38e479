import * as z from 'zod';
import { DECLINES, declineWith } from '../../domain/payments/cards.ts';
import { ORDER_STATUSES } from '../../domain/model/order.ts';
import { payOrder } from '../../domain/payments/payments.ts';
import type { PaymentState } from '../../domain/payments/transition.ts';
import { checkoutUrl } from '../../domain/wire/order.ts';
import { operation } from '../api/operation.ts';
import { countrySchema } from '../api/schemas.ts';
import { PAYMENT_STATUSES } from '../s2s/payments/payments.ts';
import { UNKNOWN_ORDER } from './orders.ts';

export const payBody = z.strictObject({
  card: z.string().nullish(),
  email: z.email().nullish(),
  country: countrySchema.nullish(),
  postal_code: z.string().nullish(),
  three_ds: z.enum(['complete', 'fail']).optional(),
  hold: z.boolean().optional(),
  decline_with: z.enum(DECLINES.map(({ code }) => code)).optional(),
});

const paymentStateSchema = z.lazy(() =>
  z
    .object({
      payment_id: z.string(),
      payment_status: z.enum(PAYMENT_STATUSES),
      order_status: z.enum(ORDER_STATUSES),
      decline: z.object({ code: z.string(), message: z.string() }).nullable(),
      next_action: z
        .object({ type: z.literal('three_d_secure'), url: z.string() })
        .nullable()
        .describe('What the player has to do before the payment ends.'),
    })
    .meta({ id: 'PaymentState' }),
);

export const payOperation = operation({
  id: 'pay_order',
  method: 'POST',
  path: '/orders/{id}/pay',
  summary: 'Pay an order without a browser, with the same effects as the checkout page.',
  description: 'A decline answers 200 too, with payment_status "failed" and the reason in decline.',
  body: payBody,
  response: { 200: paymentStateSchema },
  errors: { 404: UNKNOWN_ORDER, 409: 'The order is paid, expired, or another payment of it is under way.' },
  run: ({ app, game, params, body, base }) => {
    const details = {
      card: body.card ?? null,
      email: body.email ?? null,
      country: body.country ?? null,
      postalCode: body.postal_code ?? null,
      ip: null,
    };
    const state = payOrder(app.domain, game, params.id, details, {
      threeDs: body.three_ds,
      hold: body.hold,
      decline: body.decline_with === undefined ? undefined : declineWith(body.decline_with),
    });
    return paymentState(state, base);
  },
});

function paymentState({ order, payment }: PaymentState, base: string) {
  const isWaiting = payment.status === 'created' && payment.threeDs === 'pending';
  return {
    payment_id: payment.id,
    payment_status: payment.status,
    order_status: order.status,
    decline: payment.decline,
    next_action: isWaiting ? { type: 'three_d_secure' as const, url: checkoutUrl(base, order.id) } : null,
  };
}
