import { paymentRead } from '../../domain/wire/payment.ts';
import type { Order } from '../../domain/model/order.ts';
import { playerKey } from '../../domain/model/store.ts';
import type { DomainContext } from '../../domain/model/context.ts';
import { orderRead } from '../../domain/wire/order.ts';

/** An order as the S2S API gives it, with what the game answered and every attempt to pay, oldest first. */
export function controlOrder({ store, rules }: DomainContext, order: Order, base: string) {
  const player = store.tables.players.get(playerKey(order.gameId, order.playerId));
  const payments = store.tables.payments.by('order', order.id);
  return {
    ...orderRead(order, base),
    granting: order.granting,
    payments: payments.map((payment) => paymentRead({ payment, order, player }, rules)),
  };
}
