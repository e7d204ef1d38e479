import { type Cause, type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import { Conflict } from '../model/errors.ts';
import { LATEST_TIME } from '../model/game-clock.ts';
import type { Game } from '../model/game.ts';
import type { Subscription } from '../model/subscription.ts';
import { allowsPause } from './plans.ts';
import { getSubscription, putSubscription, refuseEnded } from './subscriptions.ts';

/**
 * Pauses a subscription: the player loses the benefits now, and keeps the rest of the period for later.
 *
 * @throws NotFound
 * @throws Conflict when its state or its plan does not allow it.
 */
export function pauseSubscription(domain: DomainContext, game: Game, id: string): Subscription {
  return inTransaction(domain, (tx) => {
    const subscription = getSubscription(tx.tables, game.id, id);
    refuseEnded(subscription);
    const { status, plan, effectiveUntil } = subscription;
    if (!allowsPause(plan)) {
      throw new Conflict(`The plan ${JSON.stringify(plan.key)} allows no pause: it has no is_pause_allowed.`);
    }
    if (status !== 'trial' && status !== 'active') {
      throw new Conflict(`Subscription ${id} can't be paused: it is ${status}.`);
    }
    const paused: Subscription = {
      ...subscription,
      status: 'paused',
      paused: { status, left: Math.max(0, effectiveUntil - tx.now) },
      effectiveUntil: Math.min(effectiveUntil, tx.now),
      updatedAt: tx.now,
    };
    return putSubscription(tx, game, paused, 'subscription.deactivated', newCause(tx));
  });
}

/**
 * Ends a pause: the player has the benefits for the rest of the period.
 *
 * @throws NotFound
 * @throws Conflict when the subscription is not paused.
 */
export function resumeSubscription(domain: DomainContext, game: Game, id: string): Subscription {
  return inTransaction(domain, (tx) => {
    const subscription = getSubscription(tx.tables, game.id, id);
    if (subscription.status !== 'paused') {
      throw new Conflict(`Subscription ${id} is not paused: it is ${subscription.status}.`);
    }
    return goOn(tx, game, subscription, newCause(tx));
  });
}

/** The same for a subscription that is paused, within a transaction. */
export function goOn(tx: Tx, game: Game, subscription: Subscription, cause: Cause): Subscription {
  const { status, left } = subscription.paused ?? { status: 'active', left: 0 };
  const effectiveUntil = Math.min(tx.now + left, LATEST_TIME);
  const resumed: Subscription = {
    ...subscription,
    status,
    paused: null,
    effectiveUntil,
    trialUntil: status === 'trial' ? effectiveUntil : subscription.trialUntil,
    updatedAt: tx.now,
  };
  return putSubscription(tx, game, resumed, 'subscription.activated', cause);
}
