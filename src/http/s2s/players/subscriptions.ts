import * as z from 'zod';
import { isEffective, SUBSCRIPTION_STATUSES } from '../../../domain/model/subscription.ts';
import { playerKey } from '../../../domain/model/tables.ts';
import { getPlayer } from '../../../domain/players/players.ts';
import { reactivateSubscription } from '../../../domain/renewals/renewals.ts';
import { cancelSubscription, subscriptionOfPlayer } from '../../../domain/subscriptions/subscriptions.ts';
import { subscriptionRead } from '../../../domain/wire/subscription.ts';
import { operation } from '../../api/operation.ts';
import { pageOf, pageParameters } from '../../api/pagination.ts';
import { booleanParameter } from '../../api/parameters.ts';

const SUBSCRIPTIONS = '/v1/players/{player_id}/subscriptions';
const SUBSCRIPTION = `${SUBSCRIPTIONS}/{subscription_id}` as const;
const UNKNOWN = 'The game has no such player, or the player no such subscription.';

/** `SubscriptionRead` of a player. */
export const subscriptionReadSchema = z.lazy(() =>
  z
    .object({
      sku: z.string(),
      id: z.string(),
      name: z.string(),
      order_id: z.string(),
      status: z.enum(SUBSCRIPTION_STATUSES),
      created_at: z.int(),
      updated_at: z.int().optional(),
      effective_until: z.int().optional(),
      metadata: z.record(z.string(), z.string()).optional(),
      plan: z.object({
        key: z.string(),
        name: z.string(),
        offer: z.object({ key: z.string(), name: z.string().optional() }).optional(),
      }),
    })
    .meta({ id: 'SubscriptionRead' }),
);

/** `ReactivatedSubscription`. */
const reactivatedSchema = z.lazy(() =>
  z.object({ id: z.string(), status: z.enum(SUBSCRIPTION_STATUSES) }).meta({ id: 'ReactivatedSubscription' }),
);

export const subscriptionOperations = [
  operation({
    id: 'get_player_subscriptions',
    method: 'GET',
    path: SUBSCRIPTIONS,
    summary: 'List the subscriptions of a player, oldest first.',
    query: z.object({ ...pageParameters(), effective: booleanParameter.optional() }),
    response: { 200: z.lazy(() => z.array(subscriptionReadSchema)) },
    errors: { 404: UNKNOWN },
    run: ({ app: { domain }, game, params, query: { effective, ...page } }) => {
      const { tables } = domain.store;
      const { playerId } = getPlayer(tables, game.id, params.player_id);
      const now = domain.clock.now();
      const found = tables.subscriptions
        .by('player', playerKey(game.id, playerId))
        .filter((one) => effective === undefined || isEffective(one, now) === effective);
      return pageOf(found, page).map(subscriptionRead);
    },
  }),
  operation({
    id: 'cancel_player_subscriptions',
    method: 'DELETE',
    path: SUBSCRIPTION,
    summary: 'Cancel a subscription: it runs until the end of its period.',
    response: { 204: null },
    errors: { 404: UNKNOWN, 409: 'The subscription has ended.' },
    run: ({ app: { domain }, game, params, requestId }) => {
      const { player_id: playerId, subscription_id: id } = params;
      subscriptionOfPlayer(domain.store.tables, game.id, playerId, id);
      cancelSubscription(domain, game, id, requestId);
    },
  }),
  operation({
    id: 'reactivate_player_subscription',
    method: 'POST',
    path: `${SUBSCRIPTION}/reactivate`,
    summary: 'Reactivate a canceled subscription, or buy one that has ended again.',
    response: { 200: reactivatedSchema, 201: reactivatedSchema, 204: null },
    errors: { 404: UNKNOWN, 409: 'The payment of a new subscription failed.' },
    run: ({ app: { domain }, game, params, requestId }) => {
      const { player_id: playerId, subscription_id: known } = params;
      subscriptionOfPlayer(domain.store.tables, game.id, playerId, known);
      const { outcome, subscription } = reactivateSubscription(domain, game, known, requestId);
      if (outcome === 'unchanged') return { status: 204, body: undefined };
      const { id, status } = subscription;
      return { status: outcome === 'created' ? 201 : 200, body: { id, status } };
    },
  }),
];
