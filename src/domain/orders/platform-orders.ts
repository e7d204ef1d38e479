import { NO_CONTENTS } from '../catalogue/item-contents.ts';
import { findItem } from '../catalogue/items.ts';
import { type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import type { Game, Locale } from '../model/game.ts';
import { newId, newReceiptNumber } from '../model/ids.ts';
import type { Order, OrderItem } from '../model/order.ts';
import type { PaymentPlatformName } from '../model/platform.ts';
import { ensurePlayer } from '../players/players.ts';
import { publishOrder } from './order-events.ts';
import { ORDER_DEFAULTS } from './orders.ts';
import { forgetOldOrders } from './retention.ts';

/** A line of an order that has its price already. Amounts in minor units. */
export interface PricedLine {
  readonly sku: string;
  readonly name: string;
  readonly imageUrl: string | null;
  readonly quantity: number;
  /** Of the whole line. */
  readonly price: number;
}

/** An order as the API of another platform takes it: with all its prices, so that the catalogue is not asked. */
export interface PlatformOrder {
  readonly paymentPlatform: PaymentPlatformName;
  readonly platformDetails: object;
  readonly playerId: string;
  readonly email: string | null;
  readonly country: string | null;
  readonly locale: Locale | null;
  readonly lines: readonly PricedLine[];
  readonly currency: string;
  /** What the player pays; the lines need not add up to it. */
  readonly amount: number;
}

/**
 * Creates an order of another platform, and its player where the game names it for the first time.
 *
 * @throws StorageUnavailable when there is no room for another order.
 */
export function createPlatformOrder(
  domain: DomainContext,
  game: Game,
  asked: PlatformOrder,
  requestId: string | null,
): Order {
  return inTransaction(domain, (tx) => {
    const { playerId, email, country, amount, currency } = asked;
    const player = ensurePlayer(tx, game.id, playerId, { info: null, email, country });
    const order: Order = {
      ...ORDER_DEFAULTS,
      id: newId(tx.ids, 'order'),
      gameId: game.id,
      paymentPlatform: asked.paymentPlatform,
      platformDetails: asked.platformDetails,
      playerId,
      userId: player.userId,
      status: 'created',
      items: asked.lines.map((line) => orderItem(tx, game.id, line, currency)),
      currency,
      amount,
      amountBeforeDiscount: amount,
      receiptNumber: newReceiptNumber(tx.ids),
      email,
      country,
      locale: asked.locale,
      createdAt: tx.now,
      modifiedAt: tx.now,
      expiresAt: tx.now + tx.rules.orderTtlMs,
      paidAt: null,
    };
    tx.tables.orders.put(order);
    publishOrder(tx, game, 'order.created', order, newCause(tx, requestId));
    forgetOldOrders(tx, order);
    return order;
  });
}

/** An item that the catalogue has under this SKU lends its id, so that coupons for it apply. */
function orderItem(tx: Tx, gameId: string, line: PricedLine, currency: string): OrderItem {
  return {
    ...NO_CONTENTS,
    ...line,
    id: findItem(tx, gameId, line.sku)?.id ?? newId(tx.ids, 'item'),
    description: null,
    currency,
    isSystem: false,
    source: 'order',
    selectedPlanKey: null,
  };
}

/** Whether the game would hear of the paid order if a webhook for it were registered. */
export function lacksWebhook({ platforms }: Pick<DomainContext, 'platforms'>, order: Order): boolean {
  return order.status === 'paid' && order.granting === 'none' && platforms.of(order).notice(order) === null;
}
