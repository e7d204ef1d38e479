import { cardOf, type TestCard } from './cards.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import { playerKey, type ReadTables } from '../model/store.ts';

/** A card that a player has paid with before, and the payment that tells of it. */
export interface SavedCard {
  readonly card: TestCard;
  readonly payment: Payment;
}

/**
 * The card of the player's last successful payment, for paying with one click. Only a live game keeps
 * cards. Its last four digits and its brand are all that is known of it, which is enough: it is a test card.
 */
export function savedCardOf(
  tables: Pick<ReadTables, 'payments'>,
  game: Game,
  order: Order,
): SavedCard | null {
  if (game.sandbox) return null;
  const payment = tables.payments
    .by('player', playerKey(game.id, order.playerId))
    .findLast((one) => one.status === 'done' && one.method === 'card');
  const card = payment && cardOf(payment);
  return card ? { card, payment } : null;
}
