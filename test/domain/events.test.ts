import { describe, expect, it } from 'vitest';
import { subscribes } from '../../src/domain/events/publish.ts';
import { refundOrder } from '../../src/domain/payments/refunds.ts';
import { updateWebhook } from '../../src/domain/webhooks/webhooks.ts';
import { createDomainFixture, type DomainFixture } from '../support/domain-fixture.ts';
import { answerAll, CARDS, givenOrder, givenWebhook, pay } from '../support/orders.ts';

interface Envelope {
  readonly event_type: string;
  readonly event_id: string;
  readonly idempotency_key: string;
  readonly request_id: string | null;
  readonly event_data: Record<string, unknown>;
  readonly context: { readonly order: Record<string, unknown>; readonly player?: Record<string, unknown> };
}

function envelopes(fixture: DomainFixture): Envelope[] {
  return fixture.events().map((event) => JSON.parse(event.body) as Envelope);
}

function paid(fixture: DomainFixture): Envelope[] {
  pay(fixture, givenOrder(fixture), CARDS.good);
  return envelopes(fixture);
}

const ENVELOPE = [
  'event_type',
  'event_data',
  'event_time',
  'event_id',
  'idempotency_key',
  'request_id',
  'sandbox',
  'trigger',
  'transaction_id',
  'context',
  'game_id',
];

const ORDER_CONTEXT = [
  'id',
  'receipt_number',
  'amount',
  'amount_before_discount',
  'payment_amount',
  'currency',
  'payment_method',
  'country',
  'payment_amount_usd',
  'revenue_usd',
  'fees',
  'status',
  'sales_channel',
  'eligible_for_reward_points',
  'eligible_for_loyalty_points',
  'created_at',
  'paid_at',
  'creator',
  'metadata',
];

describe('the envelope', () => {
  it('has the documented fields, in every event [events.envelope]', () => {
    for (const envelope of paid(createDomainFixture())) {
      expect(Object.keys(envelope)).toEqual(ENVELOPE);
      expect(Object.keys(envelope.context.order)).toEqual(ORDER_CONTEXT);
    }
  });

  it('gives every event an id and an idempotency key of its own', () => {
    const all = paid(createDomainFixture());
    expect(new Set(all.map((one) => one.event_id)).size).toBe(all.length);
    expect(new Set(all.map((one) => one.idempotency_key)).size).toBe(all.length);
    for (const { idempotency_key: key } of all) expect(key).toMatch(/^idmpt_/);
  });

  it('carries the id of the request that caused it, and none when a player pays on the page [events.api-request]', () => {
    const fixture = createDomainFixture();
    const order = givenOrder(fixture, {}, 'request-1');
    pay(fixture, order, CARDS.good);
    const [created, ...others] = envelopes(fixture).map((one) => one.request_id);
    expect(created).toBe('request-1');
    expect(new Set(others)).toEqual(new Set([null]));
  });

  it('shows the player only to webhooks that ask for it, under the same event id [events.player-context] [events.event-id]', () => {
    const fixture = createDomainFixture();
    givenWebhook(fixture);
    const curious = givenWebhook(fixture, { playerContextEnabled: true });
    pay(fixture, givenOrder(fixture, { playerInfo: { name: 'R2', attributes: { level: 7 } } }), CARDS.good);
    const event = fixture.events().find(({ type }) => type === 'item.add');
    const plain = JSON.parse(event?.body ?? '') as Envelope;
    const full = JSON.parse(event?.bodyWithPlayer ?? '') as Envelope;
    expect(plain.context.player).toBeUndefined();
    expect(full.context.player).toMatchObject({ player_id: 'r2d2-c3po', attributes: { level: 7 } });
    expect(full.event_id).toBe(plain.event_id);
    const chosen = fixture.domain.store.tables.deliveries.by('webhook', curious.id);
    expect(chosen.map(({ withPlayer }) => withPlayer)).toEqual([true]);
  });
});

describe('item.add', () => {
  it('names the items with price, quantity and the deprecated fields [events.items] [money.minor-units] [money.quantity]', () => {
    const data = paid(createDomainFixture()).find((one) => one.event_type === 'item.add')?.event_data;
    expect(data).toMatchObject({
      player_id: 'r2d2-c3po',
      sku: 'CRS-82500',
      items: [
        {
          sku: 'CRS-82500',
          quantity: 82_500,
          price: 2999,
          price_decimal: 29.99,
          currency: 'USD',
          type: 'item',
          nested_items: null,
          fallback_item: null,
        },
      ],
    });
    expect(data?.['reason']).toMatch(/^Order paid ord_/);
    expect(data?.['item_id']).toBe((data?.['items'] as { id: string }[])[0]?.id);
  });
});

describe('subscriptions', () => {
  it.each([
    ['item.add', 'item.add', true],
    ['item.add', 'item.remove', false],
    ['order.*', 'order.paid', true],
    ['order.*', 'payment.succeeded', false],
    ['payment.*', 'payment.declined', true],
  ] as const)('to %s and the event %s: %s [webhooks.event-families]', (wanted, type, taken) => {
    expect(subscribes({ events: [wanted] }, type)).toBe(taken);
  });

  it('of a disabled webhook get nothing, and what was on its way is given up [webhooks.pending-canceled]', () => {
    const fixture = createDomainFixture();
    const webhook = givenWebhook(fixture);
    pay(fixture, givenOrder(fixture), CARDS.good);
    updateWebhook(fixture.domain, fixture.game, webhook.id, { enabled: false });
    pay(fixture, givenOrder(fixture), CARDS.good);
    const statuses = fixture.domain.store.tables.deliveries
      .by('webhook', webhook.id)
      .map(({ status }) => status);
    expect(statuses).toEqual(['canceled']);
  });
});

describe('retention', () => {
  it('forgets old finished events with what hangs on them, and never one that is pending [events.retention]', () => {
    const fixture = createDomainFixture({ keepEvents: 10 });
    const webhook = givenWebhook(fixture, { events: ['order.created'] });
    for (let count = 0; count < 40; count += 1) {
      givenOrder(fixture);
      if (count > 0) answerAll(fixture, 'delivered');
    }
    const { events, deliveries, attempts, orders } = fixture.domain.store.tables;
    expect(orders.size).toBe(40);
    expect(events.size).toBeLessThanOrEqual(12);
    expect(deliveries.by('webhook', webhook.id)).toHaveLength(events.size);
    expect(attempts.size).toBe(deliveries.size);
    givenOrder(fixture);
    for (let count = 0; count < 40; count += 1) givenOrder(fixture);
    expect(deliveries.count('status', 'pending')).toBe(41);
  });

  it('keeps what asked for items that a player paid for, until the order is granted or paid back [events.retention]', () => {
    const fixture = createDomainFixture({ keepEvents: 5, autoRefund: false });
    givenWebhook(fixture, { events: ['item.add'] });
    const [lost, refunded] = [givenOrder(fixture), givenOrder(fixture)];
    for (const order of [lost, refunded]) pay(fixture, order, CARDS.good);
    answerAll(fixture, 'exhausted');
    const { deliveries } = fixture.domain.store.tables;
    for (let count = 0; count < 30; count += 1) givenOrder(fixture);
    expect(deliveries.count('order', lost.id) + deliveries.count('order', refunded.id)).toBe(2);
    refundOrder(fixture.domain, fixture.game, refunded.id, { reason: 'lost', requestId: null });
    for (let count = 0; count < 30; count += 1) givenOrder(fixture);
    expect([deliveries.count('order', lost.id), deliveries.count('order', refunded.id)]).toEqual([1, 0]);
  });

  it('looks at what is pending again only when as much as that can be forgotten', () => {
    const fixture = createDomainFixture({ keepEvents: 10 });
    const webhook = givenWebhook(fixture, { events: ['order.created'] });
    for (let count = 0; count < 20; count += 1) givenOrder(fixture);
    updateWebhook(fixture.domain, fixture.game, webhook.id, { events: ['item.add'] });
    const { events } = fixture.domain.store.tables;
    const sizes = Array.from({ length: 60 }, () => {
      givenOrder(fixture);
      return events.size;
    });
    const sweeps = sizes.filter((size, index) => size < (sizes[index - 1] ?? 0));
    expect(sweeps).toEqual([30, 30]);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20 + 10 + 20);
  });
});
