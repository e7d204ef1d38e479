import * as z from 'zod';
import { expireOrder } from '../../domain/orders/orders.ts';
import type { ManualAction } from '../../domain/orders/states.ts';
import {
  chargeBack,
  loseDispute,
  openDispute,
  reportFraud,
  winDispute,
} from '../../domain/payments/disputes.ts';
import { updateFees } from '../../domain/payments/fee-updates.ts';
import { resetGranting } from '../../domain/payments/granting.ts';
import { RESOLUTIONS, resolvePayment, stopPayment } from '../../domain/payments/outcomes.ts';
import { leaveWithoutPaying, payOrder } from '../../domain/payments/payments.ts';
import { refundOrder } from '../../domain/payments/refunds.ts';
import { dashboardPage, type DashboardContext } from './context.ts';
import { redirectTo } from './layout.ts';
import { orderPage } from './order.ts';
import { HOLD } from './pay-buttons.ts';

interface OrderActionSpec<Form extends z.ZodObject> {
  readonly message: Parameters<typeof redirectTo>[1];
  readonly form?: Form;
  readonly run: (context: DashboardContext, orderId: string, form: z.output<Form>) => unknown;
}

function orderAction<Form extends z.ZodObject>(action: ManualAction, spec: OrderActionSpec<Form>) {
  return dashboardPage({
    method: 'POST',
    path: `/orders/:id/${action}`,
    ...(spec.form && { form: spec.form }),
    again: orderPage,
    run: (context, { params: { id }, form }) => {
      spec.run(context, id, form);
      return redirectTo(`${context.root}/orders/${id}`, spec.message);
    },
  });
}

const reasonSchema = z.object({ reason: z.string().min(1).max(500) });

/** Pays as a player would, with a test card or with a card whose payment stays in progress. */
const pay = dashboardPage({
  method: 'POST',
  path: '/orders/:id/pay',
  form: z.object({ card: z.string(), back: z.string() }),
  again: orderPage,
  run: ({ domain, game, root }, { params: { id }, form }) => {
    const hold = form.card === HOLD;
    const card = form.card === '' ? null : hold ? '4242424242424242' : form.card;
    const details = { card, email: null, country: null, postalCode: null, ip: null };
    const { payment } = payOrder(domain, game, id, details, { hold: hold || undefined });
    return redirectTo(
      form.back === 'list' ? root : `${root}/orders/${id}`,
      PAID[payment.status] ?? 'payment-waits',
    );
  },
});

const PAID: Readonly<Partial<Record<string, Parameters<typeof redirectTo>[1]>>> = {
  done: 'payment-made',
  failed: 'payment-declined',
};

/** The forms of an order's page, each one use case. */
export const ORDER_ACTIONS = [
  pay,
  orderAction('reset-granting', {
    message: 'granting-reset',
    run: ({ domain, game }, id) => resetGranting(domain, game, id),
  }),
  orderAction('refund', {
    message: 'refunded',
    form: reasonSchema,
    run: ({ domain, game }, id, { reason }) => refundOrder(domain, game, id, { reason, requestId: null }),
  }),
  orderAction('dispute', {
    message: 'disputed',
    form: reasonSchema,
    run: ({ domain, game }, id, { reason }) => openDispute(domain, game, id, reason),
  }),
  orderAction('resolve', {
    message: 'resolved',
    form: z.object({ outcome: z.enum(RESOLUTIONS) }),
    run: ({ domain, game }, id, { outcome }) => resolvePayment(domain, game, id, outcome),
  }),
  orderAction('abandon', {
    message: 'abandoned',
    run: ({ domain, game }, id) => leaveWithoutPaying(domain, game, id),
  }),
  orderAction('cancel', {
    message: 'payment-canceled',
    run: ({ domain, game }, id) => leaveWithoutPaying(domain, game, id, 'cancel'),
  }),
  orderAction('reject', {
    message: 'payment-rejected',
    run: ({ domain, game }, id) => leaveWithoutPaying(domain, game, id, 'reject'),
  }),
  orderAction('void', {
    message: 'payment-voided',
    run: ({ domain, game }, id) => stopPayment(domain, game, id, 'void'),
  }),
  orderAction('update-fees', {
    message: 'fees-updated',
    run: ({ domain, game }, id) => updateFees(domain, game, id),
  }),
  orderAction('chargeback', {
    message: 'charged-back',
    run: ({ domain, game }, id) => chargeBack(domain, game, id),
  }),
  orderAction('dispute-won', {
    message: 'dispute-won',
    run: ({ domain, game }, id) => winDispute(domain, game, id),
  }),
  orderAction('dispute-lost', {
    message: 'dispute-lost',
    run: ({ domain, game }, id) => loseDispute(domain, game, id),
  }),
  orderAction('fraud', {
    message: 'fraud-reported',
    run: ({ domain, game }, id) => reportFraud(domain, game, id),
  }),
  orderAction('expire', {
    message: 'expired',
    run: ({ domain, game }, id) => expireOrder(domain, game, id),
  }),
];
