import type { Cause, NewEvent, PaymentPlatform, Recipient, Tx } from '../../domain/model/context.ts';
import { subscribes } from '../../domain/events/publish.ts';
import { EVENT_TYPES, type Event, type EventType } from '../../domain/model/event.ts';
import { newId } from '../../domain/model/ids.ts';
import type { Order } from '../../domain/model/order.ts';
import type { Payment } from '../../domain/model/payment.ts';
import { playerKey } from '../../domain/model/tables.ts';
import { orderContext } from '../../domain/wire/order.ts';
import { playerContext } from '../../domain/wire/player.ts';
import { seconds } from '../../domain/wire/time.ts';

/** Aghanim's webhooks: every event goes to each enabled webhook of the game that subscribes to its type. */
export const aghanimEvents: PaymentPlatform = {
  name: 'aghanim',
  title: 'Aghanim',
  eventTypes: EVENT_TYPES,
  grantingEvent: 'item.add',
  acceptance: '2xx',
  notice: () => null,
  recipients: (tx, { game, type }) =>
    tx.tables.webhooks
      .by('game', game.id)
      .filter((webhook) => webhook.enabled && subscribes(webhook, type))
      .map((webhook): Recipient => ({
        endpoint: webhook,
        withPlayer: webhook.playerContextEnabled === true,
      })),
  write: writeEvent,
};

/** The event with its bytes. One event has one id and one idempotency key, for all webhooks and all attempts. */
function writeEvent(tx: Tx, newEvent: NewEvent, cause: Cause, withPlayer: boolean): Event {
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
    platform: 'aghanim',
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

function latestPayment(tx: Pick<Tx, 'tables'>, order: Order): Payment | undefined {
  return tx.tables.payments.by('order', order.id).at(-1);
}
