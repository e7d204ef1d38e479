import { paymentRead } from '../wire/payment.ts';
import type { EventType } from '../model/event.ts';
import { publish } from '../events/publish.ts';
import type { Game } from '../model/game.ts';
import { playerKey } from '../model/store.ts';
import type { Cause, Tx } from '../model/context.ts';

export type PaymentEventType = Extract<EventType, `payment.${string}`>;

/** Tells what became of a payment, as it and its order stand now. */
export function publishPayment(
  tx: Tx,
  game: Game,
  news: { readonly type: PaymentEventType; readonly paymentId: string },
  cause: Cause,
): void {
  const payment = tx.tables.payments.get(news.paymentId);
  const order = payment && tx.tables.orders.get(payment.orderId);
  if (!order) return;
  const player = tx.tables.players.get(playerKey(game.id, order.playerId));
  const data = paymentRead({ payment, order, player }, tx.rules);
  publish(tx, { game, order, payment, type: news.type, data }, cause);
}
