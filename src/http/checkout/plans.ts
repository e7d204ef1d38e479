import type { OrderItem } from '../../domain/model/order.ts';
import type { SubscriptionPlan } from '../../domain/model/subscription.ts';
import { plansFor } from '../../domain/orders/order-plans.ts';
import type { CheckoutContext } from './context.ts';
import { fill } from './language.ts';

/** The terms of a subscription, and the other plans that the player can choose; `null` for other items. */
export function subscriptionModel(context: CheckoutContext, item: OrderItem, index: number) {
  if (!item.subscription) return null;
  const { order, state, tables, domain, problem } = context;
  const { plan, isTrial, renewalPrice } = item.subscription;
  const offered = state === 'payable' ? plansFor(tables, order, item, domain.rules.defaultCountry) : [];
  return {
    index,
    plan: plan.name,
    terms: termsOf(context, plan, isTrial, renewalPrice),
    others: offered
      .filter((one) => one.plan.key !== plan.key)
      .map((one) => ({
        key: one.plan.key,
        choose: fill(context.language.texts.use_plan, { plan: one.plan.name }),
        terms: termsOf(context, one.plan, one.isTrial, one.price),
      })),
    error: problem?.fields['plan_key'] ? context.language.texts.plan_unavailable : null,
  };
}

function termsOf(
  { order, language: { texts, formats } }: CheckoutContext,
  { billingCycle, renewalType, trialDays }: SubscriptionPlan,
  isTrial: boolean,
  price: number,
): string {
  const { periodType, periodValue } = billingCycle;
  const cost = `${formats.money(price, order.currency)} / ${formats.cycle(periodValue, periodType)}`;
  const trial = fill(texts.plan_trial, { period: formats.period(trialDays, 'day'), price: cost });
  const renewal = renewalType === 'auto' ? texts.plan_renews : texts.plan_ends;
  return isTrial ? `${trial} ${renewal}` : `${cost}. ${renewal}`;
}
