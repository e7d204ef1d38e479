/** Units of a billing period. Source: `PeriodType` of the published OpenAPI. */
export const PERIOD_TYPES = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;

export interface BillingCycle {
  readonly periodType: (typeof PERIOD_TYPES)[number];
  readonly periodValue: number;
}

/** An offer of a plan that a subscription was bought with. */
export interface AppliedOffer {
  readonly key: string;
  readonly name: string | null;
  /** Lowers the first payment. */
  readonly discountPercent: number;
}

/** One of the ways in which a subscription can be bought. */
export interface SubscriptionPlan {
  /** Unique within the item. */
  readonly key: string;
  readonly name: string;
  readonly billingCycle: BillingCycle;
  readonly renewalType: 'auto' | 'no_renew';
  /** Minor units of `currency`; `null` if the price template or the item has the price. */
  readonly price: number | null;
  readonly currency: string;
  readonly priceTemplateId: string | null;
  readonly trialDays: number;
  readonly graceDays: number;
  /** An archived plan can't be bought. */
  readonly archivedAt: number | null;
  /** The offer that the days above contain; the plans of items have none. Records of version 0.1 lack it. */
  readonly offer?: AppliedOffer | null | undefined;
  /** Other fields, with the API's names, stored as sent; `plans.ts` reads those that have an effect. */
  readonly kept: Readonly<Record<string, unknown>>;
}

/** Source: `SubscriptionStatus` of the published OpenAPI. The emulator never uses the last two. */
export const SUBSCRIPTION_STATUSES = [
  'trial',
  'active',
  'grace',
  'canceled',
  'expired',
  'locked',
  'paused',
  'ended',
  'pending',
] as const;

export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/** What a line of an order has that sells or renews a subscription. */
export interface SubscriptionLine {
  readonly plan: SubscriptionPlan;
  /** Whether the line sells a trial, which costs nothing. */
  readonly isTrial: boolean;
  /** What a renewal costs, in minor units of the order's currency. */
  readonly renewalPrice: number;
  /** The subscription that the line renews; `null` if it sells a new one. */
  readonly renews: string | null;
}

/** Who pays for renewals, as the last payment has it. Of the card only the brand and the last four digits are kept. */
export interface SubscriptionPayer {
  readonly cardScheme: string | null;
  readonly cardLast4: string | null;
  readonly email: string | null;
  readonly country: string | null;
  readonly postalCode: string | null;
}

/** The rest of a period, for the time after a pause. */
export interface InterruptedPeriod {
  readonly status: 'trial' | 'active';
  /** Milliseconds. */
  readonly left: number;
}

/** A subscription that a player has bought. */
export interface Subscription {
  readonly id: string;
  readonly gameId: string;
  readonly playerId: string;
  readonly userId: string;
  readonly itemId: string;
  readonly sku: string;
  readonly name: string;
  /** The order that activated it. */
  readonly orderId: string;
  /** The order of the current period. */
  readonly lastOrderId: string;
  readonly status: SubscriptionStatus;
  /** The plan as it was when it was bought. */
  readonly plan: SubscriptionPlan;
  /** What a renewal costs, in minor units of `currency`. */
  readonly price: number;
  readonly currency: string;
  readonly payer: SubscriptionPayer;
  readonly metadata: Readonly<Record<string, string>> | null;
  /** The end of the trial; `null` without one. */
  readonly trialUntil: number | null;
  /** Until when the player has the benefits. */
  readonly effectiveUntil: number;
  /** Until when a payment revives a subscription that is locked. Records of version 0.1 lack it. */
  readonly lockedUntil?: number | null | undefined;
  /** What a pause interrupted. Records of version 0.1 lack it. */
  readonly paused?: InterruptedPeriod | null | undefined;
  readonly createdAt: number;
  /** `null` if it was never changed. */
  readonly updatedAt: number | null;
}

/** Whether a subscription has come to its end: nothing but a new payment revives it. */
export function hasEnded({ status }: Pick<Subscription, 'status'>): boolean {
  return status === 'expired' || status === 'ended';
}

/** Whether the benefits were taken from the player, who can get them back. */
export function isSuspended({ status }: Pick<Subscription, 'status'>): boolean {
  return status === 'locked' || status === 'paused';
}

/** Whether the player has the benefits now. */
export function isEffective(
  subscription: Pick<Subscription, 'status' | 'effectiveUntil'>,
  now: number,
): boolean {
  return !hasEnded(subscription) && !isSuspended(subscription) && now < subscription.effectiveUntil;
}
