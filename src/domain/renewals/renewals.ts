import { NO_CONTENTS } from '../catalogue/item-contents.ts';
import { type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import { Conflict } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId, newReceiptNumber } from '../model/ids.ts';
import type { Order, OrderItem } from '../model/order.ts';
import { existing } from '../model/record.ts';
import { hasEnded, isSuspended, type Subscription } from '../model/subscription.ts';
import { publishOrder } from '../orders/order-events.ts';
import { ORDER_DEFAULTS } from '../orders/orders.ts';
import { cardOf, DECLINES, TEST_CARDS } from '../payments/cards.ts';
import { pay, type TestOptions } from '../payments/payments.ts';
import { addDays } from '../subscriptions/periods.ts';
import { goOn } from '../subscriptions/pauses.ts';
import {
  end,
  getSubscription,
  giveUp,
  putSubscription,
  refuseEnded,
} from '../subscriptions/subscriptions.ts';

/**
 * Renews a subscription as if its period were over: an order of its own is paid with the card of the last payment.
 *
 * @throws NotFound
 * @throws Conflict when the subscription is canceled or has ended, or its plan is not renewed.
 */
export function renewSubscription(domain: DomainContext, game: Game, id: string): Subscription {
  return inTransaction(domain, (tx) => {
    const subscription = getSubscription(tx.tables, game.id, id);
    refuseRenewal(subscription);
    charge(tx, game, subscription, id, { threeDs: 'complete' });
    return existing(tx.tables.subscriptions, id);
  });
}

/**
 * Lets the payment of a renewal fail. A plan with a grace period keeps the benefits for that time; without one, and
 * when a payment fails in the grace period, the subscription is locked or ends.
 *
 * @throws what `renewSubscription` throws.
 */
export function failRenewal(domain: DomainContext, game: Game, id: string): Subscription {
  return inTransaction(domain, (tx) => {
    const subscription = getSubscription(tx.tables, game.id, id);
    refuseRenewal(subscription);
    return renewalFailed(tx, game, subscription);
  });
}

function renewalFailed(tx: Tx, game: Game, subscription: Subscription): Subscription {
  if (subscription.price > 0)
    charge(tx, game, subscription, subscription.id, { decline: INSUFFICIENT_FUNDS });
  const { status, plan, effectiveUntil } = subscription;
  if (status === 'locked') return subscription;
  if (status === 'grace' || plan.graceDays === 0) return giveUp(tx, game, subscription, newCause(tx));
  const grace: Subscription = {
    ...subscription,
    status: 'grace',
    effectiveUntil: addDays(effectiveUntil, plan.graceDays),
    updatedAt: tx.now,
  };
  return putSubscription(tx, game, grace, 'subscription.updated', newCause(tx));
}

const INSUFFICIENT_FUNDS = DECLINES.find(({ code }) => code === '2051');

function refuseRenewal(subscription: Subscription): void {
  refuseEnded(subscription);
  const { id, status, plan } = subscription;
  if (status === 'canceled' || status === 'paused') {
    throw new Conflict(`Subscription ${id} is ${status}: it is not renewed.`);
  }
  if (plan.renewalType === 'no_renew') {
    throw new Conflict(`Subscription ${id} has the plan ${JSON.stringify(plan.key)}, which is not renewed.`);
  }
}

/**
 * Makes an order for a period and pays it. The payment starts the period.
 *
 * @param renews the subscription that it renews; `null` for a new one
 */
function charge(
  tx: Tx,
  game: Game,
  subscription: Subscription,
  renews: string | null,
  options: TestOptions,
): Order {
  const order = renewalOrder(tx, subscription, renews);
  tx.tables.orders.put(order);
  publishOrder(tx, game, 'order.created', order, newCause(tx));
  const { payer } = subscription;
  const card = cardOf(payer) ?? TEST_CARDS[0];
  const details = {
    card: card?.number ?? null,
    email: payer.email,
    country: payer.country,
    postalCode: payer.postalCode,
    ip: null,
  };
  pay(tx, game, order, details, options);
  return order;
}

function renewalOrder(tx: Tx, subscription: Subscription, renews: string | null): Order {
  const { gameId, playerId, userId, currency, price, payer, metadata } = subscription;
  return {
    ...ORDER_DEFAULTS,
    id: newId(tx.ids, 'order'),
    gameId,
    paymentPlatform: tx.platforms.of(null).name,
    platformDetails: null,
    playerId,
    userId,
    status: 'created',
    items: [renewalItem(subscription, renews)],
    currency,
    amount: price,
    amountBeforeDiscount: price,
    receiptNumber: newReceiptNumber(tx.ids),
    email: payer.email,
    country: payer.country,
    metadata,
    createdAt: tx.now,
    modifiedAt: tx.now,
    expiresAt: tx.now + tx.rules.orderTtlMs,
    paidAt: null,
  };
}

function renewalItem(
  { itemId, sku, name, price, currency, plan }: Subscription,
  renews: string | null,
): OrderItem {
  return {
    ...NO_CONTENTS,
    id: itemId,
    sku,
    name,
    description: null,
    imageUrl: null,
    quantity: 1,
    price,
    currency,
    isSystem: false,
    source: 'order',
    selectedPlanKey: plan.key,
    // A subscription that is bought again is charged its full price.
    subscription: {
      plan: renews === null ? { ...plan, offer: null } : plan,
      isTrial: false,
      renewalPrice: price,
      renews,
    },
  };
}

/**
 * Reactivates a subscription. A canceled or paused one goes on; a locked one is paid, and one that has ended is bought again, with the card of the last
 * payment; any other one is left as it is.
 *
 * @param requestId the API request that asks for it, if one does.
 * @throws NotFound
 */
export function reactivateSubscription(
  domain: DomainContext,
  game: Game,
  id: string,
  requestId: string | null,
): { readonly outcome: 'unchanged' | 'reactivated' | 'created'; readonly subscription: Subscription } {
  return inTransaction(domain, (tx) => {
    const subscription = getSubscription(tx.tables, game.id, id);
    if (hasEnded(subscription)) {
      return { outcome: 'created', subscription: buyAgain(tx, game, subscription) };
    }
    if (isSuspended(subscription)) {
      return { outcome: 'reactivated', subscription: restore(tx, game, subscription, requestId) };
    }
    if (subscription.status !== 'canceled') return { outcome: 'unchanged', subscription };
    const active: Subscription = { ...subscription, status: statusBefore(subscription), updatedAt: tx.now };
    putSubscription(tx, game, active, 'subscription.updated', newCause(tx, requestId));
    return { outcome: 'reactivated', subscription: active };
  });
}

/** A paused subscription goes on, and a locked one is paid with the card of the last payment. */
function restore(tx: Tx, game: Game, subscription: Subscription, requestId: string | null): Subscription {
  if (subscription.status === 'paused') return goOn(tx, game, subscription, newCause(tx, requestId));
  charge(tx, game, subscription, subscription.id, { threeDs: 'complete' });
  return existing(tx.tables.subscriptions, subscription.id);
}

/** A trial that was canceled goes on as a trial. */
function statusBefore({ trialUntil, effectiveUntil }: Subscription): 'trial' | 'active' {
  return trialUntil === effectiveUntil ? 'trial' : 'active';
}

function buyAgain(tx: Tx, game: Game, ended: Subscription): Subscription {
  const order = charge(tx, game, ended, null, { threeDs: 'complete' });
  const [bought] = tx.tables.subscriptions.by('lastOrder', order.id);
  if (!bought) throw new Conflict(`The payment of a new subscription ${ended.sku} failed.`);
  return bought;
}

/**
 * Does what is due when the period of a subscription is over: renews it, or ends it. A canceled subscription, one whose
 * plan is not renewed, and one whose grace period is over and whose plan locks nothing come to their end.
 */
export function continueSubscription(domain: DomainContext, id: string): void {
  inTransaction(domain, (tx) => {
    const subscription = tx.tables.subscriptions.get(id);
    const dueAt = subscription ? dueAtOf(subscription) : null;
    if (!subscription || dueAt === null || tx.now < dueAt) return;
    const game = existing(tx.tables.games, subscription.gameId);
    const { status, plan } = subscription;
    const isRenewed = (status === 'trial' || status === 'active') && plan.renewalType === 'auto';
    if (isRenewed) charge(tx, game, subscription, id, { threeDs: 'complete' });
    else if (status === 'grace') giveUp(tx, game, subscription, newCause(tx));
    else end(tx, game, subscription, newCause(tx));
  });
}

/** When something is due by itself; `null` for a subscription that is paused or has ended. */
export function dueAtOf(subscription: Subscription): number | null {
  if (hasEnded(subscription) || subscription.status === 'paused') return null;
  return subscription.status === 'locked' ? (subscription.lockedUntil ?? null) : subscription.effectiveUntil;
}
