import type { Request, Response } from 'express';
import * as z from 'zod';
import { Conflict } from '../../domain/model/errors.ts';
import { applyCoupon, removeCoupon } from '../../domain/orders/order-coupons.ts';
import { isPayable } from '../../domain/orders/states.ts';
import { declineWith } from '../../domain/payments/cards.ts';
import { refuseWithoutMethod, savedCardOf } from '../../domain/payments/methods.ts';
import { abandonPayment, answerThreeDs } from '../../domain/payments/outcomes.ts';
import { type PaymentDetails, payOrder, type TestOptions } from '../../domain/payments/payments.ts';
import { parse } from '../api/validation.ts';
import type { AppContext } from '../server/app-context.ts';
import { type FoundOrder, orderAt } from './context.ts';
import { checkPayForm, type PayForm, readPayForm } from './pay-form.ts';

/** The player presses Pay. Whatever comes of it, the browser is sent to the order's page. */
export function pay(app: AppContext) {
  return (req: Request, res: Response): void => {
    const { domain } = app;
    const found = orderAt(domain, req);
    const form = readPayForm(req.body);
    const payer = isPayable(found.order, domain.clock.now()) ? payerOf(app, found, form) : NOBODY;
    const ip = req.ip?.replace(/^::ffff:/, '') ?? null;
    payOrder(domain, found.game, found.order.id, { ...payer, ip }, testOptions(app, form));
    res.redirect(303, `/order/${found.order.id}`);
  };
}

type Payer = Omit<PaymentDetails, 'ip'>;

const NOBODY: Payer = { card: null, email: null, country: null, postalCode: null };

/**
 * @throws InvalidRequest naming each field that is not right.
 * @throws Conflict when the order can't be paid this way.
 */
function payerOf({ domain }: AppContext, found: FoundOrder, form: PayForm): Payer {
  refuseWithoutMethod(found.order);
  if (found.order.amount === 0) return NOBODY;
  if (form.saved_card !== '') return savedPayer({ domain }, found);
  checkPayForm(form, found.order, domain.clock.now());
  return { card: form.card, email: form.email, country: form.country, postalCode: form.postal_code };
}

function savedPayer({ domain }: Pick<AppContext, 'domain'>, { game, order }: FoundOrder): Payer {
  const saved = savedCardOf(domain.store.tables, game, order);
  if (!saved) throw new Conflict(`Player ${order.playerId} has no saved card.`);
  const { card, payment } = saved;
  return {
    card: card.number,
    email: order.email ?? payment.email,
    country: order.countryLocked ? (order.country ?? payment.country) : payment.country,
    postalCode: payment.postalCode,
  };
}

/** What the tester's drawer asks of this attempt; nothing where there is no drawer. */
function testOptions({ config }: AppContext, form: PayForm): TestOptions {
  if (!config.testerDrawer) return {};
  return { hold: form.tester_hold !== '', decline: declineWith(form.tester_decline) };
}

const answerSchema = z.object({ answer: z.enum(['complete', 'fail', 'cancel']) });

/** The player answers the bank's question, or walks away from it. */
export function answerChallenge({ domain }: AppContext) {
  return (req: Request, res: Response): void => {
    const { game, order } = orderAt(domain, req);
    const { answer } = parse(answerSchema, req.body ?? {}, 'body');
    if (answer === 'cancel') abandonPayment(domain, game, order.id);
    else answerThreeDs(domain, game, order.id, answer);
    res.redirect(303, `/order/${order.id}`);
  };
}

const text = z.string().trim().max(500).catch('');
const couponFormSchema = z.object({ coupon_code: text, remove: text });

export function readCouponForm(body: unknown): { readonly code: string; readonly remove: boolean } {
  const { coupon_code: code, remove } = couponFormSchema.parse(body ?? {});
  return { code, remove: remove !== '' };
}

/** The player puts a coupon on the order, or takes it off. */
export function changeCoupon({ domain }: AppContext) {
  return (req: Request, res: Response): void => {
    const { game, order } = orderAt(domain, req);
    const { code, remove } = readCouponForm(req.body);
    if (remove) removeCoupon(domain, game, order.id);
    else applyCoupon(domain, game, order.id, code);
    res.redirect(303, `/order/${order.id}`);
  };
}
