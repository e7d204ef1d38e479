import * as z from 'zod';
import { Conflict } from '../../domain/model/errors.ts';
import { applyCoupon, removeCoupon } from '../../domain/orders/order-coupons.ts';
import { changePlan } from '../../domain/orders/order-plans.ts';
import { expireOrder } from '../../domain/orders/orders.ts';
import { isPayable } from '../../domain/orders/states.ts';
import { declineWith } from '../../domain/payments/cards.ts';
import { grantConsentAtPurchase } from '../../domain/players/marketing-consent.ts';
import { refuseWithoutMethod, savedCardOf } from '../../domain/payments/methods.ts';
import { answerThreeDs, RESOLUTIONS, resolvePayment, stopPayment } from '../../domain/payments/outcomes.ts';
import { leaveWithoutPaying, payOrder } from '../../domain/payments/payments.ts';
import { orderPath } from '../server/page-paths.ts';
import { checkoutPage, type CheckoutContext } from './context.ts';
import { orderPage, orderPageAfterPaying } from './order-page.ts';
import { checkPayForm, payFormSchema, type CheckoutForm } from './pay-form.ts';

/** The player presses Pay. Whether the payment succeeds or not, the order's page is shown next. */
export const pay = checkoutPage({
  method: 'POST',
  path: '/:id/pay',
  form: payFormSchema,
  again: orderPageAfterPaying,
  run: (context, { form }) => {
    const { domain, game, order, ip, now, app } = context;
    const payer = isPayable(order, now) ? payerOf(context, form) : NO_PAYER;
    const testOptions = app.config.testerDrawer
      ? { hold: form.tester_hold !== '', decline: declineWith(form.tester_decline) }
      : {};
    const { payment } = payOrder(domain, game, order.id, { ...payer, ip }, testOptions);
    if (form.marketing_consent !== '' && payer.email !== null && payment.status !== 'failed') {
      grantConsentAtPurchase(domain, game, order.playerId, payer.email);
    }
    return { redirect: orderPath(order.id) };
  },
});

const NO_PAYER = { card: null, email: null, country: null, postalCode: null, saveCard: false };

/**
 * @throws InvalidRequest naming each field that is wrong.
 * @throws Conflict when the order can't be paid this way.
 */
function payerOf(context: CheckoutContext, form: CheckoutForm) {
  const { order, now } = context;
  refuseWithoutMethod(order);
  if (order.amount === 0) return NO_PAYER;
  if (form.saved_card !== '') return savedPayer(context);
  checkPayForm(form, order, now);
  return {
    card: form.card,
    email: form.email,
    country: form.country,
    postalCode: form.postal_code,
    saveCard: form.save_card !== '',
  };
}

function savedPayer({ tables, game, order }: CheckoutContext) {
  const saved = savedCardOf(tables, game, order);
  if (!saved) throw new Conflict(`Player ${order.playerId} has no saved card.`);
  const { card, payment } = saved;
  return {
    card: card.number,
    email: order.email ?? payment.email,
    country: order.countryLocked ? (order.country ?? payment.country) : payment.country,
    postalCode: payment.postalCode,
    saveCard: true,
  };
}

const text = z.string().max(500).catch('');

/** The player puts a coupon on the order, or takes it off. */
export const changeCoupon = checkoutPage({
  method: 'POST',
  path: '/:id/coupon',
  form: z.object({ coupon_code: text, remove: text }),
  again: orderPage,
  run: ({ domain, game, order }, { form }) => {
    if (form.remove !== '') removeCoupon(domain, game, order.id);
    else applyCoupon(domain, game, order.id, form.coupon_code);
    return { redirect: orderPath(order.id) };
  },
});

/** The player chooses another plan of a subscription. */
export const choosePlan = checkoutPage({
  method: 'POST',
  path: '/:id/plan',
  form: z.object({
    item: z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number),
    plan_key: z.string().max(255),
  }),
  again: orderPage,
  run: ({ domain, game, order }, { form }) => {
    changePlan(domain, game, order.id, form.item, form.plan_key);
    return { redirect: orderPath(order.id) };
  },
});

/** The player answers the bank's question, or leaves it unanswered. */
export const answerThreeDSecure = checkoutPage({
  method: 'POST',
  path: '/:id/3ds',
  form: z.object({ answer: z.enum(['complete', 'fail', 'cancel']) }),
  again: orderPage,
  run: ({ domain, game, order }, { form: { answer } }) => {
    if (answer === 'cancel') stopPayment(domain, game, order.id, 'abandon');
    else answerThreeDs(domain, game, order.id, answer);
    return { redirect: orderPath(order.id) };
  },
});

/** The tester's drawer: the player leaves without paying. */
export const abandon = checkoutPage({
  method: 'POST',
  path: '/:id/tester/abandon',
  again: orderPage,
  run: ({ domain, game, order }) => {
    leaveWithoutPaying(domain, game, order.id);
    return { redirect: orderPath(order.id) };
  },
});

export const expire = checkoutPage({
  method: 'POST',
  path: '/:id/tester/expire',
  again: orderPage,
  run: ({ domain, game, order }) => {
    expireOrder(domain, game, order.id);
    return { redirect: orderPath(order.id) };
  },
});

/** Ends a payment that was held pending; a decline may have any of the published codes. */
export const resolve = checkoutPage({
  method: 'POST',
  path: '/:id/tester/resolve',
  form: z.object({ outcome: z.enum(RESOLUTIONS), code: z.string() }),
  again: orderPage,
  run: ({ domain, game, order }, { form: { outcome, code } }) => {
    resolvePayment(domain, game, order.id, outcome, declineWith(code));
    return { redirect: orderPath(order.id) };
  },
});
