import * as z from 'zod';
import type { DomainContext } from '../../domain/model/context.ts';
import type { Game } from '../../domain/model/game.ts';
import { isEffective, SUBSCRIPTION_STATUSES, type Subscription } from '../../domain/model/subscription.ts';
import { failRenewal, reactivateSubscription, renewSubscription } from '../../domain/renewals/renewals.ts';
import { pauseSubscription, resumeSubscription } from '../../domain/subscriptions/pauses.ts';
import {
  cancelSubscription,
  expireSubscription,
  getSubscription,
} from '../../domain/subscriptions/subscriptions.ts';
import { subscriptionRead } from '../../domain/wire/subscription.ts';
import { seconds } from '../../domain/wire/time.ts';
import { operation, type Operation } from '../api/operation.ts';
import { boundedPageParameters, listOf, listPage } from '../api/pagination.ts';
import { noBody } from '../api/schemas.ts';
import { subscriptionReadSchema } from '../s2s/players/subscriptions.ts';

const UNKNOWN = 'The game has no such subscription.';

const controlSubscriptionSchema = z.lazy(() =>
  subscriptionReadSchema
    .unwrap()
    .extend({
      player_id: z.string(),
      last_order_id: z.string().describe('The order that paid the current period.'),
      effective: z.boolean().describe('Whether the player has the benefits now.'),
      locked_until: z
        .int()
        .nullable()
        .describe('Until when a payment revives a locked subscription; null for others.'),
      price: z.int().describe('What a renewal costs, in minor units.'),
      currency: z.string(),
    })
    .meta({ id: 'ControlSubscription' }),
);

/** A subscription as in the S2S API, with its player, its price and the order of its period. */
function controlSubscription({ clock }: DomainContext, subscription: Subscription) {
  const { playerId, lastOrderId, lockedUntil = null, price, currency } = subscription;
  return {
    ...subscriptionRead(subscription),
    player_id: playerId,
    last_order_id: lastOrderId,
    effective: isEffective(subscription, clock.now()),
    locked_until: lockedUntil === null ? null : seconds(lockedUntil),
    price,
    currency,
  };
}

/** An operation that changes what becomes of a subscription. It answers with the changed subscription. */
function verb(
  id: string,
  name: string,
  summary: string,
  change: (domain: DomainContext, game: Game, id: string, requestId: string) => Subscription,
): Operation {
  return operation({
    id,
    method: 'POST',
    path: `/subscriptions/{id}/${name}` as '/subscriptions/{id}/verb',
    summary,
    body: noBody,
    response: { 200: controlSubscriptionSchema },
    errors: { 404: UNKNOWN, 409: 'The state of the subscription does not allow it.' },
    run: ({ app: { domain }, game, params, requestId }) =>
      controlSubscription(domain, change(domain, game, params.id, requestId)),
  });
}

export const subscriptionOperations = [
  operation({
    id: 'list_subscriptions',
    method: 'GET',
    path: '/subscriptions',
    summary: 'List subscriptions, newest first.',
    query: z.strictObject({
      ...boundedPageParameters,
      player_id: z.string().optional(),
      order_id: z.string().optional().describe('The order that activated it, or that of the current period.'),
      status: z.enum(SUBSCRIPTION_STATUSES).optional(),
    }),
    response: { 200: listOf(controlSubscriptionSchema) },
    run: ({ app: { domain }, game, query: { player_id, order_id, status, ...page } }) => {
      const found = domain.store.tables.subscriptions
        .by('game', game.id)
        .filter((one) => player_id === undefined || one.playerId === player_id)
        .filter((one) => order_id === undefined || [one.orderId, one.lastOrderId].includes(order_id))
        .filter((one) => status === undefined || one.status === status)
        .reverse();
      return listPage(found, page, (one) => controlSubscription(domain, one));
    },
  }),
  operation({
    id: 'read_subscription',
    method: 'GET',
    path: '/subscriptions/{id}',
    summary: 'Read a subscription.',
    response: { 200: controlSubscriptionSchema },
    errors: { 404: UNKNOWN },
    run: ({ app: { domain }, game, params }) =>
      controlSubscription(domain, getSubscription(domain.store.tables, game.id, params.id)),
  }),
  verb(
    'renew_subscription',
    'renew',
    'Renew the subscription as if its period were over.',
    renewSubscription,
  ),
  verb(
    'pause_subscription',
    'pause',
    'Pause the subscription, if its plan has is_pause_allowed: the rest of the period is kept.',
    pauseSubscription,
  ),
  verb('resume_subscription', 'resume', 'End the pause of the subscription.', resumeSubscription),
  verb('fail_renewal', 'fail-renewal', 'Let the payment of a renewal fail.', failRenewal),
  verb('expire_subscription', 'expire', 'End the subscription now.', expireSubscription),
  verb(
    'cancel_subscription',
    'cancel',
    'Cancel the subscription: it runs until the end of its period.',
    cancelSubscription,
  ),
  verb(
    'reactivate_subscription',
    'reactivate',
    'Reactivate a canceled subscription, or buy one that has ended again.',
    (domain, game, id, requestId) => reactivateSubscription(domain, game, id, requestId).subscription,
  ),
];
