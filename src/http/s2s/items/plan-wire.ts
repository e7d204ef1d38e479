import type { SubscriptionPlan } from '../../../domain/model/subscription.ts';
import { milliseconds } from '../../../domain/wire/time.ts';
import { keptPlanSchema, type PlanBody } from './item-schemas.ts';

/** A plan as a request gives it, in the domain's names. */
export function planOf(body: PlanBody): SubscriptionPlan {
  return {
    key: body.key,
    name: body.name,
    billingCycle: {
      periodType: body.billing_cycle.period_type,
      periodValue: body.billing_cycle.period_value,
    },
    renewalType: body.renewal_type,
    price: body.price ?? null,
    currency: body.currency ?? 'USD',
    priceTemplateId: body.price_template_id ?? null,
    trialDays: body.trial_period ?? 0,
    graceDays: body.grace_period ?? 0,
    archivedAt: body.archived_at === undefined ? null : milliseconds(body.archived_at),
    kept: keptPlanSchema.parse(body),
  };
}

/** `SubscriptionPlan` of the published specification. Unset fields are absent, not null. */
export function planRead(plan: SubscriptionPlan): PlanBody {
  return {
    ...(plan.kept as Partial<PlanBody>),
    key: plan.key,
    name: plan.name,
    billing_cycle: {
      period_type: plan.billingCycle.periodType,
      period_value: plan.billingCycle.periodValue,
    },
    renewal_type: plan.renewalType,
    currency: plan.currency as PlanBody['currency'],
    trial_period: plan.trialDays,
    grace_period: plan.graceDays,
    ...(plan.price !== null && { price: plan.price }),
    ...(plan.priceTemplateId !== null && { price_template_id: plan.priceTemplateId }),
    ...(plan.archivedAt !== null && { archived_at: plan.archivedAt / 1000 }),
  };
}
