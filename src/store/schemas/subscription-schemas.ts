import * as z from 'zod';
import {
  PERIOD_TYPES,
  SUBSCRIPTION_STATUSES,
  type AppliedOffer,
  type BillingCycle,
  type InterruptedPeriod,
  type Subscription,
  type SubscriptionLine,
  type SubscriptionPayer,
  type SubscriptionPlan,
} from '../../domain/model/subscription.ts';
import { anything, fields, flag, maybeNumber, maybeText, number, text, textMap } from './fields.ts';

export const plan = fields<SubscriptionPlan>({
  key: text,
  name: text,
  billingCycle: fields<BillingCycle>({ periodType: z.enum(PERIOD_TYPES), periodValue: number }),
  renewalType: z.enum(['auto', 'no_renew']),
  price: maybeNumber,
  currency: text,
  priceTemplateId: maybeText,
  trialDays: number,
  graceDays: number,
  archivedAt: maybeNumber,
  offer: fields<AppliedOffer>({ key: text, name: maybeText, discountPercent: number }).nullable().optional(),
  kept: anything,
});

export const subscriptionLine = fields<SubscriptionLine>({
  plan,
  isTrial: flag,
  renewalPrice: number,
  renews: maybeText,
});

export const subscription = fields<Subscription>({
  id: text,
  gameId: text,
  playerId: text,
  userId: text,
  itemId: text,
  sku: text,
  name: text,
  orderId: text,
  lastOrderId: text,
  status: z.enum(SUBSCRIPTION_STATUSES),
  plan,
  price: number,
  currency: text,
  payer: fields<SubscriptionPayer>({
    cardScheme: maybeText,
    cardLast4: maybeText,
    email: maybeText,
    country: maybeText,
    postalCode: maybeText,
  }),
  metadata: textMap.nullable(),
  trialUntil: maybeNumber,
  effectiveUntil: number,
  lockedUntil: maybeNumber.optional(),
  paused: fields<InterruptedPeriod>({ status: z.enum(['trial', 'active']), left: number })
    .nullable()
    .optional(),
  createdAt: number,
  updatedAt: maybeNumber,
});
