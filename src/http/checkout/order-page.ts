import * as z from 'zod';
import { StorageUnavailable } from '../../domain/model/errors.ts';
import type { FormProblem } from '../pages/forms.ts';
import { checkoutPage, type CheckoutContext } from './context.ts';
import { firstForm, formModel, formWithTestCard, type FormState } from './form.ts';
import { outcomeModel, titleOf } from './outcome.ts';
import { payFormOf } from './pay-form.ts';
import { summaryModel } from './summary.ts';
import { drawerModel } from './tester.ts';
import type { TextKey } from './texts/en.ts';

/** The key of a notice's text; its explanation has `_note` behind it. */
type Notice = 'paid_already' | 'paying_elsewhere' | 'coupon_spent' | 'not_possible';

/** Seconds after which a waiting page without JavaScript asks again. */
const ASK_AGAIN = 2;

/** The page of an order in any state, also as the answer to a form that was refused. */
export const orderPage = orderPageWith(() => 'not_possible');

/** The answer to a payment that was refused because of the order's state. */
export const orderPageAfterPaying = orderPageWith(({ order }) => {
  if (order.status === 'captured') return 'paying_elsewhere';
  if (order.paidAt !== null) return 'paid_already';
  return order.coupon ? 'coupon_spent' : 'not_possible';
});

/** @param noticeOf says why the order's state did not allow what a form asked for. */
function orderPageWith(noticeOf: (context: CheckoutContext) => Notice) {
  return checkoutPage({
    method: 'GET',
    path: '/:id',
    query: z.object({ fill: z.string().optional() }),
    run: (context, { query }) => {
      const { state, language, problem } = context;
      context.app.pageViews.opened(context.order.id, context.now);
      if (problem?.error instanceof StorageUnavailable) throw problem.error;
      const refusedForm = problem && formOf(problem);
      const form = refusedForm ?? formWithTestCard(context, query.fill) ?? firstForm(context);
      const notice = problem?.status === 409 ? noticeOf(context) : null;
      const outcome = outcomeModel(context);
      const { texts } = language;
      return {
        view: 'page',
        title: `${refusedForm ? '⚠ ' : ''}${titleOf(context)}`,
        refresh: refreshOf(context, outcome.redirect),
        model: {
          notice: notice && { title: texts[notice], note: texts[`${notice}_note`] },
          summary: summaryModel(context),
          coupon: couponModel(context),
          form: state === 'payable' ? formModel(context, form) : null,
          outcome,
          drawer: context.app.config.testerDrawer ? drawerModel(context) : null,
        },
      };
    },
  });
}

/** The payment form as it was submitted; `null` when it was another form. */
function formOf({ status, fields, submitted }: FormProblem): FormState | null {
  if (status !== 422 || ['coupon_code', 'plan_key', 'item'].some((name) => fields[name])) return null;
  const faults = new Map(Object.entries(fields).map(([field, { code }]) => [field, code]));
  return { fields: payFormOf(submitted), faults };
}

/** A browser without JavaScript asks again by itself, or goes back to the game. */
function refreshOf({ state }: CheckoutContext, redirect: { url: string; seconds: number } | null) {
  if (redirect) return `${redirect.seconds}; url=${redirect.url}`;
  return state === 'processing' || state === 'granting' ? String(ASK_AGAIN) : null;
}

/** Aghanim's three answers to a player whose coupon doesn't work. */
const COUPON_ERRORS: Readonly<Partial<Record<string, TextKey>>> = {
  coupon_not_found: 'coupon_not_found',
  coupon_already_used: 'coupon_used',
};

/** The coupon field, on orders that take coupons and can still be paid. */
function couponModel({ order, state, language, problem }: CheckoutContext) {
  if (order.couponsEnabled !== true || state !== 'payable') return null;
  const refused = problem?.fields['coupon_code'];
  return {
    code: refused ? problem.submitted.text('coupon_code') : '',
    error: refused ? language.texts[COUPON_ERRORS[refused.code] ?? 'coupon_unusable'] : null,
    applied: order.coupon?.code ?? null,
  };
}
