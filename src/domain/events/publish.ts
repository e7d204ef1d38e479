import type { Cause, Tx } from '../model/context.ts';
import type { AttemptTrigger, Delivery } from '../model/delivery.ts';
import type { Event, EventType } from '../model/event.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import type { Player } from '../model/player.ts';
import { playerKey } from '../model/tables.ts';
import type { Webhook } from '../model/webhook.ts';
import { playerContext } from '../wire/player.ts';
import { orderContext } from '../wire/order.ts';
import { seconds } from '../wire/time.ts';
import { forgetOldEvents } from './retention.ts';

/** An event that is to be published. */
export interface NewEvent {
  readonly game: Game;
  readonly type: EventType;
  /** `event_data`. */
  readonly data: unknown;
  /** The order it concerns, as it is now; it is the event's context. */
  readonly order: Order | null;
  /** The payment in the context; by default the order's latest. */
  readonly payment?: Payment;
  /** The player it concerns; by default the order's. */
  readonly player?: Player;
  readonly trigger?: string;
}

export interface PublishedEvent {
  readonly event: Event;
  readonly deliveries: readonly Delivery[];
}

/** Stores an event, and a delivery of it for each enabled webhook that subscribes to its type. */
export function publish(tx: Tx, event: NewEvent, cause: Cause): PublishedEvent {
  return publishTo(tx, subscribers(tx, event.game.id, event.type), event, cause, 'automatic');
}

/**
 * Stores an event, and a delivery of it for each of the webhooks. The event keeps its id and its idempotency
 * key for all webhooks and all attempts.
 */
export function publishTo(
  tx: Tx,
  webhooks: readonly Webhook[],
  newEvent: NewEvent,
  cause: Cause,
  trigger: AttemptTrigger,
): PublishedEvent {
  const event = makeEvent(tx, newEvent, cause, webhooks.some(wantsPlayer));
  tx.tables.events.put(event);
  const deliveries = sendTo(tx, event, webhooks, trigger);
  forgetOldEvents(tx);
  return { event, deliveries };
}

/** Stores a delivery of an event for each of the webhooks, due now. */
export function sendTo(
  tx: Tx,
  event: Event,
  webhooks: readonly Webhook[],
  trigger: AttemptTrigger = 'automatic',
): readonly Delivery[] {
  const deliveries = webhooks.map((webhook) => newDelivery(tx, event, webhook, trigger));
  for (const delivery of deliveries) tx.tables.deliveries.put(delivery);
  return deliveries;
}

function newDelivery(tx: Tx, event: Event, webhook: Webhook, trigger: AttemptTrigger): Delivery {
  return {
    id: newId(tx.ids, 'delivery'),
    gameId: event.gameId,
    eventId: event.id,
    eventType: event.type,
    orderId: event.orderId,
    webhookId: webhook.id,
    withPlayer: wantsPlayer(webhook) && event.bodyWithPlayer !== null,
    status: 'pending',
    attempts: 0,
    tries: 0,
    nextTrigger: trigger,
    startedAt: null,
    nextAttemptAt: tx.now,
    createdAt: tx.now,
    settledAt: null,
  };
}

/** The enabled webhooks of a game that take events of a type. */
export function subscribers(tx: Tx, gameId: string, type: EventType): Webhook[] {
  return tx.tables.webhooks.by('game', gameId).filter((hook) => hook.enabled && subscribes(hook, type));
}

/** `order.*` and `payment.*` are literal subscriptions to a whole family. */
export function subscribes(webhook: Pick<Webhook, 'events'>, type: EventType): boolean {
  const family = `${type.slice(0, type.indexOf('.'))}.*`;
  return webhook.events.some((wanted) => wanted === type || wanted === family);
}

function wantsPlayer(webhook: Webhook): boolean {
  return webhook.playerContextEnabled === true;
}

/** The event with its body, which never changes. */
function makeEvent(tx: Tx, newEvent: NewEvent, cause: Cause, withPlayer: boolean): Event {
  const { game, type, order, trigger = null } = newEvent;
  const id = newId(tx.ids, 'event');
  const envelope = {
    event_type: type,
    event_data: newEvent.data,
    event_time: seconds(tx.now),
    event_id: id,
    idempotency_key: KEYLESS.has(type) ? null : newId(tx.ids, 'idempotency'),
    request_id: cause.requestId,
    sandbox: game.sandbox,
    trigger,
    transaction_id: cause.transactionId,
    context: contextOf(tx, newEvent),
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
    bodyWithPlayer: withPlayer ? withPlayerContext(tx, envelope, newEvent) : null,
    createdAt: tx.now,
  };
}

/** Events whose samples in the guides have no `idempotency_key`. */
const KEYLESS: ReadonlySet<EventType> = new Set(['player.verify', 'player.marketing_consent.updated']);

/** `context` without the player. An `item.add` of a redeemed code has one too, without an order. */
function contextOf(tx: Tx, { order, payment, type }: NewEvent): object | null {
  if (order) return { order: orderContext(order, payment ?? latestPayment(tx, order), tx.rules) };
  return type === 'item.add' ? { order: null } : null;
}

/** `null` when the event concerns no player. */
function withPlayerContext(
  tx: Tx,
  envelope: { readonly context: object | null },
  newEvent: NewEvent,
): string | null {
  const { order } = newEvent;
  const player = newEvent.player ?? (order && tx.tables.players.get(playerKey(order.gameId, order.playerId)));
  if (!player) return null;
  const context = { order: null, ...envelope.context, player: playerContext(player) };
  return JSON.stringify({ ...envelope, context });
}

function latestPayment(tx: Pick<Tx, 'tables'>, order: Order) {
  return tx.tables.payments.by('order', order.id).at(-1);
}
