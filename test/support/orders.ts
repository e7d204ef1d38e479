import type { Order } from '../../src/domain/model/order.ts';
import type { DeliveryStatus } from '../../src/domain/model/delivery.ts';
import { beginAttempts, recordAttempts, type AttemptOutcome } from '../../src/domain/attempts.ts';
import { createOrder, type NewOrder } from '../../src/domain/orders.ts';
import { payOrder, type PayRequest } from '../../src/domain/payments.ts';
import { createWebhook, type NewWebhook } from '../../src/domain/webhooks.ts';
import type { House } from './house.ts';

export const CARDS = {
  good: '4242424242424242',
  insufficientFunds: '4211127262112418',
  threeDSecure: '4224703082575813',
  disputeLost: '4000000000000267',
  disputeWon: '4000000000002685',
  fraud: '4171680000000004',
} as const;

/** The least that an order can say: one seeded item. */
export const PLAIN_ORDER: NewOrder = {
  playerId: 'r2d2-c3po',
  items: [
    {
      sku: 'CRS-82500',
      name: null,
      description: null,
      imageUrl: null,
      quantity: null,
      selectedPlanKey: null,
    },
  ],
  priceDecimal: null,
  currency: null,
  currencyPreferred: false,
  priceTemplateId: null,
  discountPercent: 0,
  email: null,
  playerInfo: null,
  country: null,
  countryLocked: false,
  locale: null,
  platform: null,
  ipAddress: null,
  userAgent: null,
  backToGameUrl: null,
  backToStoreUrl: null,
  redirectSettings: null,
  uiSettings: null,
  paymentMethodsEnabled: null,
  couponsEnabled: null,
  couponCode: null,
  eligibleForRewardPoints: null,
  eligibleForLoyaltyPoints: null,
  metadata: null,
  expiresAt: null,
};

/** An order of the sandbox game for the seeded item, unless told otherwise. */
export function givenOrder(house: House, wishes: Partial<NewOrder> = {}): Order {
  return createOrder(house.world, house.game, { ...PLAIN_ORDER, ...wishes }, null);
}

export function pay(house: House, order: Order, card: string | null, wish: Partial<PayRequest> = {}) {
  return payOrder(house.world, house.game, {
    orderId: order.id,
    card,
    email: null,
    country: null,
    postalCode: null,
    ip: null,
    ...wish,
  });
}

export function givenWebhook(house: House, wishes: Partial<NewWebhook> = {}) {
  return createWebhook(house.world, house.game, {
    url: 'http://127.0.0.1:9/webhook',
    events: ['item.add', 'item.remove'],
    method: 'POST',
    description: null,
    enabled: true,
    enabledLogs: true,
    playerContextEnabled: null,
    batchMode: null,
    ...wishes,
  });
}

/** Plays the delivery engine for what is pending: each delivery gets one attempt with this end. */
export function answerAll(house: House, status: Exclude<DeliveryStatus, 'pending' | 'canceled'>): void {
  const result: AttemptOutcome = {
    startedAt: house.clock.now(),
    durationMs: 1,
    timings: { connectMs: 0, firstByteMs: 1 },
    request: { method: 'POST', url: 'http://127.0.0.1:9/webhook', headers: {} },
    response: null,
    error: null,
    verdict: status === 'exhausted' ? 'failed' : status,
    nextAttemptAt: null,
  };
  for (const { id: deliveryId } of house.world.store.tables.deliveries.by('open', 'yes')) {
    beginAttempts(house.world, [deliveryId]);
    recordAttempts(house.world, [{ deliveryId, result }]);
  }
}

export function orderNow(house: House, order: Order): Order {
  const now = house.world.store.tables.orders.get(order.id);
  if (!now) throw new Error(`order ${order.id} is gone`);
  return now;
}

export function paymentsNow(house: House, order: Order) {
  return house.world.store.tables.payments.by('order', order.id);
}
