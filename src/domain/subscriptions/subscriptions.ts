import { publish } from '../events/publish.ts';
import { type Cause, type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import { Conflict, NotFound } from '../model/errors.ts';
import type { EventType } from '../model/event.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { Order, OrderItem } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import { hasEnded, isSuspended, type Subscription, type SubscriptionLine } from '../model/subscription.ts';
import { playerKey, type ReadTables } from '../model/tables.ts';
import { subscriptionData } from '../wire/subscription.ts';
import { addDays, endOfPeriod } from './periods.ts';
import { lockDays } from './plans.ts';

type SubscriptionEvent = Extract<EventType, `subscription.${string}`>;

/** @throws NotFound when the game has no such subscription. */
export function getSubscription(
  tables: Pick<ReadTables, 'subscriptions'>,
  gameId: string,
  id: string,
): Subscription {
  const subscription = tables.subscriptions.get(id);
  if (subscription?.gameId !== gameId)
    throw new NotFound(`Subscription ${JSON.stringify(id)} was not found.`);
  return subscription;
}

/** @throws NotFound when the player has no such subscription. */
export function subscriptionOfPlayer(
  tables: Pick<ReadTables, 'subscriptions'>,
  gameId: string,
  playerId: string,
  id: string,
): Subscription {
  const subscription = getSubscription(tables, gameId, id);
  if (subscription.playerId !== playerId) {
    throw new NotFound(`Player ${JSON.stringify(playerId)} has no subscription ${JSON.stringify(id)}.`);
  }
  return subscription;
}

/** Stores a changed subscription and publishes an event about it. */
export function putSubscription(
  tx: Tx,
  game: Game,
  changed: Subscription,
  type: SubscriptionEvent,
  cause: Cause,
): Subscription {
  tx.tables.subscriptions.put(changed);
  const order = tx.tables.orders.get(changed.lastOrderId) ?? null;
  const player = tx.tables.players.get(playerKey(game.id, changed.playerId));
  publish(tx, { game, order, type, data: subscriptionData(changed), ...(player && { player }) }, cause);
  return changed;
}

/** Activates or renews the subscriptions that a paid order sells. */
export function startPaidPeriods(tx: Tx, game: Game, order: Order, payment: Payment, cause: Cause): void {
  for (const item of order.items) {
    if (!item.subscription) continue;
    const { renews } = item.subscription;
    const known = renews === null ? undefined : tx.tables.subscriptions.get(renews);
    if (known) startNextPeriod(tx, game, known, order, payment, cause);
    else activate(tx, game, order, payment, { ...item, subscription: item.subscription }, cause);
  }
}

function activate(
  tx: Tx,
  game: Game,
  order: Order,
  payment: Payment,
  { id: itemId, sku, name, subscription: line }: OrderItem & { readonly subscription: SubscriptionLine },
  cause: Cause,
): void {
  const { plan, isTrial, renewalPrice } = line;
  const until = isTrial ? addDays(tx.now, plan.trialDays) : endOfPeriod(tx.now, plan.billingCycle);
  const subscription: Subscription = {
    id: newId(tx.ids, 'subscription'),
    gameId: game.id,
    playerId: order.playerId,
    userId: order.userId,
    itemId,
    sku,
    name,
    orderId: order.id,
    lastOrderId: order.id,
    status: isTrial ? 'trial' : 'active',
    plan,
    price: renewalPrice,
    currency: order.currency,
    payer: payerOf(payment),
    metadata: order.metadata,
    trialUntil: isTrial ? until : null,
    effectiveUntil: until,
    createdAt: tx.now,
    updatedAt: null,
  };
  putSubscription(tx, game, subscription, 'subscription.activated', cause);
  forgetOldSubscriptions(tx, game);
}

/** A renewal is paid. One that comes after the end of the subscription activates it again, from now on. */
function startNextPeriod(
  tx: Tx,
  game: Game,
  known: Subscription,
  order: Order,
  payment: Payment,
  cause: Cause,
): void {
  const isLate = hasEnded(known) || isSuspended(known);
  const isConversion = known.status === 'trial';
  const start = isLate ? tx.now : known.effectiveUntil;
  const until = endOfPeriod(start, known.plan.billingCycle);
  const renewed: Subscription = {
    ...known,
    status: 'active',
    lockedUntil: null,
    lastOrderId: order.id,
    payer: payerOf(payment),
    // Periods that passed while the emulator was stopped are not made up for.
    effectiveUntil: until > tx.now ? until : endOfPeriod(tx.now, known.plan.billingCycle),
    updatedAt: tx.now,
  };
  const type = isLate ? 'activated' : isConversion ? 'updated' : 'renewed';
  putSubscription(tx, game, renewed, `subscription.${type}`, cause);
}

function payerOf({ cardScheme, cardLast4, email, country, postalCode }: Payment) {
  return { cardScheme, cardLast4, email, country, postalCode };
}

/** Deletes the oldest subscriptions that have ended, when a game has more than it may have orders. */
function forgetOldSubscriptions(tx: Tx, game: Game): void {
  const { subscriptions } = tx.tables;
  if (subscriptions.count('game', game.id) <= tx.rules.keepOrders) return;
  const oldest = subscriptions.by('game', game.id).find(hasEnded);
  if (oldest) subscriptions.delete(oldest.id);
}

/** Ends the subscriptions whose current period was paid with an order that was refunded or canceled. */
export function endSubscriptionsOf(tx: Tx, game: Game, order: Order, cause: Cause): void {
  for (const subscription of tx.tables.subscriptions.by('lastOrder', order.id)) {
    if (!hasEnded(subscription)) end(tx, game, subscription, cause);
  }
}

/**
 * A renewal stays unpaid: the player loses the benefits now. A plan with `account_lock_duration` locks the subscription
 * for that time, in which a payment activates it again.
 */
export function giveUp(tx: Tx, game: Game, subscription: Subscription, cause: Cause): Subscription {
  const days = lockDays(subscription.plan);
  if (days === 0) return end(tx, game, subscription, cause);
  const locked: Subscription = {
    ...subscription,
    status: 'locked',
    effectiveUntil: Math.min(subscription.effectiveUntil, tx.now),
    lockedUntil: addDays(tx.now, days),
    updatedAt: tx.now,
  };
  return putSubscription(tx, game, locked, 'subscription.deactivated', cause);
}

/** The player loses the benefits now, unless that has happened before. */
export function end(tx: Tx, game: Game, subscription: Subscription, cause: Cause): Subscription {
  const effectiveUntil = Math.min(subscription.effectiveUntil, tx.now);
  const ended: Subscription = {
    ...subscription,
    status: 'expired',
    effectiveUntil,
    lockedUntil: null,
    paused: null,
    updatedAt: tx.now,
  };
  const type = isSuspended(subscription) ? 'updated' : 'deactivated';
  return putSubscription(tx, game, ended, `subscription.${type}`, cause);
}

/**
 * Ends a subscription at once.
 *
 * @throws NotFound
 * @throws Conflict when it has ended.
 */
export function expireSubscription(domain: DomainContext, game: Game, id: string): Subscription {
  return inTransaction(domain, (tx) => {
    const subscription = getSubscription(tx.tables, game.id, id);
    refuseEnded(subscription);
    return end(tx, game, subscription, newCause(tx));
  });
}

/**
 * Cancels a subscription: it runs until the end of its period and is not renewed. One that is locked or paused ends at
 * once. Does nothing if that is so already.
 *
 * @param requestId the API request that asks for it, if one does.
 * @throws NotFound
 * @throws Conflict when it has ended.
 */
export function cancelSubscription(
  domain: DomainContext,
  game: Game,
  id: string,
  requestId: string | null,
): Subscription {
  return inTransaction(domain, (tx) => {
    const subscription = getSubscription(tx.tables, game.id, id);
    if (subscription.status === 'canceled') return subscription;
    refuseEnded(subscription);
    if (isSuspended(subscription)) return end(tx, game, subscription, newCause(tx, requestId));
    const canceled: Subscription = { ...subscription, status: 'canceled', updatedAt: tx.now };
    return putSubscription(tx, game, canceled, 'subscription.updated', newCause(tx, requestId));
  });
}

/** @throws Conflict when the subscription has ended. */
export function refuseEnded(subscription: Subscription): void {
  if (!hasEnded(subscription)) return;
  throw new Conflict(`Subscription ${subscription.id} has ended: it is ${subscription.status}.`);
}
