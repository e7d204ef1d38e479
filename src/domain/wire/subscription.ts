import type { Subscription, SubscriptionPlan } from '../model/subscription.ts';
import { seconds } from './time.ts';

/** `SubscriptionRead` of the published specification. Fields without a value are absent. */
export function subscriptionRead(subscription: Subscription) {
  const { id, sku, name, orderId, status, createdAt, updatedAt, effectiveUntil, metadata, plan } =
    subscription;
  return {
    sku,
    id,
    name,
    order_id: orderId,
    status,
    created_at: seconds(createdAt),
    updated_at: updatedAt === null ? undefined : seconds(updatedAt),
    effective_until: seconds(effectiveUntil),
    metadata: metadata ?? undefined,
    plan: { key: plan.key, name: plan.name, ...offerOf(plan) },
  };
}

/** Absent without an offer. */
function offerOf({ offer }: SubscriptionPlan): { offer?: { key: string; name?: string } } {
  if (!offer) return {};
  return { offer: { key: offer.key, ...(offer.name !== null && { name: offer.name }) } };
}

/** `event_data` of the `subscription.*` events: the subscription and whose it is. What is not set is null. */
export function subscriptionData(subscription: Subscription) {
  const { updated_at = null, metadata = null, plan, ...others } = subscriptionRead(subscription);
  return {
    player_id: subscription.playerId,
    ...others,
    updated_at,
    metadata,
    plan: { ...plan, offer: plan.offer ?? null },
  };
}
