import { TEST_CARDS } from './cards.ts';
import type { Game } from './model/game.ts';
import { getOrder } from './orders.ts';
import { resolvePayment, type PaymentState } from './payment-outcomes.ts';
import { payOrder } from './payments.ts';
import { isOpen } from './states.ts';
import type { World } from './world.ts';

/**
 * The player leaves without paying. Of an order that nobody has begun to pay, a payment is begun first:
 * only one that was started can be abandoned.
 *
 * @throws NotFound
 * @throws Conflict when the order can't be paid now and no payment of it is under way.
 */
export function leaveWithoutPaying(world: World, game: Game, orderId: string): PaymentState {
  const order = getOrder(world.store.tables, game.id, orderId);
  if (isOpen(order)) begin(world, game, orderId);
  return resolvePayment(world, game, orderId, { status: 'abandoned' });
}

function begin(world: World, game: Game, orderId: string): void {
  const card = TEST_CARDS[0]?.number ?? null;
  payOrder(world, game, {
    orderId,
    card,
    email: null,
    country: null,
    postalCode: null,
    ip: null,
    hold: true,
  });
}
