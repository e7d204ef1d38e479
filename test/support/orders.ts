import type { Order } from '../../src/domain/model/order.ts';
import type { DeliveryStatus } from '../../src/domain/model/delivery.ts';
import { recordAttempts, startAttempts } from '../../src/domain/webhooks/attempts.ts';
import { createOrder } from '../../src/domain/orders/orders.ts';
import type { NewOrder } from '../../src/domain/orders/new-order.ts';
import { type PaymentDetails, payOrder, type TestOptions } from '../../src/domain/payments/payments.ts';
import { createWebhook, type NewWebhook } from '../../src/domain/webhooks/webhooks.ts';
import type { DomainFixture } from './domain-fixture.ts';

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
      price: null,
      currency: null,
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
export function givenOrder(
  fixture: DomainFixture,
  fields: Partial<NewOrder> = {},
  requestId: string | null = null,
): Order {
  return createOrder(fixture.domain, fixture.game, { ...PLAIN_ORDER, ...fields }, requestId);
}

export function pay(
  fixture: DomainFixture,
  order: Order,
  card: string | null,
  asked: Partial<PaymentDetails> & TestOptions = {},
) {
  const details = { card, email: null, country: null, postalCode: null, ip: null, ...asked };
  return payOrder(fixture.domain, fixture.game, order.id, details, asked);
}

export function givenWebhook(fixture: DomainFixture, fields: Partial<NewWebhook> = {}) {
  return createWebhook(fixture.domain, fixture.game, {
    url: 'http://127.0.0.1:9/webhook',
    events: ['item.add', 'item.remove'],
    method: 'POST',
    description: null,
    enabled: true,
    enabledLogs: true,
    playerContextEnabled: null,
    batchMode: null,
    ...fields,
  });
}

/** Stands in for the delivery engine: each pending delivery, or each of one webhook, gets one attempt with this end. */
export function answerAll(
  fixture: DomainFixture,
  status: Exclude<DeliveryStatus, 'pending' | 'canceled'>,
  webhookId?: string,
): void {
  const result = {
    startedAt: fixture.clock.now(),
    durationMs: 1,
    timings: { connectMs: 0, firstByteMs: 1 },
    request: { method: 'POST', url: 'http://127.0.0.1:9/webhook', headers: {} },
    response: null,
    error: null,
    verdict: status === 'exhausted' ? ('failed' as const) : status,
    nextAttemptAt: null,
  };
  for (const delivery of fixture.domain.store.tables.deliveries.by('status', 'pending')) {
    if (webhookId !== undefined && delivery.webhookId !== webhookId) continue;
    const deliveryId = delivery.id;
    startAttempts(fixture.domain, [deliveryId], () => undefined);
    recordAttempts(fixture.domain, [{ deliveryId, ...result }]);
  }
}

export function orderNow(fixture: DomainFixture, order: Order): Order {
  const now = fixture.domain.store.tables.orders.get(order.id);
  if (!now) throw new Error(`order ${order.id} is gone`);
  return now;
}

export function paymentsNow(fixture: DomainFixture, order: Order) {
  return fixture.domain.store.tables.payments.by('order', order.id);
}
