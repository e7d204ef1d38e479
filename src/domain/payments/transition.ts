import { publish } from '../events/publish.ts';
import { debitOrder } from '../loyalty/points.ts';
import type { Cause, Tx } from '../model/context.ts';
import type { EventType } from '../model/event.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import { playerKey } from '../model/tables.ts';
import { askToGrant, askToRemove, publishOrder } from '../orders/order-events.ts';
import { checkAllowed, type PaymentAction, type TransitionEvent, TRANSITIONS } from '../orders/states.ts';
import { endSubscriptionsOf } from '../subscriptions/subscriptions.ts';
import { fraudData, paymentData } from '../wire/payment.ts';

/** An order and the payment of it that something happens to. */
export interface PaymentState {
  readonly order: Order;
  readonly payment: Payment;
}

/**
 * The order's payment that an action is about.
 *
 * @throws Conflict when the order's status does not allow the action.
 * @throws Error when the order has no payment that fits its status.
 */
export function paymentFor(tx: Pick<Tx, 'tables'>, order: Order, action: PaymentAction): Payment {
  checkAllowed(order, action);
  const { from } = TRANSITIONS[action].payment;
  const payment = tx.tables.payments.by('order', order.id).find(({ status }) => status === from);
  if (!payment) throw new Error(`Order ${order.id} is ${order.status}, but no payment of it is ${from}.`);
  return payment;
}

/**
 * Stores order and payment with the statuses that the action gives them, and publishes its events.
 *
 * @throws Conflict when the order's status does not allow the action.
 * @throws Error when the payment's status does not.
 */
export function carryOut(
  tx: Tx,
  game: Game,
  action: PaymentAction,
  state: PaymentState,
  cause: Cause,
): PaymentState {
  checkAllowed(state.order, action);
  const transition = TRANSITIONS[action];
  const payment = movedPayment(tx, action, state.payment);
  let order = state.order;
  if (transition.order.to !== null) {
    order = { ...order, status: transition.order.to, modifiedAt: tx.now };
    tx.tables.orders.put(order);
  }
  if (order.status === 'refunded' || order.status === 'canceled') debitOrder(tx, order);
  for (const type of transition.events) order = publishEvent(tx, game, type, { order, payment }, cause);
  if (order.status === 'refunded' || order.status === 'canceled') endSubscriptionsOf(tx, game, order, cause);
  return { order, payment };
}

function movedPayment(tx: Tx, action: PaymentAction, payment: Payment): Payment {
  const { from, to } = TRANSITIONS[action].payment;
  if (from !== null && payment.status !== from) {
    throw new Error(`Payment ${payment.id} is ${payment.status}; ${action} needs one that is ${from}.`);
  }
  if (to === null) return payment;
  const moved =
    from === null ? payment : { ...payment, status: to, modifiedAt: tx.now, statusUpdatedAt: tx.now };
  tx.tables.payments.put(moved);
  return moved;
}

/** Returns the order, which remembers what the game was asked. */
function publishEvent(
  tx: Tx,
  game: Game,
  type: TransitionEvent,
  { order, payment }: PaymentState,
  cause: Cause,
): Order {
  switch (type) {
    case 'item.add':
      return askToGrant(tx, game, order, cause);
    case 'item.remove':
      return askToRemove(tx, game, order, cause);
    case 'order.paid':
    case 'order.refunded':
    case 'order.canceled':
      publishOrder(tx, game, type, order, cause);
      return order;
    case 'fraud.reported': {
      const data = fraudData(newId(tx.ids, 'fraud'), order, payment, tx.now);
      publish(tx, { game, order, payment, type, data }, cause);
      return order;
    }
    default:
      publishPayment(tx, game, type, { order, payment }, cause);
      return order;
  }
}

/** Publishes a `payment.*` event about the payment as it is now. */
export function publishPayment(
  tx: Tx,
  game: Game,
  type: Extract<EventType, `payment.${string}`>,
  { order, payment }: PaymentState,
  cause: Cause,
): void {
  const player = tx.tables.players.get(playerKey(game.id, order.playerId));
  const data = paymentData(payment, order, player, tx.rules);
  publish(tx, { game, order, payment, type, data }, cause);
}
