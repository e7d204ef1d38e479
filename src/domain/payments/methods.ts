import { Conflict } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import { playerKey, type ReadTables } from '../model/tables.ts';
import { cardOf, type TestCard } from './cards.ts';

/**
 * Cards are the only payment method here, as in the real sandbox. An order that lists its methods without
 * cards can't be paid; an order that lists nothing takes all.
 */
export function takesCards(order: Order): boolean {
  const enabled = order.paymentMethodsEnabled ?? [];
  return order.amount === 0 || enabled.length === 0 || enabled.includes('card');
}

/** @throws Conflict when the order enables only methods that the emulator does not have. */
export function refuseWithoutMethod(order: Order): void {
  if (takesCards(order)) return;
  throw new Conflict(
    `Order ${order.id} can't be paid by card: it enables only ${(order.paymentMethodsEnabled ?? []).join(', ')}.`,
  );
}

/** A card that a player has paid with before, and that payment. */
export interface SavedCard {
  readonly card: TestCard;
  readonly payment: Payment;
}

/**
 * The card of the last successful payment whose player asked to keep it, for paying with one click. Only a live game keeps cards.
 * The stored brand and last four digits are enough to find it among the test cards.
 */
export function savedCardOf(
  tables: Pick<ReadTables, 'payments'>,
  game: Game,
  order: Order,
): SavedCard | null {
  if (game.sandbox) return null;
  const payment = tables.payments
    .by('player', playerKey(game.id, order.playerId))
    .findLast((one) => one.status === 'done' && one.method === 'card' && one.saveCard === true);
  const card = payment && cardOf(payment);
  return card ? { card, payment } : null;
}
