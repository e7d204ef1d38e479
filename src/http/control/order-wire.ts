import { paymentRead } from '../../domain/bodies/payment.ts';
import type { Order } from '../../domain/model/order.ts';
import { playerKey } from '../../domain/tables.ts';
import type { World } from '../../domain/world.ts';
import { orderRead } from '../s2s/order-wire.ts';

/** An order as the S2S API gives it, with what the game answered and every attempt to pay, oldest first. */
export function controlOrder({ store, rules }: World, order: Order, base: string) {
  const player = store.tables.players.get(playerKey(order.gameId, order.playerId));
  const payments = store.tables.payments.by('order', order.id);
  return {
    ...orderRead(order, base),
    granting: order.granting,
    payments: payments.map((payment) => paymentRead({ payment, order, player }, rules)),
  };
}
