import { orderContext, playerContext } from '../wire/context.ts';
import { seconds } from '../wire/time.ts';

import type { Event, EventType } from '../model/event.ts';
import { newId } from '../model/ids.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import type { Player } from '../model/player.ts';
import type { Webhook } from '../model/webhook.ts';
import { queueDeliveries } from './queue.ts';
import { forgetOldEvents } from './retention.ts';
import { playerKey } from '../model/store.ts';
import type { Cause, Tx } from '../model/context.ts';

/** Something to tell a game. */
export interface News {
  readonly game: Game;
  readonly type: EventType;
  /** `event_data`. */
  readonly data: unknown;
  /** The order it concerns, as it is now; gives the event its context. */
  readonly order: Order | null;
  /** The payment of the context; without it, the order's latest. */
  readonly payment?: Payment;
  /** Who plays it; without it, the order's stored player. */
  readonly player?: Player;
  readonly trigger?: string;
}

/** An event that was stored, and how many webhooks will hear of it. */
export interface Published {
  readonly event: Event;
  readonly deliveries: number;
}

/**
 * Stores an event and queues it for each enabled webhook that subscribed to its type. One event keeps its
 * id and its idempotency key for all webhooks and all attempts.
 */
export function publish(tx: Tx, news: News, cause: Cause): Published {
  const webhooks = subscribers(tx, news.game.id, news.type);
  const event = makeEvent(tx, news, cause, webhooks.some(wantsPlayer));
  tx.tables.events.put(event);
  queueDeliveries(tx, event, webhooks);
  forgetOldEvents(tx);
  return { event, deliveries: webhooks.length };
}

function subscribers(tx: Tx, gameId: string, type: EventType): Webhook[] {
  return tx.tables.webhooks.by('game', gameId).filter((hook) => hook.enabled && subscribes(hook, type));
}

/** `order.*` and `payment.*` are literal subscriptions to a whole family. */
export function subscribes(webhook: Pick<Webhook, 'events'>, type: EventType): boolean {
  const family = `${type.slice(0, type.indexOf('.'))}.*`;
  return webhook.events.some((wanted) => wanted === type || wanted === family);
}

export function wantsPlayer(webhook: Webhook): boolean {
  return webhook.playerContextEnabled === true;
}

/** The event with its bytes; they are written here once and never again. */
export function makeEvent(tx: Tx, news: News, cause: Cause, withPlayer: boolean): Event {
  const { game, type, order, trigger = null } = news;
  const id = newId(tx.ids, 'event');
  const envelope = {
    event_type: type,
    event_data: news.data,
    event_time: seconds(tx.now),
    event_id: id,
    idempotency_key: type === 'player.verify' ? null : newId(tx.ids, 'idempotency'),
    request_id: cause.requestId,
    sandbox: game.sandbox,
    trigger,
    transaction_id: cause.transactionId,
    context: order && { order: orderContext(order, news.payment ?? latestPayment(tx, order), tx.rules) },
    game_id: game.id,
  };
  return {
    id,
    gameId: game.id,
    type,
    orderId: trigger === 'test' ? null : (order?.id ?? null),
    transactionId: cause.transactionId,
    trigger,
    body: JSON.stringify(envelope),
    bodyWithPlayer: withPlayer ? withPlayerContext(tx, envelope, news) : null,
    createdAt: tx.now,
  };
}

/** `null` when the event concerns no player, and for `coupon.redeemed`, which the guides show without context. */
function withPlayerContext(tx: Tx, envelope: { readonly context: object | null }, news: News): string | null {
  const { order } = news;
  const player = news.player ?? (order && tx.tables.players.get(playerKey(order.gameId, order.playerId)));
  if (!player || news.type === 'coupon.redeemed') return null;
  return JSON.stringify({ ...envelope, context: { ...envelope.context, player: playerContext(player) } });
}

export function latestPayment(tx: Pick<Tx, 'tables'>, order: Order) {
  return tx.tables.payments.by('order', order.id).at(-1);
}
