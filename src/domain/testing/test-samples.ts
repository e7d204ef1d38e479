import { ORDER_DEFAULTS } from '../orders/orders.ts';
import type { Game } from '../model/game.ts';
import type { Order, OrderItem, OrderStatus } from '../model/order.ts';
import type { Payment, PaymentStatus } from '../model/payment.ts';
import type { Player } from '../model/player.ts';
import { newId, newReceiptNumber } from '../model/ids.ts';
import { contentsOf, NO_CONTENTS } from '../catalogue/item-contents.ts';
import { NO_PROFILE } from '../players/players.ts';
import { playerKey } from '../model/tables.ts';
import { newCause, type Tx } from '../model/context.ts';

/** The player, order and payment of a test event. They are not stored. */
export interface Sample {
  readonly player: Player;
  readonly order: Order;
  readonly payment: Payment;
}

export interface SampleStates {
  readonly order: OrderStatus;
  readonly payment: PaymentStatus;
}

const PLAYER_ID = 'test-player';
const EMAIL = 'player@example.com';
const PRICE = 2999;

export function makeSample(tx: Tx, game: Game, states: SampleStates): Sample {
  const player = samplePlayer(tx, game);
  const order = sampleOrder(tx, player, states.order);
  return { player, order, payment: samplePayment(tx, order, states.payment) };
}

function samplePlayer(tx: Tx, game: Game): Player {
  return {
    id: playerKey(game.id, PLAYER_ID),
    gameId: game.id,
    playerId: PLAYER_ID,
    userId: newId(tx.ids, 'user'),
    info: { name: 'Test Player', attributes: { level: 7 }, custom_attributes: {} },
    email: EMAIL,
    country: 'US',
    profile: NO_PROFILE,
    createdAt: tx.now,
    modifiedAt: tx.now,
  };
}

const TEST_ITEM = {
  sku: 'TEST-ITEM',
  name: 'Test item',
  description: null,
  imageUrl: null,
  quantity: 1,
  price: PRICE,
  currency: 'USD',
};

/** An item of the game's catalogue, if it has one, so that the game knows the SKU. */
function sampleItem(tx: Tx, gameId: string): OrderItem {
  const known = tx.tables.items.by('game', gameId).find((item) => item.price !== null && !item.isSystem);
  const { sku, name, description, imageUrl, quantity, price, currency } = known ?? TEST_ITEM;
  return {
    id: known?.id ?? newId(tx.ids, 'item'),
    ...{ sku, name, description, imageUrl, quantity, price },
    currency: currency ?? TEST_ITEM.currency,
    isSystem: false,
    source: 'order',
    selectedPlanKey: null,
    ...(known ? contentsOf(tx.tables, known, null) : NO_CONTENTS),
  };
}

function sampleOrder(tx: Tx, player: Player, status: OrderStatus): Order {
  const item = sampleItem(tx, player.gameId);
  const amount = item.price ?? PRICE;
  return {
    ...ORDER_DEFAULTS,
    id: newId(tx.ids, 'order'),
    paymentPlatform: tx.platforms.of(null).name,
    platformDetails: null,
    gameId: player.gameId,
    playerId: player.playerId,
    userId: player.userId,
    status,
    items: [item],
    currency: item.currency,
    amount,
    amountBeforeDiscount: amount,
    receiptNumber: newReceiptNumber(tx.ids),
    email: player.email,
    country: player.country,
    createdAt: tx.now,
    modifiedAt: tx.now,
    expiresAt: tx.now + tx.rules.orderTtlMs,
    paidAt: UNPAID.includes(status) ? null : tx.now,
  };
}

const UNPAID: readonly OrderStatus[] = ['created', 'captured', 'reattempted'];

function samplePayment(tx: Tx, order: Order, status: PaymentStatus): Payment {
  const isDeclined = status === 'failed' || status === 'rejected';
  return {
    id: newId(tx.ids, 'payment'),
    gameId: order.gameId,
    orderId: order.id,
    playerId: order.playerId,
    userId: order.userId,
    status,
    amount: order.amount,
    currency: order.currency,
    method: 'card',
    cardScheme: 'VISA',
    cardLast4: '4242',
    cardCountry: 'GB',
    email: order.email,
    country: order.country ?? tx.rules.defaultCountry,
    postalCode: null,
    ip: '127.0.0.1',
    decline: isDeclined ? { code: '2051', message: 'Insufficient funds' } : null,
    threeDs: 'none',
    refundReason: status === 'refunded' ? 'Test refund' : null,
    disputeReason: status === 'dispute' || status === 'chargeback' ? 'fraudulent' : null,
    transactionId: newCause(tx).transactionId,
    createdAt: tx.now,
    modifiedAt: tx.now,
    statusUpdatedAt: tx.now,
  };
}
